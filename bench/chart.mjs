// The results as a picture: each number of this SDK as a share of the incumbent's. Shorter is better.
const shown = { wallMs: 'time', cpuMs: 'CPU', longestBlockMs: 'longest block', heldMegabytes: 'memory held' };
const rowHeight = 18;
const labelWidth = 470;
const barWidth = 300;

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function toRows(results) {
  return Object.entries(results).flatMap(([scenario, byName]) => {
    const ours = byName['cos-miniprogram-sdk'];
    const theirs = byName['cos-wx-sdk-v5'];
    if (typeof ours === 'number') return [{ label: scenario, share: ours / theirs }];
    if (ours === undefined || scenario.startsWith('bare')) return [];
    return Object.entries(shown)
      .filter(([field]) => ours[field] > 0 && theirs[field] > 0)
      .map(([field, name]) => ({ label: `${scenario}: ${name}`, share: ours[field] / theirs[field] }));
  });
}

export function drawChart(results) {
  const rows = toRows(results);
  const height = (rows.length + 2) * rowHeight;
  const bars = rows.map(({ label, share }, index) => {
    const y = (index + 1.5) * rowHeight;
    const width = Math.min(share, 1.5) * (barWidth / 1.5);
    const colour = share <= 1 ? '#2f9e44' : '#e03131';
    return (
      `<text x="${labelWidth - 8}" y="${y + 12}" text-anchor="end">${escape(label)}</text>` +
      `<rect x="${labelWidth}" y="${y + 2}" width="${width.toFixed(1)}" height="12" fill="${colour}"/>` +
      `<text x="${labelWidth + width + 6}" y="${y + 12}">${share.toFixed(2)}x</text>`
    );
  });
  const one = labelWidth + barWidth / 1.5;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${labelWidth + barWidth + 60}" height="${height}" font-family="sans-serif" font-size="11">` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<line x1="${one}" x2="${one}" y1="${rowHeight}" y2="${height}" stroke="#888" stroke-dasharray="3"/>` +
    `<text x="${one}" y="14" text-anchor="middle">cos-wx-sdk-v5 = 1</text>${bars.join('')}</svg>\n`
  );
}

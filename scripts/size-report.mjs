// `npm run size`: how many bytes of the phone bundles each module takes, largest first.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FOLDER = 'miniprogram_dist';

function readModules(metafilePath) {
  const { outputs } = JSON.parse(readFileSync(metafilePath, 'utf8'));
  return Object.entries(Object.values(outputs)[0].inputs)
    .map(([path, { bytesInOutput }]) => ({ path, sizeBytes: bytesInOutput }))
    .sort((left, right) => right.sizeBytes - left.sizeBytes);
}

/** `src/transfer/upload.ts` -> `src/transfer`, `node_modules/x/lib/y.js` -> `node_modules/x` */
function groupOf(path) {
  const segments = path.slice(path.lastIndexOf('node_modules/') + 1).split('/');
  return path.includes('node_modules/') ? `node_modules/${segments[1]}` : path.split('/').slice(0, 2).join('/');
}

function sumGroups(modules) {
  const sums = new Map();
  for (const { path, sizeBytes } of modules) sums.set(groupOf(path), (sums.get(groupOf(path)) ?? 0) + sizeBytes);
  return [...sums].sort((left, right) => right[1] - left[1]).map(([path, sizeBytes]) => ({ path, sizeBytes }));
}

const row = ({ path, sizeBytes }) => `${String(sizeBytes).padStart(8)}  ${path}`;

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.js'))) {
  const code = readFileSync(`${FOLDER}/${file}`);
  const modules = readModules(`.cache/meta/${FOLDER}-${file}on`);
  console.log(`${FOLDER}/${file}: ${code.length} bytes minified, ${gzipSync(code, { level: 9 }).length} gzipped\n`);
  console.log(`${sumGroups(modules).map(row).join('\n')}\n\nby module\n\n${modules.map(row).join('\n')}\n`);
}

// The licences of everything that esbuild bundled, from its own reports: `npm run notices` writes THIRD-PARTY-NOTICES.md,
// `npm run check:notices` fails when the file no longer tells the truth.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'THIRD-PARTY-NOTICES.md';
const META = '.cache/meta';

/** `../node_modules/fast-xml-parser/src/x.js` -> `node_modules/fast-xml-parser` */
const packageFolder = (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

/** Folder of each bundled package -> the published files that hold code of it. */
function readBundledPackages() {
  const users = new Map();
  for (const metafile of readdirSync(META).sort()) {
    const { outputs } = JSON.parse(readFileSync(join(META, metafile), 'utf8'));
    const [file, { inputs }] = Object.entries(outputs)[0];
    const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
    for (const folder of new Set(used.map(packageFolder).filter(Boolean))) {
      users.set(folder, [...(users.get(folder) ?? []), file]);
    }
  }
  return [...users].sort(([left], [right]) => left.localeCompare(right));
}

function describePackage([folder, files]) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licenceFile = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!licenceFile) throw new Error(`${name} has no licence file: read its terms and decide by hand.`);
  const text = readFileSync(join(folder, licenceFile), 'utf8').replaceAll('\r', '').trim();
  const terms = license ?? licenses.map(({ type }) => type).join(' OR ');
  return `## ${name} ${version} (${terms})\n\nIn ${files.map((file) => `\`${file}\``).join(', ')}.\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}

const intro = `# Third-party notices

This package has no dependencies: code of the libraries below is part of its built files.
`;
const notices = [intro, ...readBundledPackages().map(describePackage)].join('\n');

if (process.argv.includes('--write')) {
  writeFileSync(FILE, notices);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== notices) {
  console.error(`${FILE} does not match what is bundled. Run \`npm run notices\` and commit the result.`);
  process.exitCode = 1;
}

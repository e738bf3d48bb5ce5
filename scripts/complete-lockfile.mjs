// Adds to package-lock.json the native parts of tools for the systems that npm left out when it wrote the file on another one
// (a long-standing habit of npm). Without them `npm ci` refuses the lockfile. Run it after a change of dependencies.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** `@rollup/rollup-linux-x64-musl` says for which machine it is; npm needs that to leave it out on all others. */
function readMachine(name) {
  const words = name.split(/[/-]/);
  const system = words.find((word) => SYSTEMS.includes(word));
  const processor = words.find((word) => PROCESSORS.includes(word));
  const library = system === 'linux' ? words.map((word) => LIBRARIES[word]).find(Boolean) : undefined;
  return {
    ...(processor && { cpu: [processor] }),
    ...(library && { libc: [library] }),
    ...(system && { os: [system] }),
  };
}

const isExactVersion = (range) => /^\d+\.\d+\.\d+[^ ]*$/.test(range);

function findMissing(packages) {
  const missing = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const nested = `${path}/node_modules/${name}`;
      if (packages[nested] || packages[`node_modules/${name}`]?.version === version || !isExactVersion(version))
        continue;
      const target = packages[`node_modules/${name}`] ? nested : `node_modules/${name}`;
      missing[target] = { version, ...readMachine(name), ...(dev && { dev }), optional: true };
    }
  }
  return missing;
}

const lockfile = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = findMissing(lockfile.packages);
const byPath = ([left], [right]) => left.localeCompare(right, 'en');
lockfile.packages = Object.fromEntries(Object.entries({ ...lockfile.packages, ...missing }).sort(byPath));
writeFileSync(FILE, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`Added to package-lock.json: ${Object.keys(missing).length}`);

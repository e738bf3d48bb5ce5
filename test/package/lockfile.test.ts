import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  version?: string;
  optionalDependencies?: Record<string, string>;
}
const text = readFileSync(join(__dirname, '../../package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> };

it('names the native parts of tools for every system, else `npm ci` refuses it (cure: npm run lock:complete)', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('speaks of no package host, so that everyone installs from their own', () => {
  expect(text).not.toContain('"resolved"');
});

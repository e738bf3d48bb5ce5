import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundler, ConsumerProject, node16 } from '../package/consumer-project';

const project = new ConsumerProject(['expect-type']);
afterAll(() => project.remove());

it.each([
  ['bundler', { ...bundler, esModuleInterop: true }],
  ['node16', node16],
])('the built declarations say what the API does (%s)', (_title, options) => {
  const code = readFileSync(join(__dirname, 'api.ts'), 'utf8');
  expect(project.compile('api.ts', code, { ...options, skipLibCheck: true })).toEqual([]);
});

import tseslint from 'typescript-eslint';

/** What a phone does not have; `src/` must not name it (`wx` lives in `src/wx` only). */
const missingOnPhones = [
  ...['wx', 'window', 'document', 'self', 'globalThis', 'process', 'Buffer', 'require', 'URL', 'URLSearchParams'],
  ...['TextEncoder', 'TextDecoder', 'AbortController', 'fetch', 'XMLHttpRequest', 'Blob', 'FileReader', 'atob', 'btoa'],
  ...['BigInt', 'Proxy'],
];

const scripts = ['**/*.{js,cjs,mjs}'];
const shipped = ['src/**/*.ts', 'emulator/**/*.ts', 'simulator/**/*.ts'];
const programs = ['demo/cli/**/*.ts', 'emulator/cli.ts', 'bench/**/*.ts'];

export default tseslint.config(
  {
    ignores: ['miniprogram_dist', 'node_dist', 'coverage', '.cache', 'docs/api', 'demo/*', '!demo/cli', 'demo/**/*.js'],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tsconfig.node.json', './tsconfig.test.json'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: shipped,
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      '@typescript-eslint/max-params': ['error', { max: 4 }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...missingOnPhones] } },
  {
    files: ['src/wx/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...missingOnPhones.filter((name) => name !== 'wx')] },
  },
  { files: programs, rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', // expect.any() and its like
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: scripts,
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/no-require-imports': 'off',
      'no-console': 'off',
    },
  },
);

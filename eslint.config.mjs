import tseslint from 'typescript-eslint';

/** What a phone does not have; `src/` must not name it (`wx` lives in `src/wx` only). */
const missingOnPhones = [
  'wx', 'window', 'document', 'self', 'globalThis', 'process', 'Buffer', 'require', 'URL', 'URLSearchParams',
  'TextEncoder', 'TextDecoder', 'AbortController', 'fetch', 'XMLHttpRequest', 'Blob', 'FileReader', 'atob', 'btoa', 'BigInt', 'Proxy',
];

export default tseslint.config(
  { ignores: ['miniprogram_dist', 'node_dist', 'coverage', 'docs/api', 'demo', '**/*.{js,cjs,mjs}'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './tsconfig.node.json', './tsconfig.test.json'] } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...missingOnPhones] } },
  { files: ['src/wx/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...missingOnPhones.filter((name) => name !== 'wx')] } },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/require-await': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
);

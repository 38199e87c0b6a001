import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.build/',
      '**/dist/',
      'coverage/',
      '.local-site/',
      'app/.astro/',
      'app/.wix/',
      'app/dist-*/',
    ],
  },
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
    },
  },
  {
    // The page is where a newcomer gets stuck: what grows there is split (docs/decisions.md).
    files: ['src/public/page/**/*.ts'],
    rules: {
      'max-lines': ['error', {max: 300}],
      'max-lines-per-function': ['error', {max: 80}],
    },
  },
)

import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const both = (...folders) => folders.flatMap((folder) => [`@/${folder}`, `@/${folder}/**`, `**/${folder}/**`])
const pouch = ['pouchdb-browser', 'pouchdb-*', 'transform-pouch']

/** Who may not import what, from whom: one line for each room of the house. */
const walls = [
  {
    files: ['src/field/**', 'src/LoginPage.vue', 'src/App.vue'],
    group: [...both('db', 'replication', 'console'), ...pouch, '@/api/console', 'idb'],
    message: 'Pages reach data through stores; the phone does not know the console.',
  },
  {
    files: ['src/console/**'],
    group: [...both('db', 'replication', 'field'), ...pouch, 'idb'],
    message: 'The console reads the server; it does not know the phone.',
  },
  {
    files: ['src/components/**'],
    group: [...both('db', 'replication', 'api', 'stores', 'field', 'console'), ...pouch, 'idb'],
    message: 'Components show what they are given.',
  },
  {
    files: ['src/map/**'],
    group: [...both('db', 'replication', 'api', 'stores', 'field', 'console'), ...pouch, 'idb'],
    message: 'A map draws what it is given.',
  },
  {
    files: ['src/api/**', 'src/stores/**', 'src/composables/**', 'src/contract/**', 'src/locales/**'],
    group: [...both('field', 'console'), ...pouch, 'idb'],
    message: 'PouchDB is only in db/ and replication/; pages are imported by nobody.',
  },
  {
    files: ['src/db/**'],
    group: both('api', 'replication', 'stores', 'field', 'console', 'components'),
    message: 'db/ keeps what it is given and asks nobody.',
  },
  {
    files: ['src/replication/**'],
    group: both('stores', 'field', 'console', 'components'),
    message: 'replication/ serves the stores and does not know them.',
  },
]

export default tseslint.config(
  { ignores: ['dist', 'dev-dist', 'node_modules', 'src/contract/types.ts', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      globals: { ...globals.browser },
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, sourceType: 'module', extraFileExtensions: ['.vue'] },
    },
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  ...walls.map(({ files, group, message }) => ({
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  })),
  {
    files: ['public/**', 'scripts/**', 'eslint.config.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
  // a setup store and a suite are one function each, made of small ones
  { files: ['**/*.test.ts', 'tests/**', 'src/stores/**'], rules: { 'max-lines-per-function': 'off' } },
)

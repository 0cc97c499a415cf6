/**
 * What the type projects cannot say: who may import whom down to the folder and the vendor library,
 * which globals a pure layer must not touch, and the few type-aware rules that catch real mistakes.
 * Import cycles are found by scripts/check-cycles.mjs. Formatting belongs to prettier alone.
 */
import boundaries from 'eslint-plugin-boundaries';
import { configs as litConfigs } from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';

/** First match wins, so narrower folders stand before wider ones. */
const elements = [
  { type: 'core-bytes', pattern: 'src/core/bytes' },
  { type: 'core-wire', pattern: 'src/core/wire' },
  { type: 'core-journal', pattern: 'src/core/journal' },
  { type: 'core-crypto', pattern: 'src/core/crypto' },
  { type: 'core', pattern: 'src/core' },
  { type: 'document', pattern: 'src/document' },
  { type: 'ports', pattern: 'src/ports' },
  { type: 'effects-carriers', pattern: 'src/effects/carriers' },
  { type: 'effects', pattern: 'src/effects/*', capture: ['port'] },
  { type: 'app', pattern: 'src/app' },
  { type: 'ui', pattern: 'src/ui' },
  { type: 'main', pattern: 'src' },
  { type: 'sw', pattern: 'sw' },
  // Full: a folder of that name in src/effects is another thing.
  { type: 'signaling', pattern: 'signaling/**', partialMatch: false },
  { type: 'test', pattern: 'test' },
];

const core = ['core-bytes', 'core-wire', 'core-journal', 'core-crypto', 'core'];
const shipped = [
  ...core,
  'document',
  'ports',
  'effects-carriers',
  'effects',
  'app',
  'ui',
  'main',
  'sw',
  'signaling',
];

/** The import table of docs/ARCHITECTURE.md. */
const mayImport = [
  ['core-bytes', ['core-bytes']],
  ...core.filter((type) => type !== 'core-bytes').map((type) => [type, core]),
  ['document', ['document', ...core]],
  ['ports', ['ports', 'document', ...core]],
  ['effects-carriers', ['effects-carriers', 'document', 'ports', ...core]],
  ['app', ['app', 'document', 'ports', ...core]],
  ['ui', ['ui', 'app']],
  ['main', shipped.filter((type) => type !== 'sw' && type !== 'signaling')],
  ['sw', ['sw']],
  ['signaling', ['signaling', 'core-bytes', 'core-wire', 'core-journal']],
  ['test', [...shipped, 'test']],
];

const policies = [
  ...mayImport.map(([from, to]) => ({
    from: { element: { type: from } },
    allow: { to: { element: { types: { anyOf: to } } } },
  })),
  {
    from: { element: { type: 'effects' } },
    allow: { to: { element: { types: { anyOf: ['ports', ...core] } } } },
  },
  // An effect sees its own folder and no other effect.
  {
    from: { element: { type: 'effects' } },
    allow: {
      to: { element: { type: 'effects', captured: { port: '{{ from.element.captured.port }}' } } },
    },
  },
];

/** Packages a layer may name. What is not listed is an error, type imports included. */
const vendors = [
  [['src/core/**'], ['lib0/']],
  [['src/core/crypto/**'], ['@noble/', 'lib0/']],
  [['src/document/**'], ['yjs', 'lib0/']],
  [['src/ports/**', 'src/app/**'], []],
  [['src/effects/**'], ['lib0/']],
  [['src/effects/{store,platform}/**'], ['idb', 'lib0/']],
  [['src/effects/passphrase/**'], ['hash-wasm']],
  [['src/effects/carriers/**'], ['yjs', 'y-webrtc', 'y-indexeddb', 'y-protocols/', 'lib0/']],
  [['src/ui/**'], ['lit', '@lit/localize', 'uqr', 'qr']],
  [['src/*.ts'], ['lit', '@lit/localize']],
  [['sw/**'], ['workbox-core', 'workbox-precaching', 'workbox-routing']],
  [['signaling/**'], ['node:', 'ws']],
  [['signaling/lan/**'], ['node:', 'node-forge', 'uqr']],
];

const ambient = [
  ...['Date', 'performance', 'crypto', 'fetch', 'WebSocket', 'console', 'globalThis'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask'],
  ...['requestAnimationFrame', 'requestIdleCallback', 'structuredClone', 'process', 'Buffer'],
  ...['window', 'document', 'navigator', 'location', 'self', 'localStorage', 'sessionStorage'],
  ...['indexedDB', 'caches', 'TextEncoder', 'TextDecoder', 'atob', 'btoa'],
].map((name) => ({
  name,
  message: 'Pure layers take time, randomness, timers and platform as arguments.',
}));

const typed = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.base],
  languageOptions: { parserOptions: { projectService: true } },
  plugins: { boundaries },
  settings: {
    'boundaries/elements': elements,
    'boundaries/root-path': import.meta.dirname,
    'boundaries/include': ['src/**', 'sw/**', 'signaling/**', 'test/**'],
    'boundaries/legacy-templates': false,
    'import/resolver': { node: { extensions: ['.ts', '.js', '.mjs'] } },
  },
  rules: {
    'boundaries/dependencies': ['error', { default: 'disallow', policies }],
    'boundaries/no-unknown-dependencies': 'error',
    'boundaries/no-unknown-files': 'error',

    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/ban-ts-comment': 'error',
    '@typescript-eslint/consistent-type-assertions': 'error',
    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/no-non-null-assertion': 'error',
    '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    '@typescript-eslint/only-throw-error': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    eqeqeq: 'error',
    'no-empty': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
  },
};

const noDefaultExports = {
  files: ['src/**/*.ts', 'sw/**/*.ts', 'signaling/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' },
    ],
  },
};

const pureLayers = {
  files: ['src/{core,document,ports,app}/**/*.ts'],
  rules: {
    'no-restricted-globals': ['error', ...ambient],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
    ],
  },
};

const elementsOfTheScreen = {
  files: ['src/ui/**/*.ts'],
  extends: [litConfigs['flat/recommended'] ?? litConfigs.recommended],
  rules: {
    'lit/no-property-change-update': 'error',
    'lit/no-this-assign-in-render': 'error',
    'lit/no-value-attribute': 'error',
    'lit/lifecycle-super': 'error',
    'lit/prefer-static-styles': 'off',
    // The content security policy forbids style attributes; use classes.
    'lit/ban-attributes': ['error', 'style', 'onclick', 'oninput', 'onsubmit'],
  },
};

const scripts = {
  files: ['scripts/**/*.mjs', '*.config.{js,mjs}'],
  rules: { eqeqeq: 'error', 'no-empty': 'error', 'no-var': 'error', 'prefer-const': 'error' },
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.cache', 'coverage', 'test-results', '**/generated/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  typed,
  noDefaultExports,
  pureLayers,
  ...vendors.map(([files, allowed]) => ({
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [otherThan(allowed)] }] },
  })),
  elementsOfTheScreen,
  scripts,
);

/** A pattern that meets every bare import except `allowed` ones and their sub-paths. */
function otherThan(allowed) {
  const names = allowed.map((name) =>
    name.endsWith('/') || name.endsWith(':') ? name : `${name}(?:/|$)`,
  );
  return {
    regex: `^(?!${['\\.', ...names].join('|')})`,
    message: 'This layer may not import that package (see vendors in eslint.config.js).',
  };
}

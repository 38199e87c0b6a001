// Who may import whom: `npm run lint` runs it. Type-only imports count, those in JSDoc too.

/**
 * Each part with its files and the other parts that it may import. A part may always import itself.
 *
 * @type {Record<string, {files: string, imports: string[]}>}
 */
const PARTS = {
  contract: {files: '^src/public/(?!backups\\.ts)[^/]+$', imports: ['rules', 'recovery rules']},
  rules: {files: '^src/public/rules/', imports: ['contract']},
  'recovery rules': {files: '^src/public/recovery/', imports: ['contract', 'rules']},
  // A copy's format, and how one is made and restored, over whatever reads and writes a site.
  copies: {files: '^src/public/copies/', imports: ['contract', 'rules', 'recovery rules']},
  page: {files: '^src/public/page/', imports: ['contract', 'rules', 'recovery rules', 'copies']},
  element: {
    files: '^src/public/custom-elements/',
    imports: ['contract', 'rules', 'recovery rules', 'copies', 'page'],
  },
  // What site code imports as public/backups: a part of its own, the only public code that calls the backend.
  client: {
    files: '^src/public/(backups\\.ts$|site-code/)',
    imports: ['contract', 'rules', 'recovery rules', 'web methods'],
  },
  'web methods': {
    files: '^src/backend/[^/]+$',
    imports: ['contract', 'rules', 'recovery rules', 'operations', 'requests'],
  },
  operations: {
    files: '^src/backend/(operations|recovery)/',
    imports: [
      'contract',
      'rules',
      'recovery rules',
      'requests',
      '^src/public/copies/(schema-changes|plan-creation|copy-format)\\.ts$',
    ],
  },
  requests: {files: '^src/backend/wix/', imports: ['contract', 'rules', 'recovery rules']},
  pages: {files: '^src/pages/', imports: ['page', 'web methods']},
  // The app's page runs in a browser; what elevates stays on its other side.
  'app page': {
    files: '^app/src/extensions/dashboard/',
    imports: ['contract', 'rules', 'recovery rules', 'page'],
  },
  'app backend': {
    files: '^app/src/(?!extensions/dashboard/)',
    imports: ['contract', 'rules', 'recovery rules', 'operations', 'web methods', 'requests', 'app page'],
  },
  engine: {files: '^local/engine/', imports: ['contract', 'rules']},
  wire: {files: '^local/wire/', imports: ['engine', 'contract', 'rules']},
  host: {
    files: '^local/host/',
    imports: ['engine', 'wire', 'contract', 'rules', 'page', 'element', 'web methods', 'requests'],
  },
  probe: {files: '^local/probe/', imports: ['host']},
  // The key of a live site is read, and hidden, in one place.
  command: {
    files: '^bin/(?!backups\\.mjs)',
    imports: ['contract', 'rules', 'copies', '^local/host/live/(hide-key|read-live-site-key)\\.ts$'],
  },
  // Runs with Node alone, out of a packed release.
  'onto a site': {files: '^scripts/site/', imports: []},
  // Of the tests, the stories that are photographed.
  scripts: {files: '^scripts/(?!site/)', imports: ['onto a site', '^tests/stories/']},
  bench: {files: '^bench/', imports: ['.+']},
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'What needs each other is one file, or needs a third one below both.',
      severity: 'error',
      from: {},
      to: {circular: true},
    },
    ...Object.entries(PARTS).map(([part, {files, imports}]) => ({
      name: `${part.replaceAll(' ', '-')}-imports-down`,
      comment: `${part} may import ${imports.join(', ') || 'nothing else'} (.dependency-cruiser.cjs, PARTS).`,
      severity: 'error',
      from: {path: files},
      to: {
        path: '^(src|local|scripts|bench|tests|app/src|bin)/',
        pathNot: [files, ...imports.map((name) => PARTS[name]?.files ?? name)],
      },
    })),
    {
      name: 'only-requests-elevate',
      comment: 'What calls Wix with elevated permissions is in one folder.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/backend/wix/'},
      to: {path: 'node_modules/@wix/(data|essentials)/'},
    },
    {
      name: 'packages-of-a-site',
      comment:
        'A site installs what its code imports: these four packages, and what is built into the element.',
      severity: 'error',
      from: {path: '^src/(backend|pages|public)/', pathNot: '^src/public/custom-elements/'},
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@wix/(data|essentials|web-methods|dashboard)|@zip\\.js/zip\\.js)/',
      },
    },
    {
      name: 'no-unresolvable',
      // The app's packages are its own: `tsc -p app` finds what is missing there.
      comment: 'An import that leads nowhere is not checked by anything.',
      severity: 'error',
      from: {pathNot: '^app/'},
      to: {couldNotResolve: true},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}

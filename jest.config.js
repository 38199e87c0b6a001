// Every test file runs the TypeScript sources; what needs a file of its own (the engine's worker, the page)
// is built once by tests/global-setup.mjs, exactly as `npm start` builds it.
const shared = {
  transform: {
    '^.+\\.tsx?$': [
      'ts-jest',
      {
        // What Jest runs is CommonJS, `import()` included: Node 20 can't load an ES module into it. tsc checks the types.
        tsconfig: {
          target: 'ES2022',
          module: 'CommonJS',
          moduleResolution: 'Node10',
          jsx: 'react-jsx',
          jsxImportSource: 'preact',
          esModuleInterop: true,
          isolatedModules: true,
          sourceMap: true,
        },
        diagnostics: false,
      },
    ],
  },
  moduleNameMapper: {'^(backend|public)/(.*)$': '<rootDir>/src/$1/$2'},
  testEnvironment: 'node',
  // What needs the app's own packages is for jest.app.config.js.
  testPathIgnorePatterns: ['/node_modules/', '/.build/', '/dist/', '<rootDir>/tests/app/'],
  modulePathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/dist/'],
}

export default {
  ...shared,
  globalSetup: '<rootDir>/tests/global-setup.mjs',
  // Jest runs what it finds in its cache, and keeps it under a name that anybody can guess in the shared temporary
  // folder unless it is told where.
  cacheDirectory: '<rootDir>/.build/jest',
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/tests/**/*.test.tsx'],
  testTimeout: 60_000,
  maxWorkers: 2,
}

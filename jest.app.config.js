// npm run test:app: the app as Wix's own tool builds it, in workerd. Its packages are its own, so these tests are not
// among those of `npm test`; what the web methods of a Velo site promise is asked of its endpoints too.
import velo from './jest.config.js'

const {testPathIgnorePatterns, ...shared} = velo

export default {
  ...shared,
  globalSetup: '<rootDir>/tests/app/global-setup.mjs',
  testPathIgnorePatterns: testPathIgnorePatterns.filter((pattern) => !pattern.includes('tests/app')),
  moduleNameMapper: {...shared.moduleNameMapper, '/velo-backend$': '<rootDir>/tests/app/app-backend.ts'},
  testMatch: [
    '<rootDir>/tests/app/**/*.test.ts',
    ...['backups-web', 'bad-arguments', 'calls-to-wix', 'somebody-else'].map(
      (name) => `<rootDir>/tests/web-methods/${name}.test.ts`,
    ),
    '<rootDir>/tests/browser/journey.test.ts',
    '<rootDir>/tests/browser/copies.test.ts',
    '<rootDir>/tests/browser/recovery.test.ts',
    '<rootDir>/tests/recovery/bring-back.test.ts',
  ],
}

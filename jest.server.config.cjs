/**
 * Specs of the edges: services, SQL, Kafka, mail. NestJS 12 is ESM only, so these run as ES modules
 * (NODE_OPTIONS=--experimental-vm-modules). `*.int.spec.ts` get a real broker and Postgres from globalSetup.
 */
module.exports = {
  testMatch: [
    '<rootDir>/libs/*/{server,email}/**/*.spec.ts',
    '<rootDir>/libs/platform/{event-store,kafka,postgres,mail,http,settings,testing,local,backup}/**/*.spec.ts',
    '<rootDir>/apps/{ingestion,scoring,notification,gateway,cli}/**/*.spec.ts',
    '<rootDir>/apps/simulator/**/*.int.spec.ts',
    '<rootDir>/tools/**/*.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.property\\.spec\\.ts$'],
  moduleNameMapper: { '^@tq/(.*)$': '<rootDir>/libs/$1/src/index.ts' },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          experimental: { keepImportAttributes: true }, // of JSON: Node asks for them
        },
        module: { type: 'es6' },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/libs/platform/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/platform/testing/src/global-teardown.mjs',
  testTimeout: 60_000,
};

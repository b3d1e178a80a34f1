/** Pure specs: the language and every core. No server, no clock; the whole set runs in under a minute. */
module.exports = {
  testMatch: [
    '<rootDir>/libs/events/**/*.spec.ts',
    '<rootDir>/libs/*/core/**/*.spec.ts',
    '<rootDir>/apps/simulator/**/*.spec.ts',
    '<rootDir>/libs/platform/oracle/**/*.spec.ts',
    '<rootDir>/apps/scoring/**/*.property.spec.ts',
    '<rootDir>/libs/sessions/server/**/*.sim.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.int\\.spec\\.ts$'],
  moduleNameMapper: { '^@tq/(.*)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } }, module: { type: 'commonjs' } },
    ],
  },
  testTimeout: 30_000, // on a busy machine
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

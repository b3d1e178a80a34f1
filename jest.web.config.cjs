/** Specs of the console: logic over signals, mostly without TestBed; zoneless, in jsdom. */
const { createCjsPreset } = require('jest-preset-angular/presets');

const preset = createCjsPreset({ tsconfig: '<rootDir>/tsconfig.web.spec.json' });

module.exports = {
  ...preset,
  testMatch: ['<rootDir>/libs/*/web/**/*.spec.ts', '<rootDir>/apps/admin/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  moduleNameMapper: { '^@tq/(.*)$': '<rootDir>/libs/$1/src/index.ts' },
  setupFilesAfterEnv: ['<rootDir>/libs/platform/web/jest.setup.cjs'],
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$|d3-.*|internmap|gradient-path)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

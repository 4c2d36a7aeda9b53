import { defineConfig } from 'vitest/config';

const TEST_SERVER = './packages/server/src/platform/postgres/testing/vitest-global-setup.ts';

const PROPERTY_SEED = './tools/testing/property-seed.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts', 'examples/**/*.test.ts'],
          globalSetup: [TEST_SERVER],
          setupFiles: [PROPERTY_SEED],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'unit',
          setupFiles: [PROPERTY_SEED],
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'docs/*.test.ts'],
          exclude: ['packages/server/**', 'packages/e2e/**', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['packages/e2e/src/**/*.e2e.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
});

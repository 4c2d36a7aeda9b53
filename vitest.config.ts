import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/testing/longest-first.ts';

const TEST_SERVER = './packages/server/src/platform/postgres/testing/vitest-global-setup.ts';

const DEMONSTRATION = './packages/e2e/src/stage/demonstration.ts';

const PROPERTY_SEED = './tools/testing/property-seed.ts';

/** Computes and opens nothing: needs neither the database nor a process of its own. */
const DOMAIN = 'packages/server/src/**/domain/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [DOMAIN, '**/node_modules/**'],
          globalSetup: [TEST_SERVER],
          setupFiles: [PROPERTY_SEED],
          testTimeout: 40_000,
          hookTimeout: 60_000,
          // Loading the server anew for each file took a quarter of their time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'unit',
          setupFiles: [PROPERTY_SEED],
          include: ['packages/!(server|e2e)/src/**/*.test.{ts,tsx}', DOMAIN, 'tools/**/*.test.ts', 'docs/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 60_000,
          // A process for each of two hundred small files took longer than what they test.
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['packages/e2e/src/**/*.e2e.ts'],
          globalSetup: [DEMONSTRATION],
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['packages/bench/src/faults/**/*.faults.ts'],
          fileParallelism: false,
        },
      },
    ],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default'],
  },
});

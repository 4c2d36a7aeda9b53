import { relative } from 'node:path';
import { BaseSequencer, type TestSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that took longest, in their order. Left to the size of the files, a short text that runs for
 * half a minute would begin when all others are done, beside an idle core.
 */
export const longestFiles: readonly string[] = [
  'packages/e2e/src/firm.e2e.ts',
  'packages/e2e/src/devices.e2e.ts',
  'packages/e2e/src/talking.e2e.ts',
  'packages/e2e/src/reaching.e2e.ts',
  'packages/e2e/src/start.e2e.ts',
  'packages/server/src/app/canary/canary.test.ts',
  'packages/bench/src/fuzz/fuzz.test.ts',
  'packages/sdk/src/simulation/simulation.test.ts',
  'packages/invoice-maker/src/papers/papers.test.ts',
  'packages/invoice-maker/src/round-trip.test.ts',
  'packages/server/src/app/stopping.test.ts',
  'packages/invoice-reader/src/reader-pool.test.ts',
  'packages/server/src/platform/postgres/embedded-postgres.test.ts',
  'packages/invoice-reader/src/render/convert-file.test.ts',
  'packages/invoice-reader/src/cli-render.test.ts',
  'packages/invoice-reader/src/image/read-image.test.ts',
  'packages/invoice-reader/src/image/receipts/read-receipts.test.ts',
  'packages/server/src/modules/claims/booking.test.ts',
  'packages/server/src/modules/files/office/office.test.ts',
  'packages/invoice-maker/src/pdf-signature.test.ts',
  'tools/rolling-restart.test.ts',
  'packages/server/src/platform/jobs/dead-workers.test.ts',
  'tools/pack-reader.test.ts',
];

/** The long ones first, so that the last of all are short and every worker ends at about the same time. */
export class LongestFirst extends BaseSequencer implements TestSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const root = this.ctx.config.root;
    const rank = (file: TestSpecification): number => {
      const place = longestFiles.indexOf(relative(root, file.moduleId));
      return place < 0 ? longestFiles.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

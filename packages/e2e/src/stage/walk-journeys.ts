import { afterAll, afterEach, beforeAll } from 'vitest';
import { DemoFirm } from './firm.ts';

/**
 * One server for all journeys of a file: its demonstration takes longer to prepare than most of them to walk. Each
 * journey brings what it needs, so that none depends on another.
 */
export function walkJourneys(journeys: readonly ((open: () => DemoFirm) => void)[]): void {
  let firm: DemoFirm | undefined;
  beforeAll(async () => {
    firm = await DemoFirm.open();
  });
  afterEach(async ({ task }) => {
    const isFailed = task.result?.state !== 'pass';
    if (isFailed) await firm?.photograph(task.name);
    await firm?.clear({ isFailed });
  });
  afterAll(() => firm?.close());

  const open = (): DemoFirm => {
    if (!firm) throw new Error('the firm is not open');
    return firm;
  };
  for (const describeJourney of journeys) describeJourney(open);
}

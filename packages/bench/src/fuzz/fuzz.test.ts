import { describe, expect, it } from 'vitest';
import { runFuzz } from './run-fuzz.ts';
import { formats } from './seeds.ts';

/** Enough to notice a reader that stumbles often; `npm run fuzz` gives it ten thousand of each. */
const COUNT = 150;
const busyMachineMs = 120_000;

describe('ruined and made-up files', () => {
  it.each(formats)(
    'of the format %s are read or refused by a documented code, never crash, hang or fill the memory',
    async (format) => {
      const result = await runFuzz({ format, seed: 20_261_122, count: COUNT });
      expect(result.failures).toEqual([]);
      const refused = Object.values(result.refused).reduce((sum, number) => sum + number, 0);
      expect(result.read + refused).toBe(COUNT);
      expect(refused).toBeGreaterThan(0);
    },
    busyMachineMs,
  );
});

import { describe, expect, it } from 'vitest';
import { runFuzz } from './run-fuzz.ts';
import { type Format, formats } from './seeds.ts';

/**
 * Enough to notice a reader that stumbles often; `npm run fuzz` gives it ten thousand of each. A picture that can still
 * be decoded takes many times as long as any other file.
 */
const COUNTS: Record<Format, number> = { xml: 80, ofd: 80, pdf: 80, image: 40 };
const busyMachineMs = 120_000;

describe('ruined and made-up files', () => {
  it.each(formats)(
    'of the format %s are read or refused by a documented code, never crash, hang or fill the memory',
    async (format) => {
      const count = COUNTS[format];
      const result = await runFuzz({ format, seed: 20_261_122, count });
      expect(result.failures).toEqual([]);
      const refused = Object.values(result.refused).reduce((sum, number) => sum + number, 0);
      expect(result.read + refused).toBe(count);
      expect(refused).toBeGreaterThan(0);
    },
    busyMachineMs,
  );
});

import { describe, expect, it } from 'vitest';
import { paceFor } from './read-receipts.ts';

describe('how thoroughly a slip of a picture is read', () => {
  it('reads a single slip in every round and looks again where it lies across', () => {
    expect(paceFor(2_500, 1)).toMatchObject({ rounds: { length: 3 }, looksAgain: true });
  });

  it('leaves out rounds where many slips are still to be read', () => {
    expect(paceFor(6_000, 20).rounds).toHaveLength(2);
    expect(paceFor(9_000, 40).rounds).toHaveLength(1);
  });

  it('still reads the rest once, and no slip anew, when most of the time is gone', () => {
    expect(paceFor(16_000, 3)).toMatchObject({ rounds: { length: 1 }, looksAgain: false });
  });
});

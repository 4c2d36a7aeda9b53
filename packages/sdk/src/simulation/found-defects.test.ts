import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

// What the simulation has found in the engine, each with the seed that found it.
test('S26: the row of a conversation shows its last message also where that frame was lost and a later event came (seed 39)', async () => {
  expect((await simulate({ seed: 39, steps: 216 })).failure).toBeUndefined();
});

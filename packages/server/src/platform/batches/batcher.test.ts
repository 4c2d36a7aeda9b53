import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

test('keys that come together share runs, of so many and so many at once, and each gets its own answer', async () => {
  const sizes: number[] = [];
  let running = 0;
  let runningMax = 0;
  const double = createBatcher({ sizeMax: 4, runsMax: 2 }, async (keys: readonly number[]) => {
    sizes.push(keys.length);
    runningMax = Math.max(runningMax, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return keys.map((key) => key * 2);
  });
  const keys = Array.from({ length: 18 }, (_, index) => index);
  expect(await Promise.all(keys.map((key) => double(key)))).toEqual(keys.map((key) => key * 2));
  expect(sizes).toEqual([4, 4, 4, 4, 2]);
  expect(runningMax).toBe(2);
});

test('a run that fails fails its own keys, and later ones are answered', async () => {
  const half = createBatcher({ sizeMax: 2, runsMax: 1 }, async (keys: readonly number[]) => {
    if (keys.some((key) => key % 2 === 1)) throw new Error('odd');
    return keys.map((key) => key / 2);
  });
  const answers = await Promise.allSettled([2, 3, 4, 6].map((key) => half(key)));
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused'))).toEqual([
    'refused',
    'refused',
    2,
    3,
  ]);
  expect(await half(8)).toBe(4);
});

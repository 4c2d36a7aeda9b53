import { expect, test } from 'vitest';
import { unitFor } from './duration-units.ts';

test.each([
  [2, 'minutes'],
  [90, 'minutes'],
  [60, 'hours'],
  [24 * 60, 'hours'],
  [36 * 60, 'hours'],
  [7 * 24 * 60, 'days'],
])('%i minutes are said in %s', (minutes, unit) => {
  expect(unitFor(minutes)).toBe(unit);
});

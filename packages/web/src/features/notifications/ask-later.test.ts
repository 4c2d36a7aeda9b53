import { expect, test } from 'vitest';
import { mayAsk, rememberLater } from './ask-later.ts';

const dayMs = 24 * 3_600_000;

function aStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test('"later" is later: a week, then a month, then never again', () => {
  const storage = aStorage();
  expect(mayAsk(storage, dayMs)).toBe(true);
  rememberLater(storage, dayMs);
  expect(mayAsk(storage, 7 * dayMs)).toBe(false);
  expect(mayAsk(storage, 8 * dayMs)).toBe(true);
  rememberLater(storage, 8 * dayMs);
  expect(mayAsk(storage, 37 * dayMs)).toBe(false);
  expect(mayAsk(storage, 38 * dayMs)).toBe(true);
  rememberLater(storage, 38 * dayMs);
  expect(mayAsk(storage, 10_000 * dayMs)).toBe(false);
});

test('what stands in the storage by mistake does not silence the question', () => {
  const storage = aStorage();
  storage.setItem('countinghouse.notifications-later', 'nonsense');
  expect(mayAsk(storage, dayMs)).toBe(true);
});

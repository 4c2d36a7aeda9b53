import { expect, test } from 'vitest';
import { nowUs, readStamps, stampedText, stampOf } from './stamp.ts';

test('every stamp in the bytes of a line is found, and says what was sent', () => {
  const stamps = [1, 2, 3].map((number) => ({ sender: 7, number, atUs: nowUs() }));
  const got: { sender: number; number: number; atUs: number }[] = [];
  const bytes = Buffer.from(JSON.stringify(stamps.map((stamp) => ({ text: stampedText(stamp) }))));
  readStamps(bytes, (sender, number, atUs) => got.push({ sender, number, atUs }));
  expect(got).toEqual(stamps);
  expect(stamps.map((stamp) => stampOf(stampedText(stamp)))).toEqual(stamps);
});

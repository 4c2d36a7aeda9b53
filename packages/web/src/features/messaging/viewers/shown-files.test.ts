import { expect, test } from 'vitest';
import { reservedSize, shownAs } from './shown-files.ts';

test.each([
  ['image/png', 'image'],
  ['image/heic', 'image'],
  ['image/svg+xml', 'file'],
  ['text/html', 'file'],
  ['video/mp4', 'video'],
  ['video/x-matroska', 'file'],
  ['audio/webm', 'audio'],
  ['application/pdf', 'pdf'],
  ['application/ofd', 'ofd'],
  ['application/vnd.ms-excel', 'office'],
  ['application/zip', 'file'],
])('%s is shown as %s', (mediaType, as) => {
  expect(shownAs({ mediaType })).toBe(as);
});

test('a picture keeps its place before it loads, in its own proportions and never larger than it is', () => {
  expect(reservedSize({ image: { width: 4000, height: 3000 } })).toEqual({ width: 293, height: 220 });
  expect(reservedSize({ image: { width: 100, height: 80 } })).toEqual({ width: 100, height: 80 });
  expect(reservedSize({ image: { width: 9000, height: 10 } })).toEqual({ width: 320, height: 40 });
  expect(reservedSize({})).toEqual({ width: 220, height: 150 });
});

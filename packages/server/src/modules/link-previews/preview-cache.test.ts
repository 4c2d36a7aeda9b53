import type { LinkPreview } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { PreviewCache, pictureCharsMax } from './preview-cache.ts';

const shown = (url: string, webp: string): LinkPreview => ({
  ...{ url, host: 'example.com', title: 'x', description: '', siteName: '' },
  picture: { webp, width: 1, height: 1 },
});

test('pictures take a bounded part of the memory; whoever was not asked for longest gives way', () => {
  const cache = new PreviewCache();
  const quarter = 'x'.repeat(pictureCharsMax / 4);
  for (const url of ['a', 'b', 'c', 'd']) cache.keep(url, shown(url, quarter), 10);
  expect(cache.find('a', 0)).toBeDefined();
  cache.keep('e', shown('e', quarter), 10);
  expect(['a', 'b', 'c', 'd', 'e'].filter((url) => cache.find(url, 0))).toEqual(['a', 'c', 'd', 'e']);
  // The same again takes its own place, and what is over is forgotten.
  for (let again = 0; again < 9; again++) cache.keep('e', shown('e', quarter), 10);
  expect(cache.size).toBe(4);
  expect(cache.find('c', 11)).toBeUndefined();
  expect(cache.size).toBe(3);
});

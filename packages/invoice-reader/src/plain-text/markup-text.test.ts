import { expect, test } from 'vitest';
import { readMarkup } from './markup-text.ts';

const read = (html: string) => readMarkup(Buffer.from(html));

test('what is between the tags is read, what runs or is hidden is not', () => {
  expect(
    read('<p>进项 &amp; 销项&#33;<script type="a">alert(1)</script><!-- x --><![CDATA[7 < 8]]></p><style>p{}'),
  ).toBe('进项 & 销项! 7 < 8');
});

test.each([
  ['scripts that do not begin', '<script'],
  ['sections that do not end', '<![CDATA['],
  ['comments that do not end', '<!--'],
  ['blanks without a line', '\r'],
  ['scripts that do not end', '<script>'],
])('%s take no longer than other text', (_what, piece) => {
  const before = process.threadCpuUsage();
  read(piece.repeat(Math.ceil((1024 * 1024) / piece.length)));
  // Of this thread's own time, because others compute on the same core.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});

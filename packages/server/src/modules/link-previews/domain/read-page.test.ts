import { expect, test } from 'vitest';
import { decodePage } from './charset.ts';
import { cleanText, readPage } from './read-page.ts';

test('what a page says for sharing comes before its title', () => {
  const html = `<!doctype html><html><head><title>增值税 - 某网站</title>
    <meta property="og:title" content="增值税发票 &amp; 报销"><meta name="description" content="说明">
    <meta property="og:site_name" content="国家税务总局"><meta property="og:image" content=" /cover.png?a=1&amp;b=2 "></head><body><title>body</title></body></html>`;
  expect(readPage(html)).toEqual({
    title: '增值税发票 & 报销',
    description: '说明',
    siteName: '国家税务总局',
    pictureAddress: '/cover.png?a=1&b=2',
  });
});

test('the first title counts, and nothing of the body does', () => {
  expect(readPage('<title> A\n  B </title><svg><title>C</title></svg><body><meta name=description content=x>')).toEqual(
    {
      title: 'A B',
      description: '',
      siteName: '',
      pictureAddress: '',
    },
  );
});

test('markup in a title is text, not markup', () => {
  expect(readPage('<title><script>alert(1)</script></title>').title).toBe('<script>alert(1)</script>');
});

test('characters that hide, control or turn text are taken out, and long text is cut', () => {
  expect(cleanText('发\u202E票\u0000\u200B\u2066号\u00AD\nx\u2028y', 100)).toBe('发票 号 x y');
  expect(cleanText('长'.repeat(500), 200)).toBe(`${'长'.repeat(199)}…`);
  expect(cleanText(`${'a'.repeat(8)}😀b`, 10)).toBe('aaaaaaaa…');
});

test('a page that nests without end, or repeats without end, is given up within a moment', () => {
  const before = process.threadCpuUsage();
  readPage('<a>'.repeat(170_000));
  readPage('<a>'.repeat(80_000) + '</b>'.repeat(80_000));
  readPage('<meta '.repeat(90_000));
  readPage(`<title>${'&lt;'.repeat(120_000)}`);
  readPage('<!--'.repeat(120_000));
  // Of this thread's own time, because others compute on the same core.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});

/** 发票 */
const gbk = Uint8Array.from([0xb7, 0xa2, 0xc6, 0xb1]);
const page = (head: string) => Buffer.concat([Buffer.from(head), gbk]);

test.each([
  ['the answer names it', 'text/html; charset=GBK', page('<title>')],
  ['the page names it', 'text/html', page('<meta charset="gb2312"><title>')],
  [
    'the page names it in the old way',
    'text/html',
    page('<meta http-equiv="Content-Type" content="text/html; charset=gb18030">'),
  ],
  ['nobody names it', 'text/html', page('<title>')],
])('Chinese that is not UTF-8 is read where %s', (_where, contentType, bytes) => {
  expect(decodePage(bytes, contentType)).toContain('发票');
});

test('UTF-8 that is cut in half at the end is still UTF-8', () => {
  expect(decodePage(Buffer.from('<title>发票').subarray(0, -1), 'text/html')).toBe('<title>发');
});

import { expect, test } from 'vitest';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { isPictureOfWords, tableFrom } from './paste-table.ts';

const html = '<html><body><table><tr><td>…</td></tr></table></body></html>';

test('cells of a spreadsheet become a table, with figures at the right', () => {
  const text = '科目\t金额\t备注\r\n应收账款\t53,000.00\t已函证\r\n坏账准备\t(1,200.50)\t\r\n';
  expect(tableFrom({ text, html })).toBe(
    '| 科目 | 金额 | 备注 |\n| --- | --: | --- |\n| 应收账款 | 53,000.00 | 已函证 |\n| 坏账准备 | (1,200.50) |  |',
  );
  const [table] = parseMarkdown(tableFrom({ text, html }) ?? '') ?? [];
  expect(table).toMatchObject({ kind: 'table', aligns: [null, 'right', null] });
});

test('line breaks, quotes and signs of markup in cells stay what they are', () => {
  const text = '名称\t说明\n"第一行\n第二行"\t"他说""好"""\n4*5*6\ta|b `c` [d]\n17" 屏\t"半';
  const markdown = tableFrom({ text, html }) ?? '';
  expect(markdown.split('\n').slice(2)).toEqual([
    '| 第一行 第二行 | 他说"好" |',
    String.raw`| 4\*5\*6 | a\|b \`c\` \[d\] |`,
    '| 17" 屏 | "半 |',
  ]);
  const [table] = parseMarkdown(markdown) ?? [];
  expect(table?.kind === 'table' && table.rows[1]).toEqual([
    [{ kind: 'text', text: '4*5*6' }],
    [{ kind: 'text', text: 'a|b `c` [d]' }],
  ]);
});

test('plain words, one row, code set in by tabs and uneven lines stay as they are', () => {
  for (const text of ['只有一句', 'a\tb', 'if (x)\n\ty();\n\tz();', '\ta\n\tb', 'a\tb\nc', 'a\n\nb\tc']) {
    expect(tableFrom({ text, html: '' })).toBeNull();
  }
  expect(tableFrom({ text: 'a\tb\nc\td', html: '' })).not.toBeNull();
  expect(tableFrom({ text: `${'a\tb\n'.repeat(3_000)}`, html })).toBeNull();
});

test('a picture that lies beside copied words is not pasted in their place', () => {
  expect(isPictureOfWords({ text: '合计', html })).toBe(true);
  expect(isPictureOfWords({ text: '', html: '<img src="https://example.com/a.png">' })).toBe(false);
  expect(isPictureOfWords({ text: '底稿.xlsx', html: '' })).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { cutLong } from './cut-long.ts';
import { isEmojiOnly } from './emoji-only.ts';
import { hasMarkup } from './has-markup.ts';
import { linkTarget } from './link-target.ts';
import type { Block, Inline } from './nodes.ts';
import { parseMarkdown } from './parse-markdown.ts';

const inlinesOf = (text: string): Inline[] => {
  const [first] = parseMarkdown(text) ?? [];
  if (first?.kind !== 'paragraph') throw new Error(`no paragraph: ${JSON.stringify(first)}`);
  return first.children;
};
const kindsOf = (text: string) => parseMarkdown(text)?.map((block) => block.kind);
const words = (nodes: readonly Inline[]): string =>
  nodes.map((n) => ('text' in n ? n.text : 'children' in n ? words(n.children) : '\n')).join('');

describe('Markdown of a message', () => {
  it('bold, italic, strike and code are marked, also between Chinese signs', () => {
    expect(inlinesOf('**注意：**请看')[0]).toEqual({ kind: 'strong', children: [{ kind: 'text', text: '注意：' }] });
    expect(inlinesOf('a *b* ~~c~~ `d*e*`').map((n) => n.kind)).toEqual(['text', 'em', 'text', 'del', 'text', 'code']);
  });

  it('a name with underscores and a line break stay as they were typed', () => {
    expect(inlinesOf('底稿_2025_终稿\n第二行').map((n) => n.kind)).toEqual(['text', 'break', 'text']);
  });

  it('lists, tasks, quotes, tables, code blocks and rules are what they look like', () => {
    expect(
      kindsOf('> 引用\n\n- 一\n- 二\n\n3. 三\n\n```ts\nlet a\n```\n\n---\n\n|a|b|\n|-|:-:|\n|1|2|\n\n# 标题'),
    ).toEqual(['quote', 'list', 'list', 'code', 'rule', 'table', 'heading']);
    const [tasks] = parseMarkdown('- [x] 函证\n- [ ] 监盘\n- 其他') ?? [];
    expect(tasks?.kind === 'list' && tasks.items.map((item) => item.isDone)).toEqual([true, false, null]);
    const [numbered] = parseMarkdown('3. 三\n4. 四') ?? [];
    expect(numbered).toMatchObject({ kind: 'list', start: 3 });
  });

  it('text set in by blanks and text above dashes make no code block and no heading by accident', () => {
    expect(kindsOf('    四个空格')).toEqual(['paragraph']);
    expect(kindsOf('合计\n---')).toEqual(['paragraph', 'rule']);
  });
});

describe('hostile Markdown', () => {
  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '&lt;b&gt; &#x202e;'])(
    '%s is shown as it was typed',
    (text) => {
      const all = parseMarkdown(text) ?? [];
      const shown = all.map((b) => (b.kind === 'paragraph' ? words(b.children) : '')).join('');
      expect(shown).toBe(text);
    },
  );

  it('a picture from outside is a link, which nothing loads by itself', () => {
    expect(inlinesOf('![图](https://evil.example/pixel.png)').map((n) => n.kind)).toEqual(['text', 'link']);
  });

  it.each(['[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](data:text/html,x)', '[x](vbscript:x)'])(
    '%s is no link',
    (text) => {
      expect(JSON.stringify(parseMarkdown(text))).not.toContain('"link"');
    },
  );

  it.each([
    ['quotes', '>'.repeat(20_000)],
    ['lists', Array.from({ length: 140 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')],
    ['stars', '*a '.repeat(6_666)],
    ['brackets', '['.repeat(20_000)],
    ['links in links', '[a]('.repeat(5_000)],
    ['fences', '`'.repeat(20_000)],
    ['ticks', Array.from({ length: 190 }, (_, n) => `${'`'.repeat(n)}a`).join('')],
    ['strikes', '~~a'.repeat(6_666)],
    ['mixed marks', '***a **b *c '.repeat(1_600)],
    ['backslashes', '\\'.repeat(20_000)],
    ['a table of 10,000 cells', `|a|b|\n|-|-|\n${'|\n'.repeat(9_000)}`],
    ['a table of 5,000 columns', `${'|a'.repeat(5_000)}|\n${'|-'.repeat(5_000)}|\n`],
    ['10,000 @', '@a'.repeat(10_000)],
    ['20,000 newlines', '\n'.repeat(20_000)],
  ])('20,000 characters of %s are read within half a second and stay flat enough to draw', (_, text) => {
    const before = process.threadCpuUsage();
    const blocks = parseMarkdown(text);
    // Some 50 ms at the worst. Of this thread's own time, because others compute on the same core.
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(500);
    expect(depthOf(blocks ?? [])).toBeLessThan(25);
  });
});

function depthOf(blocks: readonly (Block | Inline)[]): number {
  const depths = blocks.map((node) => {
    if (node.kind === 'list') return 1 + Math.max(0, ...node.items.map((item) => depthOf(item.children)));
    return 'children' in node ? 1 + depthOf(node.children) : 1;
  });
  return Math.max(0, ...depths);
}

describe('links', () => {
  it('lead to http, https and mail addresses only', () => {
    expect(linkTarget('https://a.example/x', 'https://a.example/x')?.shownHost).toBeNull();
    expect(linkTarget('mailto:li@firm.example', '李佳')?.shownHost).toBe('li@firm.example');
    expect(linkTarget('ftp://a.example', 'x')).toBeNull();
    expect(linkTarget('https://bank.example@evil.example/', 'x')).toBeNull();
  });

  it('say where they lead where the words say something else', () => {
    expect(linkTarget('https://evil.example/', 'https://bank.example')?.shownHost).toBe('evil.example');
    expect(linkTarget('https://evil.example/', 'bank.example/evil.example/')?.shownHost).toBe('evil.example');
    expect(linkTarget('https://bank.example.evil.example/', 'bank.example')?.shownHost).toBe(
      'bank.example.evil.example',
    );
    // Cyrillic а: the host in the letters of the network stands beside it.
    expect(linkTarget('https://аpple.com/', 'https://аpple.com/')?.shownHost).toBe('xn--pple-43d.com');
  });
});

describe('what is drawn otherwise', () => {
  it('up to six emoji alone are drawn big', () => {
    expect(isEmojiOnly('👍🏽 🎉')).toBe(true);
    expect(isEmojiOnly('👨‍👩‍👧🇨🇳')).toBe(true);
    expect(isEmojiOnly('👍好')).toBe(false);
    expect(isEmojiOnly('1')).toBe(false);
    expect(isEmojiOnly('👍'.repeat(7))).toBe(false);
  });

  it('a text of more than two screens is cut, not through a pair, and its code block is closed', () => {
    expect(cutLong('短')).toBeNull();
    expect(cutLong('x\n'.repeat(60))?.split('\n')).toHaveLength(40);
    expect(cutLong(`a${'👍'.repeat(3_000)}`)?.isWellFormed()).toBe(true);
    expect(cutLong(`\`\`\`\n${'x\n'.repeat(60)}\`\`\``)?.endsWith('\n```')).toBe(true);
  });

  it('the parser is asked for where there can be markup, and not for plain words', () => {
    for (const text of ['**a**', 'a_b', '- a', '1. a', '> a', '# a', '|a|', '`a`', '\\*'])
      expect(hasMarkup(text)).toBe(true);
    for (const text of ['你好，世界！', 'a - b', '价税合计 ¥ 53,000.00', 'https://a.example/x'])
      expect(hasMarkup(text)).toBe(false);
  });
});

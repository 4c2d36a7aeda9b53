import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify, safeHref } from './linkify.ts';

describe('linkify', () => {
  it('finds addresses among Chinese punctuation', () => {
    expect(linkify('见 https://example.com/a?b=1，谢谢')).toEqual([
      { kind: 'text', text: '见 ' },
      { kind: 'link', text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { kind: 'text', text: '，谢谢' },
    ]);
  });

  it('leaves the full stop and an unopened bracket outside', () => {
    const links = linkify('(see https://example.com/x(1)). ok').filter((p) => p.kind === 'link');
    expect(links.map((l) => l.text)).toEqual(['https://example.com/x(1)']);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://bank.example@evil.example/',
    'vbscript:x',
    'file:///etc',
  ])('never links %s', (text) => {
    expect(linkify(text).every((p) => p.kind === 'text')).toBe(true);
    expect(safeHref(text)).toBeNull();
  });

  it('keeps every character of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl())), (pieces) => {
        const text = pieces.join(' ');
        const parts = linkify(text);
        expect(parts.map((p) => p.text).join('')).toBe(text);
        for (const part of parts) if (part.kind === 'link') expect(part.href).toMatch(/^https?:\/\//);
      }),
    );
  });
});

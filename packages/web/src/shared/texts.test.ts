import { describe, expect, it } from 'vitest';
import type { Texts } from './texts.ts';

type AnyTexts = Texts<Record<string, string>>;
const modules = import.meta.glob<Record<string, unknown>>('../**/*texts.ts', { eager: true });

function isTexts(value: unknown): value is AnyTexts {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const found = Object.entries(modules).flatMap(([file, exported]) =>
  Object.entries(exported)
    .filter((entry): entry is [string, AnyTexts] => isTexts(entry[1]))
    .map(([name, texts]) => ({ name: `${file} ${name}`, texts })),
);

describe('texts', () => {
  it('are found', () => {
    expect(found.length).toBeGreaterThan(0);
  });

  it.each(found)('$name has the same keys in both languages, none empty', ({ texts }) => {
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts.zh).sort());
    for (const text of [...Object.values(texts.zh), ...Object.values(texts.en)]) expect(text).not.toBe('');
  });

  it.each(found)('$name has no Chinese in its English sentences', ({ texts }) => {
    for (const text of Object.values(texts.en)) {
      if (typeof text === 'string' && text !== '中文') expect(text).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('have no curly quotation marks in English, which our fonts draw as wide as a Chinese character', () => {
    const wide = Object.entries(sources).flatMap(([file, source]) =>
      source
        .split('\n')
        .filter((line) => /[‘’“”]/.test(line) && !/\p{Script=Han}/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(wide).toEqual([]);
  });
});

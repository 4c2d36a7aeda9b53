import type { Matrix } from '../ofd/text-object.ts';

/** A tenth of a micrometre is beyond any screen and printer. */
export function short(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

/** Factors keep six digits, for those of glyphs are small; offsets are lengths. */
export function matrixText([a, b, c, d, e, f]: Matrix): string {
  const factor = (value: number) => String(Number(value.toPrecision(6)));
  return `matrix(${[a, b, c, d].map(factor).join(' ')} ${short(e)} ${short(f)})`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and lone surrogates are no XML. */
function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return true;
  return code >= 0x20 && code !== 0x7f && (code < 0xd800 || code > 0xdfff) && code < 0xfffe;
}

export function escapeXml(text: string): string {
  return [...text]
    .filter(isXmlCharacter)
    .map((character) => ESCAPES[character] ?? character)
    .join('');
}

import { isUtf8 } from 'node:buffer';
import { textLimits } from './text-limits.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a text file says; null for bytes that are no text. */
export function readPlain(bytes: Uint8Array): string | null {
  const text = decode(bytes.subarray(0, textLimits.plainBytesMax));
  return text === null ? null : text.slice(0, textLimits.charactersMax);
}

/**
 * What is between the tags of HTML or XML. Nothing is resolved, run or fetched: tags are cut out of the characters. No
 * pattern looks at a character from more than a few starts: hostile pages repeat beginnings without an end.
 */
export function readMarkup(bytes: Uint8Array): string | null {
  const text = decode(bytes.subarray(0, textLimits.plainBytesMax));
  if (text === null) return null;
  return text
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, '$1')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hexadecimal, name) =>
      decodeEntity({ whole, decimal, hexadecimal, name }),
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim()
    .slice(0, textLimits.charactersMax);
}

function decodeEntity(entity: { whole: string; decimal?: string; hexadecimal?: string; name?: string }): string {
  const { whole, decimal, hexadecimal, name } = entity;
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
}

/** UTF-16 by its mark, UTF-8 where it is, else the Chinese standard encoding, which covers GBK and GB2312. */
function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return null;
  // A text that was cut off in the middle of a character is UTF-8 all the same.
  const isUnicode = [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, Math.max(0, bytes.length - cut))));
  return new TextDecoder(isUnicode ? 'utf-8' : 'gb18030').decode(bytes);
}

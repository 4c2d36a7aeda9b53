export interface XmlLine {
  depth: number;
  text: string;
}

/** Longer files are cut for the eye; the download is whole. */
export const xmlLinesMax = 3000;

/** One element per line, text kept beside its tags. Works on the text alone, so that no parser expands anything. */
export function xmlLines(source: string): { lines: XmlLine[]; isCut: boolean } {
  const tokens = source.replace(/^\uFEFF/, '').match(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g) ?? [];
  const lines: XmlLine[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length && lines.length < xmlLinesMax; at++) {
    const token = tokens[at]?.trim() ?? '';
    if (token === '') continue;
    if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      lines.push({ depth, text: token });
      continue;
    }
    const [next = '', afterNext = ''] = [tokens[at + 1]?.trim(), tokens[at + 2]?.trim()];
    if (isOpening(token) && isText(next) && afterNext.startsWith('</')) {
      lines.push({ depth, text: `${token}${next}${afterNext}` });
      at += 2;
    } else if (isOpening(token) && next.startsWith('</')) {
      lines.push({ depth, text: `${token}${next}` });
      at += 1;
    } else {
      lines.push({ depth, text: token });
      if (isOpening(token)) depth++;
    }
  }
  return { lines, isCut: lines.length === xmlLinesMax };
}

const isOpening = (token: string) => /^<[^!?/]/.test(token) && !token.endsWith('/>');
const isText = (token: string) => token !== '' && (!token.startsWith('<') || token.startsWith('<![CDATA['));

/** Lines that carry a value: the same text, or the same number written with other zeros. */
export function carriesValue(line: XmlLine, value: string): boolean {
  const [, content] = />([^<]*)</.exec(line.text) ?? [];
  if (!content || value === '') return false;
  return content === value || (isAmount(value) && isAmount(content) && withoutZeros(content) === withoutZeros(value));
}

const isAmount = (text: string) => /^-?\d+(\.\d+)?$/.test(text) && text.length < 16;
const withoutZeros = (amount: string) => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);

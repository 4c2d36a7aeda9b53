import type { Candidate } from '../document/candidate.ts';
import { parseChineseAmount } from '../values/chinese-amount.ts';
import { parseMinor, toAmount } from '../values/decimal.ts';
import { type FacePage, putField } from './face-page.ts';
import { splitNumbers } from './face-totals.ts';
import { type FoundText, foundText } from './labels.ts';
import { boxAround, type Line } from './page-text.ts';

const TAX_ID = /(?<![0-9A-Za-z])(?=[0-9A-Z]*\d{6})[0-9A-Z]{15,20}(?![0-9A-Za-z])/g;
const WORDS = /(?:\(负数\)|负)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[圆元][零壹贰叁肆伍陆柒捌玖角分整正]*/;

/**
 * Some converters draw the frame and its labels as outlines, so that only the values are text. Buyer and seller stand
 * beside each other on a 数电票: their ids on one line, their names above.
 */
export function readUnlabelledParties(face: FacePage, candidate: Candidate, from: number): void {
  const ids = idsOn(face).filter((id) => id.plain !== candidate.fields.invoiceNumber);
  const first = ids[0];
  if (!first) return;
  const row = ids.filter((id) => Math.abs(id.top - first.top) < first.bottom - first.top);
  const middle = face.page.width / 2;
  for (const [role, isHere] of [
    ['buyer', (text: { left: number }) => text.left < middle],
    ['seller', (text: { left: number }) => text.left >= middle],
  ] as const) {
    const id = row.find(isHere);
    putField(candidate, face, { name: `${role}TaxId`, value: id?.plain, at: id });
    const name = nameAbove(face, { from, to: first.top, isHere });
    putField(candidate, face, { name: `${role}Name`, value: name?.text, at: name });
  }
}

function idsOn(face: FacePage): FoundText[] {
  return face.lines
    .filter((line) => (line.glyphs[0]?.top ?? Number.POSITIVE_INFINITY) < face.page.height / 2)
    .flatMap((line) =>
      [...line.text.matchAll(TAX_ID)].flatMap((match) => {
        const found = foundText(line.glyphs.slice(match.index, match.index + match[0].length));
        return found ? [found] : [];
      }),
    );
}

interface Band {
  from: number;
  to: number;
  isHere: (text: { left: number }) => boolean;
}

function nameAbove(face: FacePage, { from, to, isHere }: Band): FoundText | null {
  const lines = face.lines
    .map((line) => foundText(halfOf(line, isHere)))
    .filter((found) => found !== null)
    .filter((found) => found.top > from && found.bottom <= to + 0.2 * (found.bottom - found.top))
    .filter((found) => /[\u4e00-\u9fffA-Za-z]{2}/.test(found.plain) && !/\d{4}年/.test(found.plain));
  const last = lines.at(-1);
  if (!last) return null;
  const text = lines.map((found) => found.text).join('');
  return { ...boxAround(lines), text, plain: text };
}

function halfOf(line: Line, isHere: (text: { left: number }) => boolean) {
  return line.glyphs.filter(isHere);
}

/** The amount in words marks the line of the total; net and tax are the last amounts with a sign above it. */
export function readUnlabelledTotals(face: FacePage, candidate: Candidate): void {
  const line = face.lines.findLast((one) => WORDS.test(one.text) && parseChineseAmount(wordsIn(one)) !== null);
  const first = line?.glyphs[0];
  if (!line || !first) return;
  const words = wordsIn(line);
  const spelled = parseChineseAmount(words);
  const figures = splitNumbers(line.glyphs).findLast(({ plain }) => parseMinor(plain) === spelled);
  if (!figures) return;
  putField(candidate, face, { name: 'totalAmountInWords', value: words, at: figures });
  putField(candidate, face, { name: 'totalAmount', value: toAmount(figures.plain), at: figures });
  const above = face.lines.filter((one) => (one.glyphs[0]?.top ?? 0) < first.top - 0.5 * (first.bottom - first.top));
  for (const sums of above.reverse()) {
    const numbers = splitNumbers(sums.glyphs).filter(
      ({ plain }) => plain.startsWith('¥') && parseMinor(plain) !== null,
    );
    const [net, tax] = numbers;
    if (!net || !tax || numbers.length !== 2) continue;
    putField(candidate, face, { name: 'amountWithoutTax', value: toAmount(net.plain), at: net });
    putField(candidate, face, { name: 'taxAmount', value: toAmount(tax.plain), at: tax });
    return;
  }
}

function wordsIn(line: Line): string {
  return WORDS.exec(line.text)?.[0] ?? '';
}

import type { Candidate } from '../document/candidate.ts';
import { toAmount } from '../values/decimal.ts';
import { type FacePage, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText, type Label, matchRightOf } from './labels.ts';
import { type Glyph, isOnLine } from './page-text.ts';

const FIGURES = /[¥￥]?-?¥?\d[\d,]*(?:\.\d{1,2})?/;
const WORDS = /(?:\(负数\)|负)?[零〇壹贰叁叄肆伍陆柒捌玖拾佰仟万亿圆元角分整正]+/;

export interface AmountColumns {
  amount?: { left: number; right: number };
  taxAmount?: { left: number; right: number };
}

/** The total stands on one line in words and figures; remarks below may use the same labels. */
function totalLabels(face: FacePage): { figures?: Label; words?: Label } {
  const figures = labelsOn(face, /\(小写\):?/);
  const words = labelsOn(face, /\(大写\):?/);
  for (const word of words) {
    const beside = figures.find((label) => isOnLine(label, word) && label.left > word.right);
    if (beside) return { figures: beside, words: word };
  }
  const [lastFigures, lastWords] = [figures.at(-1), words.at(-1)];
  return { ...(lastFigures && { figures: lastFigures }), ...(lastWords && { words: lastWords }) };
}

/** The line 合计, which is not 价税合计, and begins its line (a name may hold the word too). */
export function sumLabel(face: FacePage): Label | undefined {
  return linesBeginningWith(face, /(?<!税)合计(?!\()/).at(-1);
}

/** Where the items of a page end: at 小计 or 合计, else at 价税合计. */
export function itemsEnd(face: FacePage, top: number): number {
  const ends = [...linesBeginningWith(face, /小计|合计/), ...labelsOn(face, /\(大写\)/)]
    .map((label) => label.top)
    .filter((end) => end > top);
  return ends.length === 0 ? face.page.height : Math.min(...ends);
}

function linesBeginningWith(face: FacePage, pattern: RegExp): Label[] {
  // A mark that is written downwards beside the table may stand before the word.
  const isAtStart = (label: Label) => {
    const match = pattern.exec(label.line.text);
    return match !== null && match.index <= 3;
  };
  return labelsOn(face, pattern).filter(isAtStart);
}

export function readTotals(face: FacePage, candidate: Candidate, columns: AmountColumns): void {
  const { figures: total, words } = totalLabels(face);
  const found = total ? matchRightOf(total, FIGURES) : null;
  putField(candidate, face, { name: 'totalAmount', value: toAmount(found?.plain), at: found });
  const spelled = words ? matchRightOf(words, WORDS, total?.left) : null;
  putField(candidate, face, { name: 'totalAmountInWords', value: spelled?.plain, at: spelled });
  const sum = sumLabel(face);
  if (sum) readSumLine(face, candidate, { sum, columns });
}

function readSumLine(
  face: FacePage,
  candidate: Candidate,
  { sum, columns }: { sum: Label; columns: AmountColumns },
): void {
  const numbers = splitNumbers(sum.line.glyphs.slice(sum.end));
  const net = nearestTo(numbers, columns.amount) ?? (columns.amount ? undefined : numbers[0]);
  const tax = nearestTo(
    numbers.filter((number) => number !== net),
    columns.taxAmount,
  );
  // Without a tax column (toll invoices) the sum is already the total.
  if (!columns.taxAmount) return;
  putField(candidate, face, { name: 'amountWithoutTax', value: toAmount(net?.plain), at: net });
  putField(candidate, face, { name: 'taxAmount', value: toAmount(tax?.plain), at: tax });
}

/** Numbers of a line, parted where the gap is wider than a character or a currency sign begins. */
export function splitNumbers(glyphs: readonly Glyph[]): FoundText[] {
  const groups: Glyph[][] = [];
  let previous: Glyph | undefined;
  for (const glyph of glyphs) {
    const gap = previous ? glyph.left - previous.right : 0;
    const isAfterSign = previous?.plain === '¥';
    const startsGroup = glyph.plain === '¥' || (!isAfterSign && gap > 0.8 * (glyph.bottom - glyph.top));
    const current = groups.at(-1);
    if (current && previous && !startsGroup) current.push(glyph);
    else groups.push([glyph]);
    previous = glyph;
  }
  return groups.map((group) => foundText(group)).filter((found) => found !== null);
}

function nearestTo(
  numbers: readonly FoundText[],
  column: { left: number; right: number } | undefined,
): FoundText | undefined {
  if (!column) return undefined;
  const distance = (number: FoundText) =>
    Math.min(
      Math.abs(number.right - column.right),
      Math.abs(number.left - column.left),
      Math.abs((number.left + number.right) / 2 - (column.left + column.right) / 2),
    );
  return [...numbers].sort((a, b) => distance(a) - distance(b))[0];
}

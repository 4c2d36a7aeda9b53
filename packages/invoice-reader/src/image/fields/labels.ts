import { median, type PageGlyph, type PageText, type TextLine } from '../page-text.ts';

/** A printed label on its line. */
export interface Label {
  line: TextLine;
  /** Index of the first glyph of the label, and of the first one after it. */
  start: number;
  end: number;
  left: number;
  right: number;
  y: number;
  height: number;
}

export function findLabels(lines: readonly TextLine[], pattern: RegExp): Label[] {
  const every = new RegExp(pattern.source, 'g');
  return lines.flatMap((line) =>
    [...line.text.matchAll(every)].flatMap((match) => labelAt(line, match.index, match.index + match[0].length) ?? []),
  );
}

function labelAt(line: TextLine, start: number, end: number): Label | undefined {
  const first = line.glyphs[start];
  const last = line.glyphs[end - 1];
  if (first === undefined || last === undefined) return undefined;
  const height = last.height;
  return { line, start, end, left: first.x - height / 2, right: last.x + height / 2, y: last.y, height };
}

/** Gaps in line heights, between the middles of neighbouring characters. */
const GAP_IN_VALUE = 2.3;
const GAP_BEFORE_VALUE = 14;

/** The glyphs right of a label, up to a wide gap, the limit, or the sign of another block. */
export function rightOf(label: Label, limit = Number.POSITIVE_INFINITY): PageGlyph[] {
  const before = label.line.glyphs[label.end - 1];
  return connected(label.line.glyphs.slice(label.end), before, limit);
}

/** The first value on a stretch of a line; signs that end a label are passed over. */
export function connected(
  glyphs: readonly PageGlyph[],
  start: PageGlyph | undefined,
  limit = Number.POSITIVE_INFINITY,
): PageGlyph[] {
  const value: PageGlyph[] = [];
  let before = start;
  for (const glyph of glyphs) {
    if (glyph.x > limit) break;
    const isLead = value.length === 0;
    if (isLead && /[:;.,'·]/.test(glyph.plain)) {
      before = glyph;
      continue;
    }
    const gap = before === undefined ? 0 : (glyph.x - before.x) / glyph.height;
    if (gap > (isLead ? GAP_BEFORE_VALUE : GAP_IN_VALUE)) break;
    if (!isLead && glyph.piece !== before?.piece && isForeign(glyph)) break;
    value.push(glyph);
    before = glyph;
  }
  return value;
}

/** The cipher area and the upright captions 密码区, 备注, 销售方 stand beside values and do not belong to them. */
function isForeign(glyph: PageGlyph): boolean {
  const text = glyph.piece.glyphs.map((g) => g.plain).join('');
  return /^[密码区备注购买销售方信息]{1,5}$/.test(text) || isCipher(text);
}

export function isCipher(text: string): boolean {
  const signs = text.match(/[<>*+/-]/g)?.length ?? 0;
  return text.length >= 10 && signs >= 3 && /^[\d<>*+/\-.,=]+$/.test(text) && /[<>*+]/.test(text);
}

export function textOf(glyphs: readonly PageGlyph[]): string {
  return glyphs.map((glyph) => glyph.plain).join('');
}

/** As printed, with the blank between Latin words that the spacing shows. */
export function printedText(glyphs: readonly PageGlyph[]): string {
  let text = '';
  let before: PageGlyph | undefined;
  for (const glyph of glyphs) {
    const isLatin = before !== undefined && /[A-Za-z0-9]/.test(before.plain) && /[A-Za-z0-9]/.test(glyph.plain);
    if (before !== undefined && isLatin && glyph.x - before.x > 0.95 * glyph.height) text += ' ';
    text += glyph.char;
    before = glyph;
  }
  return text;
}

/** The least sure character decides. */
export function confidenceOf(glyphs: readonly PageGlyph[]): number {
  return glyphs.reduce((least, glyph) => Math.min(least, glyph.confidence), 1);
}

/** A character that is not recognised leaves a hole of its own width. */
const GAP_OF_ONE_LOST = 1.6;

/** Whether a Chinese character seems to be missing between two others of one piece. */
export function hasGap(glyphs: readonly PageGlyph[]): boolean {
  const steps = glyphs.flatMap((glyph, i) => {
    const before = glyphs[i - 1];
    const isPair = before?.piece === glyph.piece && isHan(before) && isHan(glyph);
    return isPair && before !== undefined ? [glyph.x - before.x] : [];
  });
  const usual = median(steps);
  return steps.length >= 3 && steps.some((step) => step > GAP_OF_ONE_LOST * usual);
}

const isHan = (glyph: PageGlyph): boolean => /\p{Script=Han}/u.test(glyph.plain);

/** Levels and columns that part the form into its areas. */
export interface FormAreas {
  /** Middle of the line with the headings of the item table. */
  itemsY?: number;
  /** Middle of the line 价税合计. */
  totalY?: number;
  /** Upper edge of that line. */
  totalTop?: number;
  totalLine?: TextLine;
}

const ITEM_HEADINGS = ['规格型号', '单位', '数量', '单价', '金额', '税率', '税额', '项目名称', '服务名称'];

export function formAreas(page: PageText): FormAreas {
  let best: { line: TextLine; count: number } | undefined;
  for (const line of page.lines) {
    const count = ITEM_HEADINGS.filter((heading) => line.text.includes(heading)).length;
    if (count >= 2 && (best === undefined || count > best.count)) best = { line, count };
  }
  const totals = findLabels(page.lines, /价税合计|税合计|价.合计|大写|小写/).filter(
    (label) => best === undefined || label.y > best.line.y,
  );
  const total = totals.find((label) => label.line.text.includes('合计')) ?? totals[0];
  if (total === undefined) return { itemsY: best?.line.y };
  const top = Math.min(
    ...totals.filter((label) => Math.abs(label.y - total.y) < 2 * total.height).map((label) => label.y),
  );
  return { itemsY: best?.line.y, totalY: total.y, totalTop: top - 0.6 * total.height, totalLine: total.line };
}

/**
 * Places where a line carries the label with at most so many characters lost, added or misread; of overlapping
 * places the best one.
 */
export function findNearly(lines: readonly TextLine[], label: string, errorsMax: number): Label[] {
  return lines.flatMap((line) => {
    const match = nearestMatch(line.text, label);
    if (match === undefined || match.errors > errorsMax) return [];
    return labelAt(line, match.start, match.end) ?? [];
  });
}

/** Approximate search after Sellers: edit distance of the label to the best-matching stretch of the text. */
export function nearestMatch(text: string, label: string): { start: number; end: number; errors: number } | undefined {
  let row = Array.from({ length: text.length + 1 }, (_, j) => ({ errors: 0, start: j }));
  for (let i = 1; i <= label.length; i++) {
    const next = [{ errors: i, start: 0 }];
    for (let j = 1; j <= text.length; j++) {
      const diagonal = row[j - 1] ?? { errors: i, start: 0 };
      const above = row[j] ?? { errors: i, start: 0 };
      const left = next[j - 1] ?? { errors: i, start: 0 };
      const cost = diagonal.errors + (text[j - 1] === label[i - 1] ? 0 : 1);
      if (cost <= above.errors + 1 && cost <= left.errors + 1) next.push({ errors: cost, start: diagonal.start });
      else if (above.errors <= left.errors) next.push({ errors: above.errors + 1, start: above.start });
      else next.push({ errors: left.errors + 1, start: left.start });
    }
    row = next;
  }
  let best: { start: number; end: number; errors: number } | undefined;
  for (const [end, { start, errors }] of row.entries()) {
    if (end > start && (best === undefined || errors < best.errors)) best = { start, end, errors };
  }
  return best;
}

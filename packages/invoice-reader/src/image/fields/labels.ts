import type { PageGlyph, PageText, TextLine } from '../page-text.ts';

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
  const labels: Label[] = [];
  const every = new RegExp(pattern.source, 'g');
  for (const line of lines) {
    for (const match of line.text.matchAll(every)) {
      const end = match.index + match[0].length;
      const glyphs = line.glyphs.slice(match.index, end);
      const first = glyphs[0];
      const last = glyphs[glyphs.length - 1];
      if (first === undefined || last === undefined) continue;
      const height = last.height;
      labels.push({
        line,
        start: match.index,
        end,
        left: first.x - height / 2,
        right: last.x + height / 2,
        y: last.y,
        height,
      });
    }
  }
  return labels;
}

/** Gaps in line heights, between the middles of neighbouring characters. */
const GAP_IN_VALUE = 2.3;
const GAP_BEFORE_VALUE = 14;

/** The glyphs right of a label, up to a wide gap, the limit, or the sign of another block. */
export function rightOf(label: Label, limit = Number.POSITIVE_INFINITY): PageGlyph[] {
  const value: PageGlyph[] = [];
  let before: PageGlyph | undefined = label.line.glyphs[label.end - 1];
  for (const glyph of label.line.glyphs.slice(label.end)) {
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

/** Levels and columns that part the form into its areas. */
export interface FormAreas {
  /** Middle of the line with the headings of the item table. */
  itemsY?: number;
  /** Middle of the line 价税合计. */
  totalY?: number;
  totalLine?: TextLine;
}

const ITEM_HEADINGS = [/规格型号/, /单位/, /数量/, /单价/, /金额/, /税率|征收率/, /税额/, /项目名称|应税劳务/];

export function formAreas(page: PageText): FormAreas {
  let best: { line: TextLine; count: number } | undefined;
  for (const line of page.lines) {
    const count = ITEM_HEADINGS.filter((heading) => heading.test(line.text)).length;
    if (count >= 2 && (best === undefined || count > best.count)) best = { line, count };
  }
  const totals = findLabels(page.lines, /价税合计|税合计|\(?[大小]写\)?/).filter(
    (label) => best === undefined || label.y > best.line.y,
  );
  const total = totals.find((label) => /合计/.test(label.line.text)) ?? totals[0];
  return { itemsY: best?.line.y, totalY: total?.y, totalLine: total?.line };
}

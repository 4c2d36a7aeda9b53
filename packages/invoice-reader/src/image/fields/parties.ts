import type { PageGlyph, PageText, TextLine } from '../page-text.ts';
import {
  confidenceOf,
  connected,
  type FormAreas,
  findLabels,
  findNearly,
  hasGap,
  type Label,
  printedText,
  rightOf,
  textOf,
} from './labels.ts';
import { isCutOff } from './party-name.ts';
import type { FieldReading } from './sheet.ts';
import { repairTaxId } from './tax-id-repair.ts';

export interface PartyReadings {
  name?: FieldReading;
  taxId?: FieldReading;
}

/** How the form places the parties: one above the other (old forms) or side by side (数电). */
export type PartyLayout = 'stacked' | 'beside';

const TAX_ID_LABEL = '纳税人识别号';
const TAX_ID_LABEL_ERRORS_MAX = 3;
const NAME_LABEL = /(?<!项目)(?<!服务)名?称[:;]/;

/** A name whose least sure character is below this is shown to a person. */
const NAME_CONFIDENCE_MIN = 0.6;
const ID_CONFIDENCE_MIN = 0.8;

interface Region {
  lines: TextLine[];
  left: number;
  right: number;
}

export function readParties(
  page: PageText,
  areas: FormAreas,
  layout: PartyLayout,
): { buyer: PartyReadings; seller: PartyReadings } {
  const [buyer, seller] = layout === 'beside' ? sideBySide(page, areas) : stacked(page, areas);
  return { buyer: readParty(buyer), seller: confirmBySeal(readParty(seller), page, areas) };
}

function stacked(page: PageText, areas: FormAreas): [Region, Region] {
  const labels = taxIdLabels(page.lines);
  const first = labels[0]?.y ?? 0;
  const last = labels[labels.length - 1]?.y ?? 0;
  const upper = areas.itemsY ?? (first + last) / 2;
  const lower = areas.totalY ?? (first + last) / 2;
  const whole = { left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY };
  return [
    { ...whole, lines: page.lines.filter((line) => line.y < upper) },
    { ...whole, lines: page.lines.filter((line) => line.y > lower) },
  ];
}

function sideBySide(page: PageText, areas: FormAreas): [Region, Region] {
  const lines = page.lines.filter((line) => areas.itemsY === undefined || line.y < areas.itemsY);
  const ids = findLabels(lines, /统一社会|社会信用|信用代码/).filter(
    (label, i, all) =>
      all.findIndex((l) => Math.abs(l.left - label.left) < 4 * label.height && l.line === label.line) === i,
  );
  const names = findLabels(lines, NAME_LABEL);
  const starts = [leftmostOfRight(ids), leftmostOfRight(names)].filter((x) => x !== undefined);
  const middle =
    page.pieces.reduce((sum, piece) => sum + (piece.left + piece.right) / 2, 0) / Math.max(1, page.pieces.length);
  const split = starts.length > 0 ? Math.min(...starts) : middle;
  return [
    { lines, left: Number.NEGATIVE_INFINITY, right: split },
    { lines, left: split, right: Number.POSITIVE_INFINITY },
  ];
}

/** Left edge of the right one of two labels, with room for the upright caption and the label's first letters. */
function leftmostOfRight(labels: readonly Label[]): number | undefined {
  if (labels.length < 2) return undefined;
  const lefts = labels.map((label) => label.left).sort((a, b) => a - b);
  const [first = 0] = lefts;
  const last = lefts[lefts.length - 1] ?? 0;
  const height = labels[0]?.height ?? 0;
  return last - first > 8 * height ? last - 1.6 * height : undefined;
}

/** A line can carry two of them, side by side. */
function taxIdLabels(lines: readonly TextLine[]): Label[] {
  return lines.flatMap((line) => {
    const exact = findLabels([line], /识别号/);
    return exact.length > 0 ? exact : findNearly([line], TAX_ID_LABEL, TAX_ID_LABEL_ERRORS_MAX);
  });
}

function readParty(region: Region): PartyReadings {
  const inside = (label: Label): boolean => label.right > region.left && label.left < region.right;
  const idLabel = taxIdLabels(region.lines).find(inside);
  const nameLabels = findLabels(region.lines, NAME_LABEL).filter(inside);
  const nameLabel = nameLabels.filter((label) => idLabel === undefined || label.y < idLabel.y).at(-1) ?? nameLabels[0];
  return {
    name: nameLabel !== undefined ? nameAt(nameLabel, region, idLabel) : nameAbove(idLabel, region),
    taxId: idLabel === undefined ? undefined : taxIdOf(rightOf(idLabel, region.right)),
  };
}

function nameAt(label: Label, region: Region, idLabel: Label | undefined): FieldReading | undefined {
  const first = rightOf(label, region.right);
  return nameReading([...first, ...wrapped(first, region, { below: label.y, above: idLabel?.y })]);
}

/** A long name goes on in a second line under its beginning, above the line of the tax id. */
function wrapped(first: readonly PageGlyph[], region: Region, range: { below: number; above?: number }): PageGlyph[] {
  const start = first[0];
  const end = first[first.length - 1];
  if (start === undefined || end === undefined || range.above === undefined || first.length < 12) return [];
  const more = region.lines.flatMap((line) => {
    const isBetween = line.y > range.below + 0.7 * start.height && line.y < (range.above ?? 0) - 0.7 * start.height;
    return isBetween
      ? line.glyphs.filter((glyph) => glyph.x > start.x - 0.6 * start.height && glyph.x < end.x + start.height)
      : [];
  });
  const head = more[0];
  return head !== undefined && Math.abs(head.x - start.x) < start.height ? more : [];
}

/** Without a readable label the name is the line above the tax id, from where values begin. */
function nameAbove(idLabel: Label | undefined, region: Region): FieldReading | undefined {
  if (idLabel === undefined) return undefined;
  const line = region.lines
    .filter((other) => other.y < idLabel.y - 0.5 * idLabel.height && other.y > idLabel.y - 3.4 * idLabel.height)
    .filter((other) => other.glyphs.some((glyph) => glyph.x > idLabel.left && glyph.x < region.right))
    .at(-1);
  if (line === undefined) return undefined;
  const glyphs = line.glyphs.filter((glyph) => glyph.x > idLabel.left && glyph.x < region.right);
  const label = /^.{0,3}称[:;]?|^.{0,5}[:;]/.exec(textOf(glyphs));
  const from = label === null ? 0 : label[0].length;
  const reading = nameReading(connected(glyphs.slice(from), glyphs[from - 1], region.right));
  return reading === undefined ? undefined : { ...reading, doubtful: true };
}

function nameReading(glyphs: readonly PageGlyph[]): FieldReading | undefined {
  const value = printedText(glyphs).trim();
  if (value === '' || /^[\d\s]*$/.test(value)) return undefined;
  const isUnsure =
    confidenceOf(glyphs) < NAME_CONFIDENCE_MIN ||
    hasGap(glyphs) ||
    isCutOff(value) ||
    !/[\p{Script=Han}A-Za-z]{2}/u.test(value);
  return { value: withPairedBrackets(value), source: 'ocr', glyphs, doubtful: isUnsure };
}

/** Recognition mixes half-width and full-width brackets; beside Chinese text the full-width ones are printed. */
function withPairedBrackets(name: string): string {
  return /\p{Script=Han}/u.test(name) ? name.replaceAll('(', '（').replaceAll(')', '）') : name;
}

function taxIdOf(glyphs: readonly PageGlyph[]): FieldReading | undefined {
  const kept = glyphs.filter((glyph) => /[0-9A-Za-z]/.test(glyph.plain));
  const raw = textOf(kept).toUpperCase();
  if (raw.length < 10) return undefined;
  const repair = repairTaxId(
    raw,
    kept.map((glyph) => glyph.runnerUp),
  );
  return {
    value: repair.value,
    source: 'ocr',
    glyphs: kept,
    doubtful: isDoubtful(repair.verdict, confidenceOf(kept)),
    alternatives: repair.value === raw || repair.verdict === 'valid' ? undefined : [{ source: 'ocr', value: raw }],
  };
}

function isDoubtful(verdict: ReturnType<typeof repairTaxId>['verdict'], confidence: number): boolean {
  if (verdict === 'valid') return false;
  return verdict === 'unchecked' ? confidence < ID_CONFIDENCE_MIN : true;
}

/** The seller's seal repeats the id; a valid id there that is nearly the doubtful one settles it. */
function confirmBySeal(seller: PartyReadings, page: PageText, areas: FormAreas): PartyReadings {
  const { taxId } = seller;
  if (taxId === undefined || !taxId.doubtful) return seller;
  for (const piece of page.pieces) {
    if (piece.glyphs === undefined || (areas.totalY !== undefined && piece.bottom < areas.totalY)) continue;
    const text = textOf(piece.glyphs).toUpperCase();
    if (piece.glyphs[0] === taxId.glyphs?.[0] || !/^[0-9A-Z]{18}$/.test(text)) continue;
    const repair = repairTaxId(text);
    if (repair.verdict !== 'valid' || differences(repair.value, taxId.value) > 2) continue;
    const raw = textOf(taxId.glyphs ?? []).toUpperCase();
    return {
      ...seller,
      taxId: {
        ...taxId,
        value: repair.value,
        doubtful: false,
        alternatives: raw === repair.value ? undefined : [{ source: 'ocr', value: raw }],
      },
    };
  }
  return seller;
}

function differences(a: string, b: string): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return [...a].filter((char, i) => char !== b.charAt(i)).length;
}

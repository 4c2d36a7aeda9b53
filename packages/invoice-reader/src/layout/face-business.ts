import type { Candidate } from '../document/candidate.ts';
import type { ItemRow } from './face-items.ts';
import { visualRows } from './face-items.ts';
import { type FacePage, firstLabel, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText } from './labels.ts';
import { type Box, boxAround, glyphsOf, isBlank, isOnLine } from './page-text.ts';

/** Tables between the sum and the total of a 数电票, by their headings. The first heading of each finds the table. */
const LOWER_TABLES: readonly (readonly (readonly [RegExp, string])[])[] = [
  [
    [/出行人/, 'passengerName'],
    [/有效身份证件号码?/, 'passengerIdMasked'],
    [/出行日期/, 'travelDate'],
    [/出发地/, 'departurePlace'],
    [/到达地/, 'arrivalPlace'],
    [/等级/, 'seatClass'],
    [/交通工具类型/, 'vehicleType'],
  ],
  [
    [/运输工具种类/, 'vehicleType'],
    [/运输工具牌号/, 'plateNumber'],
    [/起运地/, 'departurePlace'],
    [/到达地/, 'arrivalPlace'],
    [/运输货物名称/, 'cargo'],
  ],
];

interface Heading extends Box {
  field: string;
}

/** Fields of a lower table: one line of the value per row of the table, empty where the cell is empty. */
export function readLowerTable(face: FacePage, candidate: Candidate): void {
  for (const table of LOWER_TABLES) {
    const headings = headingsOf(face, table);
    if (headings.length < 3) continue;
    const rows = rowsBelow(face, headings);
    if (rows.length === 0) continue;
    for (const { field } of headings) {
      const cells = rows.map((row) => row.filter((cell) => cell.field === field));
      const texts = cells.flat();
      if (texts.length === 0) continue;
      const value = cells.map((row) => row.map((cell) => cell.text).join('')).join('\n');
      const at = { ...boxAround(texts), text: value, plain: value };
      putField(candidate, face, { name: field, value, at });
    }
    return;
  }
}

function headingsOf(face: FacePage, table: readonly (readonly [RegExp, string])[]): Heading[] {
  const anchor = table[0] && firstLabel(face, table[0][0]);
  if (!anchor) return [];
  return table.flatMap(([pattern, field]) => {
    const label = labelsOn(face, pattern).find((found) => isOnLine(found, anchor));
    return label ? [{ left: label.left, right: label.right, top: label.top, bottom: label.bottom, field }] : [];
  });
}

interface TableCell extends FoundText {
  field: string;
}

/** A line with few cells continues the nearest row: long places wrap. */
function rowsBelow(face: FacePage, headings: readonly Heading[]): TableCell[][] {
  const top = Math.max(...headings.map((heading) => heading.bottom));
  const ends = labelsOn(face, /\(大写\)|价税合计/)
    .map((label) => label.top)
    .filter((end) => end > top);
  const bottom = ends.length === 0 ? face.page.height : Math.min(...ends);
  const cells = face.page.runs.flatMap((run): TableCell[] => {
    const middle = (run.top + run.bottom) / 2;
    const found = middle > top && middle < bottom ? foundText(glyphsOf(run).filter((glyph) => !isBlank(glyph))) : null;
    return found ? [{ ...found, field: fieldOf(found, headings) }] : [];
  });
  const lines = visualRows(cells);
  const main = lines.filter((line) => line.length > headings.length / 2);
  if (main.length === 0) return [];
  const rows = main.map((line) => ({ line, cells: [...line] }));
  for (const line of lines.filter((other) => !main.includes(other))) nearestRow(rows, line)?.cells.push(...line);
  return rows.map((row) => row.cells.sort((a, b) => a.top - b.top));
}

function nearestRow<T extends { line: TableCell[] }>(rows: readonly T[], line: readonly TableCell[]): T | undefined {
  const top = line[0]?.top ?? 0;
  const distance = (row: T) => Math.abs((row.line[0]?.top ?? 0) - top);
  return [...rows].sort((a, b) => distance(a) - distance(b))[0];
}

function fieldOf(text: Box, headings: readonly Heading[]): string {
  const middle = (text.left + text.right) / 2;
  const distance = (heading: Heading) => Math.abs((heading.left + heading.right) / 2 - middle);
  return [...headings].sort((a, b) => distance(a) - distance(b))[0]?.field ?? '';
}

/** What the columns of a special business say: one line per item; only fields that some item fills. */
export function putExtras(face: FacePage, candidate: Candidate, rows: readonly ItemRow[]): void {
  const isContinued = (candidate.fields.items ?? []).length > 0;
  for (const field of new Set(rows.flatMap((row) => [...row.extras.keys()]))) {
    const own = rows.map((row) => row.extras.get(field) ?? '').join('\n');
    const before = candidate.fields[field];
    // The table goes on over several pages.
    const value = typeof before === 'string' && isContinued ? `${before}\n${own}` : own;
    if (own.trim() === '') continue;
    if (isContinued) candidate.fields[field] = value;
    else putField(candidate, face, { name: field, value, at: undefined });
  }
}

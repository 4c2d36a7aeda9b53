import { hasLegalForm, hasTradeWord, isContinuation, isOnlyLegalForm, withoutRegistration } from './company-name.ts';
import type { TextReading } from './reading-of-text.ts';
import { HEAD } from './receipt-items.ts';
import { meaningOf } from './row-meaning.ts';
import { type Row, type Sheet, surenessOf } from './sheet.ts';

/** The letterhead of a receipt is within its first rows. */
const HEAD_ROWS = 14;

/** Characters of a name that are less sure than this are looked at by a person. */
const SURENESS_MIN = 0.6;

/** Rows of nothing but uncertain characters are logos, stains and handwriting. */
const ROW_SURENESS_MIN = 0.72;

/** The seller of a receipt: the name in its letterhead, above address, telephone and registration. */
export function receiptSeller(sheet: Sheet): TextReading | undefined {
  const goods = sheet.rows.findIndex((row) => (row.squashed.match(HEAD)?.length ?? 0) > 1);
  const rows = sheet.rows.slice(0, goods < 0 ? HEAD_ROWS : Math.min(goods, HEAD_ROWS));
  const first = rows.findIndex((row, index) => (isName(row) || isLegalName(row)) && !isAnnotation(row, index, sheet));
  if (first < 0) return undefined;
  const names: { row: Row; index: number }[] = [];
  for (const [index, row] of rows.entries()) {
    if (index < first) continue;
    const meaning = meaningOf(row);
    if (isLegalName(row)) names.push({ row, index });
    else if (isName(row) || isOnlyLegalForm(row.text)) names.push({ row, index });
    else if (meaning !== 'title' && meaning !== 'greeting' && meaning !== 'noise') break;
    else if (names.length > 0 && meaning === 'title') break;
  }
  const chosen = names.find(({ row }) => hasLegalForm(row.text)) ?? names[0];
  if (chosen === undefined) return undefined;
  const parts = [chosen.row];
  for (let index = chosen.index - 1; isContinuation(parts[0]?.text ?? ''); index--) {
    const above = names.find((name) => name.index === index);
    if (above === undefined) break;
    parts.unshift(above.row);
  }
  const next = names.find(({ index }) => index === chosen.index + 1);
  if (!hasLegalForm(chosen.row.text) && next !== undefined && isContinued(chosen.row, next.row)) parts.push(next.row);
  return nameOf(parts, {
    isCertain: hasLegalForm(chosen.row.text) || names.length === 1 || hasTradeWord(chosen.row.text),
  });
}

function isLegalName(row: Row): boolean {
  return hasLegalForm(row.text) && meaningOf(row) !== 'contact' && meanSureness(row) >= ROW_SURENESS_MIN;
}

function isName(row: Row): boolean {
  return (
    meaningOf(row) === 'words' &&
    (row.squashed.match(/\p{L}/gu)?.length ?? 0) >= 3 &&
    meanSureness(row) >= ROW_SURENESS_MIN
  );
}

/** A name that somebody wrote or typed onto the sheet: small letters above a letterhead in capitals. */
function isAnnotation(row: Row, index: number, sheet: Sheet): boolean {
  if (index > 1 || /[A-Z]/.test(row.text)) return false;
  const head = sheet.rows
    .slice(index + 1, index + 5)
    .map((other) => other.text)
    .join('');
  const capitals = head.match(/[A-Z]/g)?.length ?? 0;
  const small = head.match(/[a-z]/g)?.length ?? 0;
  return capitals > 2 * small;
}

function isContinued(row: Row, next: Row): boolean {
  return isOnlyLegalForm(next.text) || /(?:&|\bAND|\bOF|\bDAN|-|,)\s*$/i.test(row.text);
}

function meanSureness(row: Row): number {
  const all = row.cells.flatMap((cell) => [...cell.sureness]);
  return all.length === 0 ? 1 : all.reduce((sum, one) => sum + one, 0) / all.length;
}

function nameOf(rows: readonly Row[], { isCertain }: { isCertain: boolean }): TextReading | undefined {
  // Recognition takes a full stop on the lower edge for an underscore, which no name has.
  const printed = rows
    .map((row) => row.text)
    .join(' ')
    .replace(/_/g, '.');
  const value = withoutRegistration(printed).replace(/^[*\-=.:~\s]+|[*\-=:~,\s]+$/g, '');
  const cells = rows.flatMap((row) => row.cells);
  const [cell] = cells;
  if (value.length < 2 || cell === undefined) return undefined;
  const sureness = Math.min(...cells.map((one) => surenessOf(one, 0, Math.min(one.text.length, value.length))));
  return { value, cell, doubtful: !isCertain || sureness < SURENESS_MIN };
}

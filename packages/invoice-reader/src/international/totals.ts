import type { AmountKind } from './label-words.ts';
import { type AmountLabel, labelKind } from './labels.ts';
import { type Money, moneyIn, type NumberStyle } from './money.ts';
import { type Cell, type Row, type Sheet, squash } from './sheet.ts';

/** An amount with the words that say what it is. */
export interface LabelledAmount {
  kind: AmountKind;
  rank: number;
  label: string;
  money: Money;
  /** Index of the row that holds the amount. */
  row: number;
}

/** What stands below the head of a tax summary repeats parts of the total by rate. */
const SUMMARY = /(?:GST|SST|TAX|VAT|MWST|TVA|BTW)(?:SUMMARY|ANALYSIS|BREAKDOWN|DETAIL|ANALYS)/;

/** Amounts of the whole document that have a known label. */
export function labelledAmounts(sheet: Sheet, style: NumberStyle): LabelledAmount[] {
  const isRecognised = sheet.source === 'ocr';
  const summary = sheet.rows.findIndex((row) => SUMMARY.test(row.squashed));
  return sheet.rows.flatMap((row, index) => {
    const own = ofRow(row, { index, style, isRecognised });
    const found = own.length > 0 || hasMoney(row, style) ? own : ofColumns(sheet, { index, style, isRecognised });
    const isInSummary = summary >= 0 && index > summary;
    return isInSummary ? found.filter((one) => !/^(?:total|cash|card|paid)$/.test(one.kind) || one.rank === 3) : found;
  });
}

interface RowOptions {
  index: number;
  style: NumberStyle;
  isRecognised: boolean;
}

function hasMoney(row: Row, style: NumberStyle): boolean {
  return row.cells.some((cell) => moneyIn(cell, style).some((money) => isAmountLike(money, style)));
}

/** A lone whole figure is a quantity rather than an amount, unless a currency stands beside it. */
export function isAmountLike(money: Money, style: NumberStyle): boolean {
  if (style === 'whole')
    return (
      money.minor >= 100n * 100n || money.minor <= -100n * 100n || money.symbol !== undefined || money.minor === 0n
    );
  return /[.]\d{2}$/.test(money.text) || money.symbol !== undefined;
}

/** Reads a row from left to right: words, then the amounts that they name. */
function ofRow(row: Row, { index, style, isRecognised }: RowOptions): LabelledAmount[] {
  const found: LabelledAmount[] = [];
  let words: string[] = [];
  // Tax codes and units after an amount are no part of its label.
  let named: string[] = [];
  let group: Money[] = [];
  const close = (): void => {
    const label = labelOf(named, isRecognised);
    // After words that only an amount can follow, a figure without decimals is one that lost its point.
    const amounts = group.filter(
      (money) => isAmountLike(money, style) || (isRecognised && label !== undefined && money.text.length >= 3),
    );
    const money = amounts.at(-1);
    if (label !== undefined && money !== undefined) found.push({ ...label, money, row: index });
    if (money !== undefined) words = [];
    group = [];
  };
  for (const cell of row.cells) {
    let passed = 0;
    for (const money of moneyIn(cell, style)) {
      const before = cell.text.slice(passed, money.from);
      if (/\p{L}{2}/u.test(withoutCurrency(before)) && group.length > 0) close();
      words.push(before);
      if (group.length === 0) named = [...words];
      group.push(money);
      passed = money.to;
    }
    const rest = cell.text.slice(passed);
    if (/\p{L}{2}/u.test(withoutCurrency(rest)) && group.some((money) => isAmountLike(money, style))) close();
    words.push(rest);
  }
  close();
  return found;
}

function withoutCurrency(text: string): string {
  return text.replace(/\b(?:RM|RH|Rp|EUR|USD|MYR|SGD|HKD|CHF|GBP|SR|ZR|IDR)\b/gi, '');
}

/** The cell nearest to the amount decides; what stands further left, only where the nearest says nothing. */
function labelOf(
  words: readonly string[],
  isRecognised: boolean,
): { kind: AmountKind; rank: number; label: string } | undefined {
  const parts = words.map(squash).filter((word) => /[\p{L}]/u.test(word.replace(/^(?:RM|RH|RP|EUR|USD|\$)$/, '')));
  for (const label of [parts.at(-1) ?? '', parts.join('')]) {
    const known = labelKind(label, isRecognised);
    if (known !== undefined) return { ...known, label };
  }
  return undefined;
}

/** How far below its label, in heights of the label, an amount may stand. */
const BELOW_MAX = 3.5;

/** Heads of columns, or a label whose amount slipped to the next row: the amount below, at the same place across. */
function ofColumns(sheet: Sheet, { index, style, isRecognised }: RowOptions): LabelledAmount[] {
  const row = sheet.rows[index];
  if (row === undefined) return [];
  const heads = row.cells.flatMap((cell) => {
    const label = cell.text.length > 45 ? undefined : labelKind(squash(cell.text), isRecognised);
    return label === undefined ? [] : [{ cell, label }];
  });
  // The head of a table of goods names tax and price too; only sums name a total beside them.
  const areSums =
    heads.some(({ label }) => isTotalHead(label)) &&
    (row.cells.length === 1 || new Set(heads.map(({ label }) => label.kind)).size > 1);
  const usable = areSums ? heads : heads.filter(({ label }) => isTotalHead(label) && label.rank === 3);
  return usable.flatMap(({ cell, label }) => {
    const below = amountBelow(sheet, { row, index, cell, style });
    if (below === undefined) return [];
    const rank = Math.max(0, label.rank - (row.cells.length > 1 ? 1 : 0));
    return [{ ...label, rank, label: squash(cell.text), ...below }];
  });
}

function isTotalHead({ kind, rank }: AmountLabel): boolean {
  return kind === 'total' && rank > 1;
}

interface BelowOptions {
  row: Row;
  index: number;
  cell: Cell;
  style: NumberStyle;
}

function amountBelow(
  sheet: Sheet,
  { row, index, cell, style }: BelowOptions,
): { money: Money; row: number } | undefined {
  const height = cell.bottom - cell.top;
  for (let i = index + 1; i < Math.min(sheet.rows.length, index + 4); i++) {
    const next = sheet.rows[i];
    if (next === undefined || next.page !== row.page || next.top - cell.bottom > BELOW_MAX * height) return undefined;
    const isAlone = row.cells.length === 1 && next.cells.every((other) => !/\p{L}{3}/u.test(other.text));
    for (const other of next.cells) {
      const money = moneyIn(other, style)
        .filter((one) => isAmountLike(one, style))
        .at(-1);
      if (money === undefined) continue;
      const shared = Math.min(cell.right, other.right) - Math.max(cell.left, other.left);
      if (shared > 0 || (isAlone && next.cells.length === 1)) return { money, row: i };
    }
    if (next.cells.some((other) => other.left < cell.right && other.right > cell.left && /\p{L}{3}/u.test(other.text)))
      return undefined;
  }
  return undefined;
}

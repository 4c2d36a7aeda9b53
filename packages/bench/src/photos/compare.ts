import type { InvoiceDocument } from '@countinghouse/invoice-reader';

export interface Tally {
  fields: number;
  right: number;
  /** Wrong, and neither in doubt nor named by a check. */
  silent: number;
  /** Right, but in doubt. */
  flagged: number;
  itemFields: number;
  itemRight: number;
  misses: string[];
}

const AMOUNTS = /amount|fare|surcharge|fund|taxes|price|quantity/i;

const plain = (text: string): string =>
  text.normalize('NFKC').replace(/\s/g, '').replaceAll('“', '"').replaceAll('”', '"').toUpperCase();

/** Amounts by value, everything else without blanks and width of characters. */
export function isSame(name: string, expected: string, got: string | undefined): boolean {
  if (got === undefined || got === '') return false;
  const [a, b] = [Number(expected), Number(got)];
  if (AMOUNTS.test(name) && Number.isFinite(a)) return Math.abs(a - b) < 0.0051;
  return plain(expected) === plain(got);
}

/** What one document says against what its page says. */
export function compare(
  expected: { fields: Record<string, string>; items: readonly object[] },
  document: InvoiceDocument | undefined,
): Tally {
  const tally: Tally = { fields: 0, right: 0, silent: 0, flagged: 0, itemFields: 0, itemRight: 0, misses: [] };
  const failing = (document?.checks ?? []).filter(({ status }) => status === 'fail' || status === 'warn');
  const doubts = new Set([...(document?.doubts ?? []), ...failing.flatMap(({ fields }) => fields)]);
  for (const [name, value] of Object.entries(expected.fields)) {
    const read = document?.fields[name];
    const got = typeof read === 'string' ? read : undefined;
    tally.fields++;
    if (isSame(name, value, got)) {
      tally.right++;
      if (doubts.has(name)) tally.flagged++;
      continue;
    }
    const isSilent = got !== undefined && got !== '' && !doubts.has(name);
    if (isSilent) tally.silent++;
    tally.misses.push(`${name}: expected ${value}, got ${got ?? '(nothing)'}${isSilent ? '  SILENT' : ''}`);
  }
  compareItems(expected.items, document, tally);
  return tally;
}

function compareItems(items: readonly object[], document: InvoiceDocument | undefined, tally: Tally): void {
  for (const [n, item] of items.entries()) {
    const read = new Map<string, unknown>(Object.entries(document?.fields.items?.[n] ?? {}));
    for (const [name, value] of Object.entries(item)) {
      if (typeof value !== 'string' || value === '***') continue;
      const got = read.get(name);
      tally.itemFields++;
      if (isSame(name, value, typeof got === 'string' ? got : undefined)) tally.itemRight++;
      else {
        const mark = document?.doubts.includes('items') === true ? '' : '  unflagged';
        tally.misses.push(`items[${n}].${name}: expected ${value}, got ${String(got ?? '(nothing)')}${mark}`);
      }
    }
  }
}

import { plainText } from '../layout/page-text.ts';
import type { InvoiceItem } from '../reading.ts';
import { parseMinor } from '../values/decimal.ts';

const AMOUNT = /amount|fare|surcharge|fund|taxes/i;

/** Equal as a person would say: amounts by value, text without blanks, width of characters and brackets ignored. */
export function isSameValue(
  name: string,
  a: string | InvoiceItem[] | undefined,
  b: string | InvoiceItem[] | undefined,
): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (AMOUNT.test(name)) {
    const [first, second] = [parseMinor(a), parseMinor(b)];
    if (first !== null && second !== null) return first === second;
  }
  return comparable(a) === comparable(b);
}

function comparable(text: string): string {
  return plainText(text)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[[【〔]/g, '(')
    .replace(/[\]】〕]/g, ')');
}

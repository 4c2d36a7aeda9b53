import type { Check, InvoiceFields } from '../reading.ts';
import { parseChineseAmount } from '../values/chinese-amount.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';

/** The amount in words is the total, exactly. */
export function checkWords(fields: InvoiceFields): Check {
  const words = typeof fields.totalAmountInWords === 'string' ? fields.totalAmountInWords : undefined;
  const total = parseMinor(fields.totalAmount);
  const spelled = words === undefined ? null : parseChineseAmount(words);
  const base = { id: 'words_consistent', fields: ['totalAmount'] };
  if (words === undefined || total === null) {
    return { ...base, status: 'unknown', message: 'The amount is not given both in words and in figures.' };
  }
  if (spelled === null) {
    return { ...base, status: 'unknown', message: 'The amount in words could not be understood.', params: { words } };
  }
  // Red-letter forms print the sign in figures, and in words only on some.
  const isSame = spelled === total || (total < 0n && spelled === -total);
  if (isSame) return { ...base, status: 'pass', message: 'The amount in words equals the total.' };
  return {
    ...base,
    status: 'fail',
    message: `The words say ${formatMinor(spelled)}, the figures ${formatMinor(total)}.`,
    params: { words, spelled: formatMinor(spelled), total: formatMinor(total) },
  };
}

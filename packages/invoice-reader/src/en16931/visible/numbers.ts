/** A number on a page. `minors` are all amounts in hundredths that it may stand for. */
export interface VisibleNumber {
  from: number;
  to: number;
  minors: readonly bigint[];
  /** Written with exactly two decimals, so there is one reading only. */
  isAmount: boolean;
}

// Thousands are set apart by points, commas, blanks (French) or apostrophes (Swiss).
const GROUPED = /\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,4})?(?![\d])/g;
const PLAIN = /\d+(?:[.,]\d+)?/g;

/** Numbers of a line in the formats of Europe and America; overlapping readings are all given, signs are left aside. */
export function visibleNumbers(text: string): VisibleNumber[] {
  if (!/\d/.test(text)) return [];
  return [...matches(text, GROUPED), ...matches(text, PLAIN)];
}

function matches(text: string, pattern: RegExp): VisibleNumber[] {
  return [...text.matchAll(pattern)].map((match) => {
    const minors = readings(match[0]);
    const isAmount = /[.,]\d{2}$/.test(match[0]);
    return { from: match.index, to: match.index + match[0].length, minors, isAmount };
  });
}

function readings(text: string): bigint[] {
  const mark = /[.,](\d+)$/.exec(text);
  const digits = text.replace(/\D/g, '');
  // Longer strings of digits are numbers of documents and accounts.
  if (digits.length > 15) return [];
  const whole = BigInt(digits) * 100n;
  const decimals = mark?.[1]?.length ?? 0;
  if (!mark) return [whole];
  const asDecimal = (BigInt(digits) * 100n) / 10n ** BigInt(decimals);
  return decimals === 3 ? [whole, asDecimal] : [asDecimal];
}

/** How many of the printed values occur in what a program gave, blanks and width of characters ignored. */
export function valuesFound(printed: readonly string[], given: string | readonly string[]): number {
  const haystack = typeof given === 'string' ? comparable(given) : given.map(comparable);
  return printed.filter((value) => {
    const needle = comparable(value);
    return typeof haystack === 'string' ? haystack.includes(needle) : haystack.includes(needle);
  }).length;
}

function comparable(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  // 475.20 and 475.2 are one amount.
  return /^-?\d+\.\d+$/.test(plain) ? plain.replace(/\.?0+$/, '') : plain;
}

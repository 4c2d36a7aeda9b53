/**
 * First letters of number plates by the region in the code of a receipt (GA 36: each city of a province has its letter,
 * the capital A). Only cities where taxis carry no other letter; elsewhere every letter is possible.
 */
const LETTERS: Readonly<Record<string, string>> = {
  '4403': 'B',
  '2102': 'B',
  '3302': 'B',
  '3702': 'B',
  '3502': 'D',
  '3202': 'B',
  '3205': 'E',
};

/** Provinces whose capital (region ending in 01) has the letter A alone. */
const CAPITAL_WITH_A = /^(?:13|14|15|21|22|23|32|33|34|35|36|37|42|43|44|45|46|52|53|62|63|64|65)01$/;

/** The letters that a plate may begin with, or undefined where the code says nothing about it. */
export function plateLetters(invoiceCode: string | undefined): string | undefined {
  if (invoiceCode === undefined) return undefined;
  // Codes of twelve digits are 1, then the region; of ten digits begin with it (通知 国税发〔2004〕44 号).
  const region = invoiceCode.length === 12 ? invoiceCode.slice(1, 5) : invoiceCode.slice(0, 4);
  return LETTERS[region] ?? (CAPITAL_WITH_A.test(region) ? 'A' : undefined);
}

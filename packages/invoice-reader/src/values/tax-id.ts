/** GB 32100-2015 leaves out I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const PERSONAL_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const PERSONAL_CHECKS = '10X98765432';

export type TaxIdVerdict = 'valid' | 'no_check_character' | 'wrong_check_character' | 'malformed';

/** Check character for the first 17 characters of a unified social credit code; null if one is not in the alphabet. */
export function taxIdCheckCharacter(body: string): string | null {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Old ids of 15 characters and those of 20 for the self-employed carry no check character and are accepted. */
export function judgeTaxId(taxId: string): TaxIdVerdict {
  if (/^[0-9A-Z]{15}$/.test(taxId) || /^[0-9A-Z]{20}$/.test(taxId) || /^\d{17}$/.test(taxId)) {
    return 'no_check_character';
  }
  if (!/^[0-9A-Z]{18}$/.test(taxId)) return 'malformed';
  if (taxIdCheckCharacter(taxId.slice(0, 17)) === taxId.charAt(17)) return 'valid';
  return isPersonalId(taxId) ? 'valid' : 'wrong_check_character';
}

function isPersonalId(id: string): boolean {
  if (!/^\d{17}[\dX]$/.test(id)) return false;
  const sum = PERSONAL_WEIGHTS.reduce((total, weight, index) => total + weight * Number(id.charAt(index)), 0);
  return PERSONAL_CHECKS.charAt(sum % 11) === id.charAt(17);
}

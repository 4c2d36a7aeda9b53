/** GB 32100-2015 leaves out I, O, S, V and Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export type TaxIdVerdict = 'good' | 'malformed' | 'doubtful';

/** As the server keeps it: half width, capitals, no spaces. */
export const cleanTaxId = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

/**
 * A unified social credit code has 18 characters, the last of which checks the others. Older ids have 15, those of the
 * self-employed 20, without a check character; the server takes what is not `malformed`.
 */
export function judgeTaxId(typed: string): TaxIdVerdict {
  const taxId = cleanTaxId(typed);
  if (!/^[0-9A-Z]{15,20}$/.test(taxId)) return 'malformed';
  if (taxId.length === 15 || taxId.length === 20) return 'good';
  return taxId.length === 18 && checkCharacter(taxId.slice(0, 17)) === taxId.charAt(17) ? 'good' : 'doubtful';
}

function checkCharacter(body: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

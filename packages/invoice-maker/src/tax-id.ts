/** Unified social credit codes: GB 32100-2015, with the organisation code of GB 11714-1997 inside. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character for the 17 before it. */
export function taxIdCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError(`"${character}" cannot stand in a unified social credit code`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function organisationCheckCharacter(first8: string): string {
  let sum = 0;
  for (const [index, weight] of ORGANISATION_WEIGHTS.entries()) {
    const character = first8.charAt(index);
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55;
    sum += value * weight;
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** `division` is the six-digit code of the district, `body` eight characters of the alphabet. */
export function makeTaxId({ division, body }: { division: string; body: string }): string {
  const first17 = `91${division}${body}${organisationCheckCharacter(body)}`;
  return first17 + taxIdCheckCharacter(first17);
}

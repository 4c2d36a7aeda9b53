/** Check digits of identifiers that the rules of XRechnung and Peppol look at. */

/** ISO 13616, check digits by ISO 7064 modulo 97. Spaces do not count. */
export function isIban(text: string): boolean {
  const plain = text.replace(/\s/g, '');
  if (!/^[A-Z]{2}\d{2}[A-Za-z0-9]{0,30}$/.test(plain)) return false;
  const moved = `${plain.slice(4)}${plain.slice(0, 4)}`.toUpperCase();
  const digits = [...moved].map((character) => Number.parseInt(character, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}

/** Global location number of GS1, any length. */
export function isGln(text: string): boolean {
  if (!/^\d{2,}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** Norwegian organisation number: weights 2 to 7 from the right, modulo 11. */
export function isNorwegianOrganisation(text: string): boolean {
  if (!/^\d{9}$/.test(text) || Number(text) === 0) return false;
  const digits = [...text].map(Number);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * ((index % 6) + 2), 0);
  return (11 - (sum % 11)) % 11 === check;
}

/** Danish CVR number with its country code. */
export function isDanishCvr(text: string): boolean {
  return /^DK\d{8}$/.test(text);
}

/** Belgian enterprise number: the last two digits are 97 minus the first eight modulo 97. */
export function isBelgianEnterprise(text: string): boolean {
  return /^\d{10}$/.test(text) && 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8));
}

/** Codice IPA of an Italian public office. */
export function isItalianOffice(text: string): boolean {
  return /^[A-Za-z0-9]{6}$/.test(text);
}

/** Italian fiscal code: of a person 16 characters, of a company 11 digits. */
export function isItalianFiscalCode(text: string): boolean {
  return /^(?:\d{11}|[A-Za-z]{6}\d{2}[A-Za-z]\d{2}.{3}\d[A-Za-z])$/.test(text);
}

/** Italian VAT number: eleven digits whose Luhn sum is a multiple of ten. Numbers of other countries pass. */
export function isItalianVat(text: string): boolean {
  if (!/^it/i.test(text)) return true;
  const digits = text.slice(2);
  return /^\d{11}$/.test(digits) && luhnSum(digits) % 10 === 0;
}

/** Swedish organisation number, with a Luhn check digit. */
export function isSwedishOrganisation(text: string): boolean {
  return /^\d{10}$/.test(text) && luhnSum(text) % 10 === 0;
}

/** Australian business number: weighted sum, first digit less one, modulo 89. */
export function isAustralianBusiness(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
  const sum = weights.reduce(
    (total, weight, index) => total + (Number(text[index]) - (index === 0 ? 1 : 0)) * weight,
    0,
  );
  return sum % 89 === 0;
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
}

import { judgeTaxId } from '../../values/tax-id.ts';

export interface TaxIdRepair {
  value: string;
  /**
   * `valid`: the check characters confirm it. `repaired`: exactly one likely misreading makes them right.
   * `unchecked`: a form without check character. `wrong`: neither.
   */
  verdict: 'valid' | 'repaired' | 'unchecked' | 'wrong';
}

/** The alphabet of GB 32100 leaves these letters out, so that each can only be the figure it looks like. */
const IMPOSSIBLE: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' };

/** Characters that printing and recognition confuse. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  '0': 'DQCU68',
  '1': '7L4T',
  '2': '7',
  '3': '8',
  '4': 'A1',
  '5': '63',
  '6': '580G',
  '7': '1T2',
  '8': 'B3690',
  '9': '8G',
  A: '4R',
  B: '8R3',
  C: 'G0',
  D: '0Q',
  E: 'FB',
  F: 'EP',
  G: 'C6',
  H: 'NMW',
  J: '1U',
  K: 'XR',
  L: '1',
  M: 'NHW',
  N: 'MHW',
  P: 'FR',
  Q: '0DG',
  R: 'PAK',
  T: '71',
  U: 'J0',
  W: 'MN',
  X: 'KY',
  Y: 'X7',
};

/** Weights of the organisation code in places 9 to 17 (GB 11714), whose own check character is place 17. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function repairTaxId(read: string, runnersUp: readonly (string | undefined)[] = []): TaxIdRepair {
  const raw = read.toUpperCase();
  if (/^(\d{15}|\d{17}|[0-9A-Z]{20})$/.test(raw)) return { value: raw, verdict: 'unchecked' };
  if (/^(\d)\1\d{14}$/.test(raw)) return { value: raw.slice(1), verdict: 'wrong' };
  if (isValid(raw)) return { value: raw, verdict: 'valid' };
  const legal = [...raw].map((char) => IMPOSSIBLE[char] ?? char).join('');
  if (isValid(legal)) return { value: legal, verdict: 'valid' };
  const candidates = legal.length === 19 ? withoutRepeated(legal) : withOneChanged(legal, runnersUp);
  const passing = new Set(candidates.filter((candidate) => isValid(candidate) && hasOrganisationCheck(candidate)));
  const [only] = passing;
  if (passing.size === 1 && only !== undefined) return { value: only, verdict: 'repaired' };
  return { value: raw, verdict: 'wrong' };
}

function isValid(id: string): boolean {
  return id.length === 18 && /^[0-9A-Y]{2}\d{6}/.test(id) && judgeTaxId(id) === 'valid';
}

/** A second, independent check: without it one wrong candidate in 31 would pass. */
export function hasOrganisationCheck(id: string): boolean {
  const code = id.slice(8, 17);
  let sum = 0;
  for (const [i, weight] of ORGANISATION_WEIGHTS.entries()) sum += weight * ALPHANUMERIC.indexOf(code.charAt(i));
  const rest = (11 - (sum % 11)) % 11;
  return code.charAt(8) === (rest === 10 ? 'X' : String(rest));
}

function withOneChanged(id: string, runnersUp: readonly (string | undefined)[]): string[] {
  return [...id].flatMap((char, i) => {
    const runnerUp = runnersUp[i]?.toUpperCase() ?? '';
    const others = new Set(`${LOOK_ALIKE[char] ?? ''}${/^[0-9A-Z]$/.test(runnerUp) ? runnerUp : ''}`);
    return [...others].map((other) => id.slice(0, i) + other + id.slice(i + 1));
  });
}

/** Drops one of two equal neighbours: recognition sometimes sees a character twice. */
function withoutRepeated(id: string): string[] {
  return [...id].flatMap((char, i) => (char === id.charAt(i + 1) ? [id.slice(0, i) + id.slice(i + 1)] : []));
}

/** JSON with object keys sorted at every level and no spaces: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  const plain = hasToJson(value) ? value.toJSON() : value;
  if (Array.isArray(plain)) return `[${plain.map((item) => (isLeftOut(item) ? 'null' : canonicalJson(item))).join()}]`;
  if (typeof plain !== 'object' || plain === null) return JSON.stringify(plain);
  // `Object.entries` of an object gives `any`, which is what a value of unknown JSON is.
  const entries: [string, unknown][] = Object.entries(plain);
  return `{${entries
    .filter(([, inner]) => !isLeftOut(inner))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`)
    .join()}}`;
}

/** What JSON has no form for: left out of objects, null in arrays. */
const isLeftOut = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol';

const hasToJson = (value: unknown): value is { toJSON(): unknown } =>
  typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';

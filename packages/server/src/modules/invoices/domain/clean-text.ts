const lengthMax = 2_000;

/**
 * Text of a file, made fit to be kept: PostgreSQL takes no zero characters and no halves of surrogate pairs in JSON, and
 * a field of a genuine invoice is short.
 */
export const cleanText = (text: string): string => clip(text, lengthMax).toWellFormed().replaceAll('\u0000', '');

/** Cuts between characters, never inside one. */
export function clip(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const head = text.slice(0, lengthMax - 1);
  const isCutInside = /[\uD800-\uDBFF]$/.test(head);
  return `${isCutInside ? head.slice(0, -1) : head}…`;
}

/** The same for every string inside a plain value. */
export function cleanDeep<Value>(value: Value): Value {
  return clean(value) as Value; // Only strings are changed, each to a string.
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanText(name), clean(inner)]));
}

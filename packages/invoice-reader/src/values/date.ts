const WRITTEN = /(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/;

/** A calendar date as `YYYY-MM-DD`, or undefined when the text holds no real date. */
export function toDate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const match = WRITTEN.exec(plain) ?? COMPACT.exec(plain);
  if (!match) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
}

const LOCALES = ['de', 'en-GB', 'en-US', 'fr', 'it', 'es', 'nl', 'pl', 'pt', 'cs', 'sv', 'da', 'fi'] as const;

let formatters: Intl.DateTimeFormat[] | undefined;

/** Made when first needed, since making them takes longer than reading a small XML. */
function dateFormatters(): Intl.DateTimeFormat[] {
  formatters ??= LOCALES.flatMap((locale) =>
    (['long', 'short'] as const).map(
      (month) => new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' }),
    ),
  );
  return formatters;
}

/** How a date `YYYY-MM-DD` may stand on a page; the most usual forms first. */
export function writtenDates(date: string): string[] {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return [];
  const [, year = '', month = '', day = ''] = match;
  const [m, d, y] = [String(Number(month)), String(Number(day)), year.slice(2)];
  const numeric = ['.', '/', '-'].flatMap((mark) => [
    [day, month, year].join(mark),
    [d, m, year].join(mark),
    [year, month, day].join(mark),
    [month, day, year].join(mark),
    [m, d, year].join(mark),
    [day, month, y].join(mark),
  ]);
  const at = new Date(`${date}T00:00:00Z`);
  return [...new Set([...numeric, ...dateFormatters().map((formatter) => formatter.format(at))])];
}

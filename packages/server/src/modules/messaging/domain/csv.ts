const byteOrderMark = '\uFEFF';

/** Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it text. */
const beginsFormula = /^[\s]*[=+\-@\t\r\n]/;

function cell(text: string): string {
  const safe = beginsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 with a byte order mark, without which spreadsheets misread Chinese. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

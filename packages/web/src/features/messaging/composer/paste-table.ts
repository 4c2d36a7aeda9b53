import { messageTextLengthMax } from '@countinghouse/protocol';

/** What the clipboard holds, as far as a table may be in it. */
export interface Pasted {
  text: string;
  html: string;
}

/** As many cells as somebody reads in a message; more of them are better sent as a file. */
const cellsMax = 2_000;

/** The rows of a spreadsheet; a cell with line breaks stands in quotes, in which a quote is doubled. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;
  const source = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  while (cell.lastIndex <= source.length) {
    // It always matches: what is no whole cell in quotes is a plain one, such as the sign of inches.
    const found = cell.exec(source);
    rows.at(-1)?.push(found?.[1]?.replaceAll('""', '"') ?? found?.[2] ?? '');
    if (found?.[3] === '\n') rows.push([]);
    else if (!found?.[3]) break;
  }
  return rows;
}

/** Signs that would be markup in a message, and line breaks, for which a cell has no place. */
const escaped = (cell: string): string =>
  cell
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\|*`~[\]]/g, String.raw`\$&`);

const number = /^[(¥$€£+\-−]*\s*\d[\d,.\s]*%?\)?$/;

/**
 * The Markdown of a table that was copied from a spreadsheet or a page; null where it is no table: text with a tab
 * somewhere, one row, or rows of different lengths.
 */
export function tableFrom({ text, html }: Pasted): string | null {
  if (!text.includes('\t') || text.length > messageTextLengthMax) return null;
  const rows = cellsOf(text);
  const [head = []] = rows;
  const isEven = rows.length > 1 && head.length > 1 && rows.every((row) => row.length === head.length);
  if (!isEven || rows.length * head.length > cellsMax) return null;
  // Code that is set in by tabs is none; a spreadsheet says that it is one.
  if (!/<table[\s>]/i.test(html) && rows.some((row) => row[0] === '')) return null;
  const body = rows.slice(1);
  const aligns = head.map((_, place) => {
    const filled = body.map((row) => (row[place] ?? '').trim()).filter((cell) => cell !== '');
    return filled.length > 0 && filled.every((cell) => number.test(cell)) ? '--:' : '---';
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head.map(escaped)), line(aligns), ...body.map((row) => line(row.map(escaped)))].join('\n');
}

/** Office programs put a picture of what was copied beside it; then the words are wanted. */
export const isPictureOfWords = ({ text, html }: Pasted): boolean => text.trim() !== '' && html !== '';

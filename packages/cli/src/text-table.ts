/** Columns that a Chinese character takes on a terminal. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\p{Script=Han}\u3000-\u303F\uFF01-\uFF60]/u.test(char) ? 2 : 1), 0);

/** Rows under a head, columns aligned, without trailing spaces. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(withoutControls));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map((line) => line.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Names come from people; what would move the cursor of a terminal is shown as a space. */
const withoutControls = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');

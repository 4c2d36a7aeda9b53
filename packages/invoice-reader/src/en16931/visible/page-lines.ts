import { boxAround, type PageText, placeOf, type Run } from '../../layout/page-text.ts';
import type { Place } from '../../reading.ts';
import { type VisibleNumber, visibleNumbers } from './numbers.ts';

/** One line of a page in Latin script. `starts[i]` is where run `i` begins in `text`. */
export interface PageLine {
  page: PageText;
  runs: readonly Run[];
  starts: readonly number[];
  text: string;
  /** `text` without blanks, in capitals. */
  squeezed: string;
  numbers: readonly VisibleNumber[];
}

const middle = (run: Run) => (run.top + run.bottom) / 2;
const heightOf = (run: Run) => run.bottom - run.top;

/** Lines from top to bottom. Runs that stand apart are joined by a blank, ones that touch by nothing. */
export function pageLines(pages: readonly PageText[]): PageLine[] {
  return pages.flatMap((page) => rowsOf(page).map((runs) => lineOf(page, runs)));
}

function rowsOf(page: PageText): Run[][] {
  const rows: Run[][] = [];
  for (const run of [...page.runs].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const isSame = last && Math.abs(middle(run) - middle(last)) <= 0.4 * Math.min(heightOf(run), heightOf(last));
    if (row && isSame) row.push(run);
    else rows.push([run]);
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left));
}

function lineOf(page: PageText, runs: readonly Run[]): PageLine {
  const starts: number[] = [];
  let text = '';
  let right = Number.NaN;
  for (const run of runs) {
    if (run.left - right > 0.12 * heightOf(run)) text += ' ';
    starts.push(text.length);
    text += run.text;
    right = run.right;
  }
  return { page, runs, starts, text, squeezed: squeeze(text), numbers: visibleNumbers(text) };
}

/** The place of `text[from … to)` of a line; within a run every character counts as equally wide. */
export function placeOnLine({ page, runs, starts }: PageLine, from: number, to: number): Place {
  const boxes = runs.flatMap((run, index) => {
    const start = starts[index] ?? 0;
    const first = Math.max(from, start) - start;
    const last = Math.min(to - start, run.text.length);
    if (last <= first) return [];
    const width = (run.right - run.left) / Math.max(1, run.text.length);
    return [{ left: run.left + first * width, right: run.left + last * width, top: run.top, bottom: run.bottom }];
  });
  return placeOf(page, boxAround(boxes.length > 0 ? boxes : runs));
}

/** Where a line holds a text, blanks and case left aside; null where it does not. */
export function findText(line: PageLine, wanted: string): { from: number; to: number } | null {
  const index = line.squeezed.indexOf(wanted);
  if (index < 0) return null;
  let passed = 0;
  let from = -1;
  for (const [at, character] of Array.from(line.text).entries()) {
    if (squeeze(character) === '') continue;
    if (passed === index) from = at;
    passed += squeeze(character).length;
    if (passed >= index + wanted.length) return from < 0 ? null : { from, to: at + 1 };
  }
  return null;
}

export function squeeze(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}

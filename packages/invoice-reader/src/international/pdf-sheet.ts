import { glyphsOf, type PageText, placeOf, type Run, withoutRadicals } from '../layout/page-text.ts';
import { type Cell, type Row, rowsOf, type Sheet } from './sheet.ts';

/** In heights of the text: a gap above the first is a blank, above the second the next cell. */
const BLANK_GAP = 0.12;
const CELL_GAP = 0.75;

/** The head of an invoice is on its first pages, its sum on the last; what lies between are lines. */
const FIRST_PAGES = 8;
const LAST_PAGES = 4;

/** A dense page has some 800 runs, a long sentence some 200 characters; more is no invoice and only costs time. */
const RUNS_MAX = 2_000;
const CELL_LENGTH_MAX = 400;

/** The text of a PDF. */
export function sheetOfPdf(all: readonly PageText[]): Sheet {
  const pages = all.filter((_, index) => index < FIRST_PAGES || index >= all.length - LAST_PAGES);
  const rows: Row[] = pages.flatMap((page) => rowsOf(cellsOf(page), page.page));
  return { rows, source: 'text', sizes: all.map(({ width, height }) => ({ width, height })) };
}

/** Joins runs of one level that stand close together; producers cut text anywhere, even inside of words. */
function cellsOf(page: PageText): Cell[] {
  const open: Run[][] = [];
  const runs = page.runs
    .slice(0, RUNS_MAX)
    .flatMap(cutAtBlanks)
    .sort((a, b) => a.left - b.left);
  for (const run of runs) {
    const near = open.find((cell) => {
      const last = cell.at(-1);
      return last !== undefined && isNext(last, run);
    });
    if (near === undefined) open.push([run]);
    else near.push(run);
  }
  return open.map((cell) => joined(cell, page));
}

/** Producers of fixed-width text write whole lines as one run, its columns apart by several blanks. */
function cutAtBlanks(long: Run): Run[] {
  const run = long.text.length > CELL_LENGTH_MAX ? { ...long, text: long.text.slice(0, CELL_LENGTH_MAX) } : long;
  if (!/\S\s{3,}\S/.test(run.text)) return [run];
  const glyphs = glyphsOf(run);
  const pieces: Run[] = [];
  for (const match of withoutRadicals(run.text).matchAll(/\S+(?:\s{1,2}\S+)*/g)) {
    const from = [...withoutRadicals(run.text).slice(0, match.index)].length;
    const own = glyphs.slice(from, from + [...match[0]].length);
    const [first, last] = [own[0], own.at(-1)];
    if (first && last) pieces.push({ ...run, text: match[0], left: first.left, right: last.right });
  }
  return pieces;
}

function isNext(last: Run, run: Run): boolean {
  const height = Math.min(last.bottom - last.top, run.bottom - run.top);
  const level = Math.abs((last.top + last.bottom) / 2 - (run.top + run.bottom) / 2);
  const gap = run.left - last.right;
  return level < 0.35 * height && gap < CELL_GAP * height && gap > -0.5 * height;
}

function joined(runs: readonly Run[], page: PageText): Cell {
  let text = '';
  let previous: Run | undefined;
  for (const run of runs) {
    const gap = previous === undefined ? 0 : run.left - previous.right;
    if (previous !== undefined && gap > BLANK_GAP * (run.bottom - run.top)) text += ' ';
    text += withoutRadicals(run.text);
    previous = run;
  }
  const tidy = text.slice(0, CELL_LENGTH_MAX).replace(/\s+/g, ' ').trim();
  const box = {
    left: Math.min(...runs.map((run) => run.left)),
    right: Math.max(...runs.map((run) => run.right)),
    top: Math.min(...runs.map((run) => run.top)),
    bottom: Math.max(...runs.map((run) => run.bottom)),
  };
  return { text: tidy, sureness: [], ...box, place: placeOf(page, box) };
}

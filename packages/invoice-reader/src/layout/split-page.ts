import { type Box, glyphsOf, lineOf, type PageText } from './page-text.ts';

/** Titles of invoices, large enough to be told from a mention. */
const TITLE =
  /电子发票\([^()]{2,20}\)|增值税(?:电子)?(?:普通|专用)发票|车辆通行费通用\(电子\)发票|票据\(电子\)$|销售统一发票$/;
/** Two faces of A5 share an A4 page; nearer titles are one face that names itself twice. */
const DISTANCE_MIN = 0.2;

/**
 * Two or more invoices printed below each other on one page, each as a strip with coordinates of its own. A page with
 * one invoice comes back as it is.
 */
export function splitPage(page: PageText): PageText[] {
  const titles = titlesOf(page);
  if (titles.length < 2) return [page];
  const cuts = titles.slice(1).map((title) => gapAbove(page, title));
  const edges = [0, ...cuts, page.height];
  const strips = edges.slice(0, -1).map((top, index) => stripOf(page, top, edges[index + 1] ?? page.height));
  return strips.every(hasNumber) ? strips : [page];
}

function titlesOf(page: PageText): Box[] {
  const found = page.runs.filter((run) => TITLE.test(lineOf(glyphsOf(run)).text)).sort((a, b) => a.top - b.top);
  const heights = found.map((run) => run.bottom - run.top);
  const tallest = Math.max(0, ...heights);
  const titles: Box[] = [];
  for (const run of found) {
    const previous = titles.at(-1);
    const isFar = !previous || run.top - previous.top > DISTANCE_MIN * page.height;
    if (isFar && run.bottom - run.top > 0.8 * tallest) titles.push(run);
  }
  return titles;
}

/** The middle of the widest empty band in the tenth of the page above a title. */
function gapAbove(page: PageText, title: Box): number {
  const from = title.top - 0.1 * page.height;
  const edges = page.runs.filter((run) => run.bottom > from && run.top < title.bottom).sort((a, b) => a.top - b.top);
  let best = { size: 0, middle: title.top };
  let bottom = from;
  for (const run of edges) {
    const size = run.top - bottom;
    if (size > best.size) best = { size, middle: (run.top + bottom) / 2 };
    bottom = Math.max(bottom, run.bottom);
  }
  return best.middle;
}

function stripOf(page: PageText, top: number, bottom: number): PageText {
  const runs = page.runs
    .filter((run) => (run.top + run.bottom) / 2 >= top && (run.top + run.bottom) / 2 < bottom)
    .map((run) => ({ ...run, top: run.top - top, bottom: run.bottom - top }));
  return { ...page, height: bottom - top, runs, strip: { top, pageHeight: page.height } };
}

function hasNumber(strip: PageText): boolean {
  return /号码|\d{20}/.test(strip.runs.map((run) => run.text).join(''));
}

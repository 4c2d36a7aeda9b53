import type { Place } from '../reading.ts';

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A piece of upright text in page units; all pages of the reader use the page's own width and height as units. */
export interface Run extends Box {
  text: string;
}

/** How far text runs clockwise from upright on the page itself: 90 is from top to bottom. */
export type Turn = 90 | 180 | 270;

export interface PageText {
  page: number;
  width: number;
  height: number;
  runs: Run[];
  /** Set on a strip of a page that holds several invoices: where it begins, and how high the whole page is. */
  strip?: { top: number; pageHeight: number };
  /** Set when the page lies on its side or head: runs, width and height are those of the page turned upright. */
  turn?: Turn;
}

/** One character with its place; `plain` is the form that labels are matched against. */
export interface Glyph extends Box {
  plain: string;
  original: string;
}

export interface Line {
  glyphs: Glyph[];
  /** Plain characters without blanks; `glyphs[i]` belongs to `text[i]`. */
  text: string;
}

const RADICALS = /[\u2e80-\u2fdf]/;
const BLANK = /^[\s\u3000\u200b]$/;

/** PDF producers map some Han characters to their look-alike radicals; readers and searches expect the character. */
export function withoutRadicals(text: string): string {
  return [...text].map((character) => (RADICALS.test(character) ? character.normalize('NFKC') : character)).join('');
}

function plainCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0xffe5) return '¥';
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  return character;
}

export function plainText(text: string): string {
  return [...withoutRadicals(text)].map(plainCharacter).join('').replace(/\s/g, '');
}

/** Signs that Chinese fonts give the width of a Han character: ×, °, dashes, Greek, Cyrillic, Ⅵ, ℃, ①, arrows. */
const WIDE_SIGNS = /[·×÷°±\u0391-\u0451\u2014-\u2026\u2100-\u27bf]/;

export function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x2e80 || WIDE_SIGNS.test(character);
}

export function glyphsOf(run: Run): Glyph[] {
  const characters = [...withoutRadicals(run.text)];
  const weights = characters.map((character) => (isWide(character) ? 2 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const glyphs: Glyph[] = [];
  let passed = 0;
  for (const [index, original] of characters.entries()) {
    const left = run.left + ((run.right - run.left) * passed) / total;
    passed += weights[index] ?? 1;
    const right = run.left + ((run.right - run.left) * passed) / total;
    glyphs.push({ left, right, top: run.top, bottom: run.bottom, original, plain: plainCharacter(original) });
  }
  return glyphs;
}

export function isBlank(glyph: Glyph): boolean {
  return BLANK.test(glyph.original);
}

const middle = (box: Box) => (box.top + box.bottom) / 2;
const heightOf = (box: Box) => box.bottom - box.top;

/** Runs of different size share a line when their middles are closer than about half a line of the smaller. */
export function isOnLine(a: Box, b: Box): boolean {
  return Math.abs(middle(a) - middle(b)) <= 0.55 * Math.min(heightOf(a), heightOf(b));
}

/** Everything on the page that stands on the line of `box`, from left to right. */
export function lineThrough(page: PageText, box: Box): Line {
  const runs = page.runs.filter((run) => isOnLine(run, box)).sort((a, b) => a.left - b.left);
  return lineOf(runs.flatMap(glyphsOf).sort((a, b) => a.left - b.left));
}

export function lineOf(glyphs: Glyph[]): Line {
  const visible = glyphs.filter((glyph) => !isBlank(glyph));
  return { glyphs: visible, text: visible.map((glyph) => glyph.plain).join('') };
}

/** Text of glyphs of one line as a person reads it: blanks only between Latin words. */
export function readableText(glyphs: readonly Glyph[]): string {
  let text = '';
  let previous: Glyph | undefined;
  for (const glyph of glyphs) {
    const gap = previous ? glyph.left - previous.right : 0;
    const isLatinGap = previous && /[A-Za-z0-9.,&)]/.test(previous.plain) && /[A-Za-z0-9&(]/.test(glyph.plain);
    if (isLatinGap && gap > 0.2 * heightOf(glyph)) text += ' ';
    text += glyph.original;
    previous = glyph;
  }
  return text.trim();
}

export function boxAround(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function placeOf(page: PageText, box: Box): Place {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const { top, pageHeight } = page.strip ?? { top: 0, pageHeight: page.height };
  const x = clamp(box.left / page.width);
  const y = clamp((top + box.top) / pageHeight);
  const width = clamp(box.right / page.width) - x;
  const height = clamp((top + box.bottom) / pageHeight) - y;
  switch (page.turn) {
    case undefined:
      return { page: page.page, x, y, width, height };
    case 90:
      return { page: page.page, x: 1 - y - height, y: x, width: height, height: width };
    case 180:
      return { page: page.page, x: 1 - x - width, y: 1 - y - height, width, height };
    case 270:
      return { page: page.page, x: y, y: 1 - x - width, width: height, height: width };
  }
}

/**
 * Some producers write every character by itself. Neighbouring lone characters become one run again; a lone digit
 * beside a longer run stays alone, because it is the quantity beside the unit price.
 */
export function joinCharacters(runs: readonly Run[]): Run[] {
  const isLone = (run: Run) => [...run.text.trim()].length === 1;
  const lone = runs.filter(isLone).sort((a, b) => a.bottom - b.bottom || a.left - b.left);
  const joined: Run[] = [];
  for (const run of lone) {
    const previous = joined.at(-1);
    const gap = previous ? run.left - previous.right : 0;
    const isNext =
      previous && Math.abs(previous.bottom - run.bottom) < 0.1 * heightOf(run) && Math.abs(gap) < 0.3 * heightOf(run);
    if (previous && isNext) {
      previous.text += run.text.trim();
      previous.right = run.right;
      previous.top = Math.min(previous.top, run.top);
    } else {
      joined.push({ ...run });
    }
  }
  return [...runs.filter((run) => !isLone(run)), ...joined];
}

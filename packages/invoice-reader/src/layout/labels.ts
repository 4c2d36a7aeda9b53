import {
  type Box,
  boxAround,
  type Glyph,
  isOnLine,
  type Line,
  lineThrough,
  type PageText,
  readableText,
} from './page-text.ts';

export interface Label extends Box {
  line: Line;
  /** Index in the line of the first character after the label. */
  end: number;
}

export interface FoundText extends Box {
  /** As printed. */
  text: string;
  /** Plain characters without blanks, for matching. */
  plain: string;
}

/** Lines of a page, each once, from top to bottom. */
export function linesOf(page: PageText): Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  for (const run of [...page.runs].sort((a, b) => a.top - b.top)) {
    const line = lineThrough(page, run);
    const first = line.glyphs[0];
    if (!first) continue;
    const key = `${line.text}@${Math.round(first.top)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    lines.push(line);
  }
  return lines;
}

/** Occurrences of a label; its characters may be spread over several runs ("名", "称："). */
export function findLabels(page: PageText, lines: readonly Line[], pattern: RegExp): Label[] {
  const labels: Label[] = [];
  const flags = pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`;
  for (const line of lines) {
    for (const match of line.text.matchAll(new RegExp(pattern.source, flags))) {
      const glyphs = line.glyphs.slice(match.index, match.index + match[0].length);
      const last = glyphs.at(-1);
      if (last === undefined) continue;
      const box = boxAround(glyphs);
      if (labels.some((other) => isSamePlace(other, box))) continue;
      // The line through the label itself: the one it was found on may be that of a slightly higher neighbour.
      const own = lineThrough(page, box);
      const end = own.glyphs.findIndex((glyph) => glyph.left === last.left && glyph.plain === last.plain) + 1;
      labels.push({ ...box, line: own, end });
    }
  }
  return labels;
}

function isSamePlace(a: Box, b: Box): boolean {
  return isOnLine(a, b) && Math.abs(a.left - b.left) < 0.5 * (a.bottom - a.top);
}

export function foundText(glyphs: readonly Glyph[]): FoundText | null {
  if (glyphs.length === 0) return null;
  return {
    ...boxAround(glyphs),
    text: readableText(glyphs),
    plain: glyphs.map((glyph) => glyph.plain).join(''),
  };
}

/** What stands right of a label on its line, up to `right`. */
export function textRightOf(label: Label, right = Number.POSITIVE_INFINITY): FoundText | null {
  return foundText(label.line.glyphs.slice(label.end).filter((glyph) => glyph.left < right));
}

/** The part of a found text that matches; the place shrinks with it. */
export function matchRightOf(label: Label, pattern: RegExp, right = Number.POSITIVE_INFINITY): FoundText | null {
  const glyphs = label.line.glyphs.slice(label.end).filter((glyph) => glyph.left < right);
  const match = pattern.exec(glyphs.map((glyph) => glyph.plain).join(''));
  return match ? foundText(glyphs.slice(match.index, match.index + match[0].length)) : null;
}

/** Text inside a box, line by line from the top; characters count whose middle is inside. */
export function linesInside(lines: readonly Line[], box: Box): FoundText[] {
  return glyphsInside(lines, box)
    .map(foundText)
    .filter((found) => found !== null);
}

/** The first match inside a box, with its own place. */
export function matchInside(lines: readonly Line[], box: Box, pattern: RegExp): FoundText | null {
  for (const glyphs of glyphsInside(lines, box)) {
    const match = pattern.exec(glyphs.map((glyph) => glyph.plain).join(''));
    if (match) return foundText(glyphs.slice(match.index, match.index + match[0].length));
  }
  return null;
}

function glyphsInside(lines: readonly Line[], box: Box): Glyph[][] {
  const found: Glyph[][] = [];
  const taken = new Set<string>();
  for (const line of lines) {
    const glyphs = line.glyphs.filter((glyph) => {
      const x = (glyph.left + glyph.right) / 2;
      const y = (glyph.top + glyph.bottom) / 2;
      const key = `${glyph.plain}@${glyph.left.toFixed(1)},${glyph.top.toFixed(1)}`;
      if (taken.has(key) || x < box.left || x > box.right || y < box.top || y > box.bottom) return false;
      taken.add(key);
      return true;
    });
    if (glyphs.length > 0) found.push(glyphs);
  }
  return found.sort((a, b) => (a[0]?.top ?? 0) - (b[0]?.top ?? 0));
}

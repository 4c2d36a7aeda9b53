import { inFrame, type SlipLine, turnBetween } from './slip-line.ts';

/** The lines of one receipt on the picture. */
export interface Slip {
  lines: SlipLine[];
  /** Direction of its text in radians. */
  angle: number;
}

interface Anchor {
  line: SlipLine;
  code?: string;
  number?: string;
  width: number;
}

const CODE = /代码\D{0,3}(\d{12}|\d{10})(?!\d)|^(\d{12})$/;
const NUMBER = /号码\D{0,3}(\d{8})(?!\d)/;

/** Lines of one slip differ less in direction; crumpled paper bends by some degrees. */
const TURN_MAX = Math.PI / 9;

/**
 * Parts the lines of a picture into receipts. Every paper receipt says 发票代码 once at its head, or twice the same; the
 * lines belong to the nearest head whose direction they share. A picture without such a head is one slip.
 */
export function findSlips(lines: readonly SlipLine[]): Slip[] {
  const anchors = findAnchors(lines);
  if (anchors.length === 0) return lines.length === 0 ? [] : [slipOf([...lines])];
  const parts = anchors.map((): SlipLine[] => []);
  for (const line of lines) {
    let best: { index: number; distance: number } | undefined;
    for (const [index, anchor] of anchors.entries()) {
      if (!sharesDirection(line, anchor.line)) continue;
      const distance = distanceFrom(anchor, line);
      if (best === undefined || distance < best.distance) best = { index, distance };
    }
    const isNear = best !== undefined && (anchors.length === 1 || best.distance < DISTANCE_MAX);
    if (best !== undefined && isNear) parts[best.index]?.push(line);
  }
  return parts.filter((part) => part.length > 0).map(slipOf);
}

/** The direction of a lone character says nothing. */
function sharesDirection(line: SlipLine, anchor: SlipLine): boolean {
  return line.length < 1.5 * line.height || turnBetween(line.angle, anchor.angle) < TURN_MAX;
}

function findAnchors(lines: readonly SlipLine[]): Anchor[] {
  const anchors: Anchor[] = [];
  for (const line of lines) {
    const code = CODE.exec(line.text);
    if (code === null) continue;
    const digits = code[1] ?? code[2] ?? '';
    const share = digits.length / Math.max(1, line.glyphs.length);
    anchors.push({ line, code: digits, width: share > 0.9 ? line.length * 1.5 : line.length });
  }
  for (const line of lines) {
    const number = NUMBER.exec(line.text)?.[1];
    if (number === undefined) continue;
    const near = anchors
      .filter((anchor) => isBeside(anchor, line))
      .sort((a, b) => distanceFrom(a, line) - distanceFrom(b, line))[0];
    if (near === undefined) anchors.push({ line, number, width: line.length });
    else near.number ??= number;
  }
  return withoutRepeats(anchors);
}

/** Code and number stand one below the other or on one line. */
function isBeside(anchor: Anchor, line: SlipLine): boolean {
  if (!sharesDirection(line, anchor.line)) return false;
  const at = inFrame(line.center, { origin: anchor.line.center, angle: anchor.line.angle });
  return Math.abs(at.y) < 5 * anchor.line.height && Math.abs(at.x) < 1.2 * anchor.width;
}

/** Some receipts print code and number twice; of two slips with one code the numbers differ. */
function withoutRepeats(anchors: readonly Anchor[]): Anchor[] {
  const kept: Anchor[] = [];
  for (const anchor of anchors) {
    const isRepeat = kept.some((other) => {
      if (anchor.code !== undefined && other.code !== undefined && anchor.code !== other.code) return false;
      if (anchor.number !== undefined && other.number !== undefined && anchor.number !== other.number) return false;
      const at = inFrame(anchor.line.center, { origin: other.line.center, angle: other.line.angle });
      return Math.abs(at.x) < other.width && Math.abs(at.y) < REPEAT_DISTANCE * other.width;
    });
    if (!isRepeat) kept.push(anchor);
  }
  return kept;
}

const REPEAT_DISTANCE = 3;

/** A receipt is as wide as its head and reaches some four widths below it, but little above. */
function distanceFrom(anchor: Anchor, line: SlipLine): number {
  const at = inFrame(line.center, { origin: anchor.line.center, angle: anchor.line.angle });
  const aside = Math.max(0, Math.abs(at.x) - anchor.width / 2) / anchor.width;
  const level = at.y > 0 ? at.y / (4 * anchor.width) : -at.y / anchor.width;
  return 3 * aside + level;
}

const DISTANCE_MAX = 1.6;

function slipOf(lines: SlipLine[]): Slip {
  return { lines, angle: directionOf(lines) };
}

/** Median direction of the longer lines, measured from the longest, where directions cannot wrap around. */
function directionOf(lines: readonly SlipLine[]): number {
  const long = lines.filter((line) => line.length > 3 * line.height).sort((a, b) => b.length - a.length);
  const base = long[0]?.angle ?? lines[0]?.angle ?? 0;
  const turns = long
    .map((line) => Math.atan2(Math.sin(line.angle - base), Math.cos(line.angle - base)))
    .filter((turn) => Math.abs(turn) < TURN_MAX)
    .sort((a, b) => a - b);
  return base + (turns[turns.length >> 1] ?? 0);
}

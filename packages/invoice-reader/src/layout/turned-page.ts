import type { PageText, Run, Turn } from './page-text.ts';

/** A line of text in any of the four directions, from the top left of the page as it lies. */
export interface PlacedText {
  text: string;
  /** Where the baseline starts. */
  x: number;
  y: number;
  size: number;
  length: number;
  turn: 0 | Turn;
}

/** Which of the four directions a vector points to; null for oblique text, such as that of seals. */
export function turnOf({ x, y }: { x: number; y: number }): 0 | Turn | null {
  if (Math.abs(y) <= 0.05 * Math.abs(x)) return x > 0 ? 0 : 180;
  if (Math.abs(x) <= 0.05 * Math.abs(y)) return y > 0 ? 90 : 270;
  return null;
}

/**
 * The page in the direction in which most of its text runs; text in other directions (download counters) is left out.
 * A page that lies on its side or head is turned upright, and remembers its turn.
 */
export function uprightPage(
  page: { page: number; width: number; height: number },
  texts: readonly PlacedText[],
): PageText {
  const turn = mainTurn(texts);
  const runs = texts.filter((text) => text.turn === turn).map((text) => runOf(text, page));
  if (turn === 0) return { ...page, runs };
  const isOnSide = turn !== 180;
  return {
    page: page.page,
    width: isOnSide ? page.height : page.width,
    height: isOnSide ? page.width : page.height,
    runs,
    turn,
  };
}

/** Upright, unless far more text runs in another direction: a page has some words along its edge. */
function mainTurn(texts: readonly PlacedText[]): 0 | Turn {
  const count = (turn: number) =>
    texts.filter((text) => text.turn === turn).reduce((sum, { text }) => sum + text.length, 0);
  const turned = ([90, 180, 270] as const).map((turn) => ({ turn, characters: count(turn) }));
  const most = turned.reduce((best, other) => (other.characters > best.characters ? other : best));
  return most.characters > 100 && most.characters > 3 * count(0) ? most.turn : 0;
}

function runOf({ text, x, y, size, length, turn }: PlacedText, page: { width: number; height: number }): Run {
  const start = startOf({ x, y }, page, turn);
  return { text, left: start.x, right: start.x + length, top: start.y - 0.85 * size, bottom: start.y + 0.15 * size };
}

interface Point {
  x: number;
  y: number;
}

function startOf({ x, y }: Point, page: { width: number; height: number }, turn: 0 | Turn): Point {
  switch (turn) {
    case 0:
      return { x, y };
    case 90:
      return { x: y, y: page.width - x };
    case 180:
      return { x: page.width - x, y: page.height - y };
    case 270:
      return { x: page.height - y, y: x };
  }
}

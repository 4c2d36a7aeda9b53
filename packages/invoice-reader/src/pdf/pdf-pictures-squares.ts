import type { GreyRaster } from '../image/grey-raster.ts';

/** A filled rectangle on the page, sides along the axes; `grey` 0 black, 255 white. In the order of painting. */
export interface Square {
  left: number;
  bottom: number;
  right: number;
  top: number;
  grey: number;
}

const DARK_MAX = 110;
/** A code of 21 modules a side has some hundred dark runs; frames and table lines are fewer. */
const SQUARES_MIN = 60;
const MODULES_MIN = 20;
const MODULES_MAX = 190;
const MODULE_PX = 4;
const CODES_MAX = 4;

/** QR codes that are drawn as many filled rectangles, as pictures of four pixels a module. */
export function codesOfSquares(squares: readonly Square[]): GreyRaster[] {
  const dark = squares.filter((square) => square.grey <= DARK_MAX && square.right > square.left);
  if (dark.length < SQUARES_MIN) return [];
  const module = commonHeight(dark);
  if (module === null) return [];
  const small = dark.filter(({ left, right, bottom, top }) => {
    const longest = Math.max(right - left, top - bottom);
    return longest <= module * MODULES_MAX && Math.min(right - left, top - bottom) >= module * 0.8;
  });
  return heaps(small, module * 6)
    .filter((heap) => heap.length >= SQUARES_MIN)
    .sort((a, b) => b.length - a.length)
    .slice(0, CODES_MAX)
    .flatMap((heap) => drawHeap(heap, module, squares));
}

/** The height that most have is that of one module, also where runs of modules are drawn as one. */
function commonHeight(squares: readonly Square[]): number | null {
  const counts = new Map<number, number>();
  for (const { bottom, top } of squares) {
    const key = Math.round((top - bottom) * 50);
    if (key > 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= SQUARES_MIN / 2 ? best[0] / 50 : null;
}

/** Rectangles that lie close together, found on a coarse grid. */
function heaps(squares: readonly Square[], cell: number): Square[][] {
  const cells = new Map<string, Square[]>();
  for (const square of squares) {
    const key = `${Math.floor(square.left / cell)},${Math.floor(square.bottom / cell)}`;
    const held = cells.get(key);
    if (held) held.push(square);
    else cells.set(key, [square]);
  }
  const found: Square[][] = [];
  for (const start of [...cells.keys()]) {
    const heap: Square[] = [];
    const stack = [start];
    for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
      const held = cells.get(key);
      if (!held) continue;
      cells.delete(key);
      heap.push(...held);
      const [x = 0, y = 0] = key.split(',').map(Number);
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) stack.push(`${x + dx},${y + dy}`);
    }
    if (heap.length > 0) found.push(heap);
  }
  return found;
}

function drawHeap(heap: readonly Square[], module: number, squares: readonly Square[]): GreyRaster[] {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const square of heap) {
    [left, bottom] = [Math.min(left, square.left), Math.min(bottom, square.bottom)];
    [right, top] = [Math.max(right, square.right), Math.max(top, square.top)];
  }
  const [across, up] = [(right - left) / module, (top - bottom) / module];
  const isSquare = across / up > 0.85 && across / up < 1.18;
  if (!isSquare || across < MODULES_MIN || across > MODULES_MAX) return [];
  const width = Math.round(across * MODULE_PX);
  const height = Math.round(up * MODULE_PX);
  const grey = new Uint8Array(width * height).fill(255);
  const scale = MODULE_PX / module;
  const within = (value: number, limit: number) => Math.max(0, Math.min(limit, Math.round(value)));
  for (const square of squares) {
    const [x, xEnd] = [within((square.left - left) * scale, width), within((square.right - left) * scale, width)];
    const [y, yEnd] = [within((top - square.top) * scale, height), within((top - square.bottom) * scale, height)];
    for (let row = y; row < yEnd; row++) grey.fill(square.grey, row * width + x, row * width + xEnd);
  }
  return [{ width, height, grey }];
}

import { between, type Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';

/** The recognition network reads lines of this height. */
export const LINE_HEIGHT = 48;

/** The longest line that is read at its full resolution; a longer one is squeezed. */
export const LINE_WIDTH_MAX = 1600;

const LINE_WIDTH_MIN = 16;

export function cropWidth(quad: Quad): number {
  const along =
    (Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y) +
      Math.hypot(quad[2].x - quad[3].x, quad[2].y - quad[3].y)) /
    2;
  const across =
    (Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y) +
      Math.hypot(quad[2].x - quad[1].x, quad[2].y - quad[1].y)) /
    2;
  const width = Math.round((LINE_HEIGHT * along) / Math.max(1, across));
  return Math.min(LINE_WIDTH_MAX, Math.max(LINE_WIDTH_MIN, width));
}

/** Where a line stands in a batch: `rowLength` is the padded width, `offset` the first value of its first plane. */
export interface LinePlace {
  offset: number;
  width: number;
  rowLength: number;
}

/**
 * Writes the line inside the quad into `target` as the network wants it: planes blue, green, red, values -1 to 1.
 * What lies right of the line stays zero.
 */
export function writeLine(raster: Raster, quad: Quad, target: Float32Array, place: LinePlace): void {
  const { width, height, rgb } = raster;
  const plane = LINE_HEIGHT * place.rowLength;
  for (let row = 0; row < LINE_HEIGHT; row++) {
    const v = (row + 0.5) / LINE_HEIGHT;
    const left = between(quad[0], quad[3], v);
    const right = between(quad[1], quad[2], v);
    for (let column = 0; column < place.width; column++) {
      const u = (column + 0.5) / place.width;
      const x = Math.min(Math.max(left.x + (right.x - left.x) * u - 0.5, 0), width - 1);
      const y = Math.min(Math.max(left.y + (right.y - left.y) * u - 0.5, 0), height - 1);
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - x0, y - y0];
      const upper = (y0 * width + x0) * 3;
      const aside = x0 + 1 < width ? 3 : 0;
      const lower = y0 + 1 < height ? upper + width * 3 : upper;
      const at = place.offset + row * place.rowLength + column;
      for (let channel = 0; channel < 3; channel++) {
        const top = (rgb[upper + channel] ?? 0) * (1 - fx) + (rgb[upper + aside + channel] ?? 0) * fx;
        const low = (rgb[lower + channel] ?? 0) * (1 - fx) + (rgb[lower + aside + channel] ?? 0) * fx;
        target[at + (2 - channel) * plane] = (top * (1 - fy) + low * fy) / 127.5 - 1;
      }
    }
  }
}

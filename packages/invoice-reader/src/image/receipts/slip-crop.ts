import { type Point, type Quad, quadOf } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import type { Slip } from './find-slips.ts';
import { inFrame } from './slip-line.ts';

/** A slip cut out of the picture and turned upright, with the way back. */
export interface SlipCrop {
  raster: Raster;
  toPicture(quad: Quad): Quad;
}

/** Around the outermost lines, as a fraction of the longer side. */
const MARGIN = 0.06;

/** Cuts out the rectangle around the slip's lines, in its own direction, pixel for pixel. */
export function cropSlip(raster: Raster, slip: Slip): SlipCrop {
  const origin = slip.lines[0]?.center ?? { x: 0, y: 0 };
  const frame = { origin, angle: slip.angle };
  const corners = slip.lines.flatMap((line) => line.quad.map((corner) => inFrame(corner, frame)));
  const [left, right] = [Math.min(...corners.map(({ x }) => x)), Math.max(...corners.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...corners.map(({ y }) => y)), Math.max(...corners.map(({ y }) => y))];
  const margin = MARGIN * Math.max(right - left, bottom - top);
  const width = Math.max(1, Math.round(right - left + 2 * margin));
  const height = Math.max(1, Math.round(bottom - top + 2 * margin));
  const center = turned({ x: (left + right) / 2, y: (top + bottom) / 2 }, frame);
  const [start] = quadOf(center, { along: width, across: height }, slip.angle);
  const toPoint = (point: Point): Point => turned(point, { origin: start, angle: slip.angle });
  return {
    raster: { width, height, rgb: sampled(raster, { width, height, toPoint }) },
    toPicture: ([a, b, c, d]) => [toPoint(a), toPoint(b), toPoint(c), toPoint(d)],
  };
}

function turned(point: Point, frame: { origin: Point; angle: number }): Point {
  const cos = Math.cos(frame.angle);
  const sin = Math.sin(frame.angle);
  return { x: frame.origin.x + point.x * cos - point.y * sin, y: frame.origin.y + point.x * sin + point.y * cos };
}

function sampled(
  raster: Raster,
  crop: { width: number; height: number; toPoint: (point: Point) => Point },
): Uint8Array {
  const rgb = new Uint8Array(crop.width * crop.height * 3);
  for (let y = 0; y < crop.height; y++) {
    for (let x = 0; x < crop.width; x++) {
      const from = crop.toPoint({ x, y });
      const column = Math.min(raster.width - 1, Math.max(0, from.x));
      const row = Math.min(raster.height - 1, Math.max(0, from.y));
      const [x0, y0] = [Math.floor(column), Math.floor(row)];
      const [x1, y1] = [Math.min(raster.width - 1, x0 + 1), Math.min(raster.height - 1, y0 + 1)];
      const [dx, dy] = [column - x0, row - y0];
      for (let channel = 0; channel < 3; channel++) {
        const at = (cx: number, cy: number): number => raster.rgb[(cy * raster.width + cx) * 3 + channel] ?? 0;
        const upper = at(x0, y0) * (1 - dx) + at(x1, y0) * dx;
        const lower = at(x0, y1) * (1 - dx) + at(x1, y1) * dx;
        rgb[(y * crop.width + x) * 3 + channel] = upper * (1 - dy) + lower * dy;
      }
    }
  }
  return rgb;
}

import { type InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import type { Point, Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import { joinStretches, stretchesOf } from './long-picture.ts';
import { type TextBox, type TextMap, textBoxes } from './text-boxes.ts';

/** Mean and deviation of the pictures the network was trained on, in the order of its planes: blue, green, red. */
const MEAN = [0.406, 0.456, 0.485] as const;
const DEVIATION = [0.225, 0.224, 0.229] as const;

/** The network works on multiples of this. */
const GRID = 32;

/** Longer sides are scaled down to this for detection only: enough for 10-pixel text on an invoice of normal width. */
const SIDE_MAX = 1280;

/** Finds the lines of text, in pixels of the raster. */
export async function detectText(raster: Raster, detection: InferenceSession): Promise<TextBox[]> {
  const found = [];
  for (const stretch of stretchesOf(raster, SIDE_MAX)) {
    found.push({ stretch, boxes: await detectAtOnce(stretch.raster, detection) });
  }
  return joinStretches(found);
}

async function detectAtOnce(raster: Raster, detection: InferenceSession): Promise<TextBox[]> {
  const scale = Math.min(1, SIDE_MAX / Math.max(raster.width, raster.height));
  const width = gridSize(raster.width * scale);
  const height = gridSize(raster.height * scale);
  const pixels = await resized(raster, width, height);
  const map = await probabilityMap(pixels, { width, height }, detection);
  const sx = raster.width / width;
  const sy = raster.height / height;
  return textBoxes(map).map((box) => ({ ...box, quad: scaled(box.quad, sx, sy) }));
}

function gridSize(length: number): number {
  return Math.max(GRID, Math.round(length / GRID) * GRID);
}

async function resized(raster: Raster, width: number, height: number): Promise<Uint8Array> {
  return sharp(raster.rgb, { raw: { width: raster.width, height: raster.height, channels: 3 } })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}

async function probabilityMap(
  pixels: Uint8Array,
  size: { width: number; height: number },
  detection: InferenceSession,
): Promise<TextMap> {
  const count = size.width * size.height;
  const planes = new Float32Array(count * 3);
  for (let channel = 0; channel < 3; channel++) {
    const mean = MEAN[channel] ?? 0;
    const factor = 1 / (DEVIATION[channel] ?? 1);
    const from = 2 - channel;
    const base = channel * count;
    for (let i = 0; i < count; i++) planes[base + i] = ((pixels[i * 3 + from] ?? 0) / 255 - mean) * factor;
  }
  const input = new Tensor('float32', planes, [1, 3, size.height, size.width]);
  const results = await detection.run({ [detection.inputNames[0] ?? 'x']: input });
  input.dispose();
  const output = results[detection.outputNames[0] ?? ''];
  if (output === undefined || !(output.data instanceof Float32Array))
    throw new Error('The detection network gave no map.');
  const map: TextMap = { ...size, probability: Float32Array.from(output.data) };
  output.dispose();
  return map;
}

function scaled(quad: Quad, sx: number, sy: number): Quad {
  const move = (p: Point): Point => ({ x: (p.x + 0.5) * sx, y: (p.y + 0.5) * sy });
  return [move(quad[0]), move(quad[1]), move(quad[2]), move(quad[3])];
}

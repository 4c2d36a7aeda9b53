import type { Raster } from './raster.ts';

/** Pixels of a picture by brightness: 0 black, 255 white, row by row. */
export interface GreyRaster {
  width: number;
  height: number;
  grey: Uint8Array;
}

/** A version 1 code has 21 modules, version 40 has 177; none is printed with more pixels than this. */
const SIDE_MIN = 21;
const SIDE_MAX = 1600;
/** Below this, modules are so few pixels wide that reading suffers. */
const SIDE_EASY = 160;

/** Whether a picture of this size can be a QR code by itself, perhaps with a line of text below. */
export function hasCodeShape(width: number, height: number): boolean {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return short >= SIDE_MIN && long <= SIDE_MAX && long / short <= 1.34;
}

/** As the QR reader wants it: with a white margin, and small pictures enlarged. */
export function codeRaster({ width, height, grey }: GreyRaster): Raster {
  const scale = Math.max(1, Math.ceil(SIDE_EASY / Math.min(width, height)));
  const margin = 4 * scale + Math.round(width / 16);
  const outWidth = width * scale + 2 * margin;
  const outHeight = height * scale + 2 * margin;
  const rgb = new Uint8Array(outWidth * outHeight * 3).fill(255);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const value = grey[Math.floor(y / scale) * width + Math.floor(x / scale)] ?? 255;
      rgb.fill(value, ((y + margin) * outWidth + x + margin) * 3, ((y + margin) * outWidth + x + margin) * 3 + 3);
    }
  }
  return { width: outWidth, height: outHeight, rgb };
}

/** Brightness as the eye weighs it (ITU-R BT.601). */
export function brightness(red: number, green: number, blue: number): number {
  return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
}

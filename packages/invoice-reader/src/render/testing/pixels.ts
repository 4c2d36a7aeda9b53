import sharp from 'sharp';
import { convertFile } from '../convert-file.ts';

const PER_MM = 5;
const DPI = PER_MM * 25.4;

export type Pixel = [red: number, green: number, blue: number];

/** The first page of an OFD as pixels, looked up in millimetres. */
export async function drawnPixels(ofd: Uint8Array): Promise<{
  at(x: number, y: number): Pixel;
  /** Share of pixels that are not white in a box, 0 to 1. */
  inkIn(box: { x: number; y: number; width: number; height: number }): number;
}> {
  const { parts } = await convertFile(ofd, { format: 'png', pageIndex: 0, dpi: DPI });
  const [part] = parts;
  if (!part) throw new Error('The file has no page.');
  const { data, info } = await sharp(part.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (column: number, row: number): Pixel => {
    const at = (row * info.width + column) * info.channels;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
  return {
    at: (x, y) => pixel(Math.floor(x * PER_MM), Math.floor(y * PER_MM)),
    inkIn: ({ x, y, width, height }) => {
      let ink = 0;
      let count = 0;
      for (let row = Math.floor(y * PER_MM); row < (y + height) * PER_MM; row++) {
        for (let column = Math.floor(x * PER_MM); column < (x + width) * PER_MM; column++) {
          count++;
          if (Math.min(...pixel(column, row)) < 250) ink++;
        }
      }
      return ink / count;
    },
  };
}

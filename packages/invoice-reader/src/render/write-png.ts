import sharp from 'sharp';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

const MM_PER_INCH = 25.4;

/** An SVG of this package as PNG. Throws a `ReadingRefusal` when it would have more pixels than `imagePixelsMax`. */
export async function writePng(
  page: { svg: string; widthMm: number; heightMm: number },
  dpi: number,
): Promise<Uint8Array> {
  const pixels = (length: number) => Math.max(1, Math.round((length / MM_PER_INCH) * dpi));
  const [width, height] = [pixels(page.widthMm), pixels(page.heightMm)];
  if (width * height > limits.imagePixelsMax) {
    throw new ReadingRefusal('image_too_large', `At ${dpi} dpi the page has too many pixels; choose a smaller value.`);
  }
  // The drawing is scaled by its own size: the density of the library knows no fractions of pixels.
  const sized = page.svg.replace(
    /^<svg [^>]*?viewBox/,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox`,
  );
  return sharp(Buffer.from(sized), { unlimited: true })
    .flatten({ background: '#fff' })
    .withMetadata({ density: dpi })
    .png()
    .toBuffer();
}

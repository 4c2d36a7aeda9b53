import sharp from 'sharp';
import { decodeRaster } from '../image/raster.ts';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/** The pages of a picture (TIFF has several) as PNG, turned as their EXIF data say; all of them when `pageIndex` is null. */
export async function uprightPng(
  bytes: Uint8Array,
  pageIndex: number | null,
): Promise<{ pageCount: number; pages: { index: number; png: Uint8Array }[] }> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (metadata.width * metadata.height > limits.imagePixelsMax) {
      throw new ReadingRefusal(
        'image_too_large',
        `The picture has more than ${limits.imagePixelsMax / 1e6} megapixels.`,
      );
    }
    // The frames of an animation are no pages.
    const pageCount = metadata.format === 'tiff' ? Math.min(metadata.pages ?? 1, limits.pdfPagesMax) : 1;
    const indexes = pageIndex === null ? Array.from({ length: pageCount }, (_, index) => index) : [pageIndex];
    const pages: { index: number; png: Uint8Array }[] = [];
    for (const index of indexes.filter((wanted) => wanted < pageCount)) {
      const page = sharp(bytes, { page: index, limitInputPixels: limits.imagePixelsMax });
      pages.push({ index, png: await page.rotate().png().toBuffer() });
    }
    return { pageCount, pages };
  } catch (error) {
    if (error instanceof ReadingRefusal) throw error;
    return { pageCount: 1, pages: pageIndex === null || pageIndex === 0 ? [await decodedFirst(bytes)] : [] };
  }
}

/** Kinds that the library above does not know (HEIC), by the way that they are read; refuses what is damaged. */
async function decodedFirst(bytes: Uint8Array): Promise<{ index: number; png: Uint8Array }> {
  const { rgb, width, height } = await decodeRaster(bytes);
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { index: 0, png };
}

import sharp from 'sharp';
import { countPages, decodeRaster } from './raster.ts';

const QUALITY = 86;

/**
 * A picture as JPEG, upright as its EXIF data say, for viewers that do not know its format (TIFF, HEIC). Places of fields
 * are fractions of this very picture. Null for a page that the picture has not. Throws a `ReadingRefusal` for what cannot
 * be decoded.
 */
export async function renderPicture(bytes: Uint8Array, pageIndex: number): Promise<Uint8Array | null> {
  if (pageIndex < 0 || pageIndex >= (await countPages(bytes))) return null;
  const { rgb, width, height } = await decodeRaster(bytes, pageIndex);
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

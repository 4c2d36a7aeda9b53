import sharp from 'sharp';
import type { Candidate } from '../document/candidate.ts';
import { decodeCodes, type QrFinding, withoutFalseAlarms } from '../document/qr-candidate.ts';
import { type GreyRaster, hasCodeShape } from '../image/grey-raster.ts';
import { walk } from '../xml/parse-xml.ts';
import type { OfdDocument, OfdPage } from './ofd-document.ts';
import { readResources } from './ofd-resources.ts';
import { decodeBmp } from './render/bmp.ts';
import { JBIG2, pngOfJbig2 } from './render/jbig2.ts';

/** Codes stand on the first page; a long list has further pages without any. */
const PAGES_MAX = 10;
const PICTURES_MAX = 12;
const BMP = '424d';

/** The invoice codes among the pictures that the pages of an OFD show, as a further source. */
export async function readOfdQr(document: OfdDocument, known: readonly Candidate[]): Promise<QrFinding[]> {
  const findings: QrFinding[] = [];
  const seen = new Set<Uint8Array>();
  for (const [index, page] of document.pages.slice(0, PAGES_MAX).entries()) {
    const pictures: GreyRaster[] = [];
    for (const bytes of picturesOf(document, page)) {
      if (seen.has(bytes) || seen.size >= PICTURES_MAX) continue;
      seen.add(bytes);
      const picture = await decode(bytes);
      if (picture) pictures.push(picture);
    }
    const codes = await decodeCodes(pictures);
    findings.push(...codes.map((code) => ({ candidate: withoutFalseAlarms(code, known), page: index })));
  }
  return findings;
}

function picturesOf(document: OfdDocument, page: OfdPage): Uint8Array[] {
  const images = page.layers.flatMap(({ element }) => [...walk(element)].filter(({ name }) => name === 'ImageObject'));
  if (images.length === 0) return [];
  const { media } = readResources(document, page);
  return images.flatMap((image) => media.get(image.attributes.get('ResourceID') ?? '')?.bytes ?? []);
}

async function decode(bytes: Uint8Array): Promise<GreyRaster | null> {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  try {
    if (head.startsWith(BMP)) return await decodeBitmap(bytes);
    const source = head === JBIG2 ? await pngOfJbig2(bytes) : bytes;
    if (!source) return null;
    const image = sharp(source);
    const { width, height } = await image.metadata();
    if (!hasCodeShape(width, height)) return null;
    const { data, info } = await image
      .flatten({ background: '#ffffff' })
      .greyscale()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === 1 ? { width: info.width, height: info.height, grey: data } : null;
  } catch {
    // A damaged picture is no source; the page is read without it.
    return null;
  }
}

async function decodeBitmap(bytes: Uint8Array): Promise<GreyRaster | null> {
  const pixels = decodeBmp(bytes, 4_000_000);
  if (!pixels || !hasCodeShape(pixels.width, pixels.height)) return null;
  const { data, width, height } = pixels;
  const grey = await sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .raw({ depth: 'uchar' })
    .toBuffer();
  return { width, height, grey };
}

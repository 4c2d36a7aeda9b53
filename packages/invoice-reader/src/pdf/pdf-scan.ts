import { OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { limits } from '../limits.ts';
import type { InvoiceDocument } from '../reading.ts';
import { ReadingRefusal } from '../refusal.ts';

/** A scan of more pages is a file for people, not one to read picture by picture. */
const SCANNED_PAGES_MAX = 5;
const IMAGE_SIDE_MIN = 300;

/** Pages without text that consist of one big picture are read as pictures. */
export async function readScannedPages(pdf: PDFDocumentProxy): Promise<InvoiceDocument[]> {
  const documents: InvoiceDocument[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, SCANNED_PAGES_MAX); number++) {
    const page = await pdf.getPage(number);
    const png = await biggestImage(page, IMAGE_SIDE_MIN);
    if (!png) continue;
    const { readImage } = await import('../image/read-image.ts');
    const reading = await readImage(png);
    for (const document of reading.documents) documents.push(onPage(document, number - 1));
    page.cleanup();
  }
  return documents;
}

function onPage(document: InvoiceDocument, page: number): InvoiceDocument {
  for (const origin of Object.values(document.origins)) if (origin.place) origin.place.page = page;
  return document;
}

interface RawImage {
  width: number;
  height: number;
  kind: number;
  data: Uint8Array | Uint8ClampedArray;
}

/** The largest picture of a page as PNG, if its shorter side has enough pixels. */
export async function biggestImage(page: PDFPageProxy, sideMin: number): Promise<Uint8Array | null> {
  const operators = await page.getOperatorList();
  let biggest: RawImage | null = null;
  for (const [index, operation] of operators.fnArray.entries()) {
    if (operation !== OPS.paintImageXObject) continue;
    const name: unknown = operators.argsArray[index]?.[0];
    if (typeof name !== 'string') continue;
    const image = await objectOf(page, name);
    if (!isRawImage(image)) continue;
    if (image.width * image.height > limits.imagePixelsMax) {
      throw new ReadingRefusal('image_too_large', 'A picture in the PDF has too many pixels.');
    }
    if (!biggest || image.width * image.height > biggest.width * biggest.height) biggest = image;
  }
  if (!biggest || Math.min(biggest.width, biggest.height) < sideMin) return null;
  return encode(biggest);
}

function objectOf(page: PDFPageProxy, name: string): Promise<unknown> {
  const store = name.startsWith('g_') ? page.commonObjs : page.objs;
  return new Promise((resolve) => store.get(name, resolve));
}

function isRawImage(image: unknown): image is RawImage {
  return (
    typeof image === 'object' &&
    image !== null &&
    'data' in image &&
    (image.data instanceof Uint8Array || image.data instanceof Uint8ClampedArray) &&
    'width' in image &&
    'height' in image &&
    'kind' in image
  );
}

/** PDF.js gives pictures as 1 bit grey, RGB or RGBA (kinds 1, 2, 3). */
async function encode(image: RawImage): Promise<Uint8Array | null> {
  const { width, height } = image;
  if (image.kind === 1) {
    return sharp(unpackBits(image), { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
  }
  const channels = image.kind === 2 ? 3 : 4;
  if (image.data.length < width * height * channels) return null;
  return sharp(Buffer.from(image.data), { raw: { width, height, channels } }).png().toBuffer();
}

function unpackBits({ width, height, data }: RawImage): Buffer {
  const grey = Buffer.alloc(width * height);
  const rowBytes = (width + 7) >> 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + (x >> 3)] ?? 0;
      grey[y * width + x] = (byte >> (7 - (x & 7))) & 1 ? 255 : 0;
    }
  }
  return grey;
}

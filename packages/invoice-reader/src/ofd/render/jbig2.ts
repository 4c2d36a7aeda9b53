import { limits } from '../../limits.ts';
import { ReadingRefusal } from '../../refusal.ts';
import { paintedPixels } from './jbig2-size.ts';

/** First bytes of a JBIG2 file, which holds the QR code of many OFDs. */
export const JBIG2 = '974a42320d0a1a0a';
const HEADER_BYTES = 13;

/** PDF.js decodes JBIG2 inside PDFs only, so the picture is put into a PDF of one page. */
export async function pngOfJbig2(bytes: Uint8Array): Promise<Uint8Array | null> {
  const { openPdf } = await import('../../pdf/pdf-text.ts');
  const { biggestImage } = await import('../../pdf/pdf-scan.ts');
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // The first segment describes the page: 11 bytes of header, then width and height.
  const [width, height] = [view.readUInt32BE(HEADER_BYTES + 11), view.readUInt32BE(HEADER_BYTES + 15)];
  if (width * height > limits.imagePixelsMax)
    throw new ReadingRefusal('image_too_large', 'A picture has too many pixels.');
  // The page may be small and its regions huge; such a picture is left out like any other damaged one.
  if (paintedPixels(view.subarray(HEADER_BYTES)) > limits.jbig2PixelsMax) return null;
  const pdf = await openPdf(pdfAround(view.subarray(HEADER_BYTES), { width, height }));
  try {
    return await biggestImage(await pdf.getPage(1), 1);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

function pdfAround(data: Uint8Array, { width, height }: { width: number; height: number }): Uint8Array {
  const content = `${width} 0 0 ${height} 0 0 cm /I Do`;
  const image = `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode/Length ${data.length}>>`;
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>`,
    ),
    Buffer.from(`<</Length ${content.length}>>\nstream\n${content}\nendstream`),
    Buffer.concat([Buffer.from(`${image}\nstream\n`), data, Buffer.from('\nendstream')]),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const size = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [index, object] of objects.entries()) {
    offsets.push(size());
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
  }
  const start = size();
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`));
  return Buffer.concat(parts);
}

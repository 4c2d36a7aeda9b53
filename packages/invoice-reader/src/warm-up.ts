import { bundledFace } from '@countinghouse/typeface';
import { readInvoice } from './read-invoice.ts';

/** A PDF with one line in a font that is not embedded, so that PDF.js loads its character maps. */
function smallPdf(): Uint8Array {
  const content = 'BT /F1 9 Tf 20 20 Td <53D17968> Tj ET';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(pdf.length);
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  pdf += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

/** Loads and compiles what structured files need, so that the first one is as fast as the next. */
export async function warmUp(): Promise<void> {
  await readInvoice(smallPdf(), { fileName: 'warm-up.pdf' });
  await readInvoice(Buffer.from('<warm-up/>'), { fileName: 'warm-up.xml' });
  await import('./ofd/read-ofd.ts');
  await import('./ofd/render-svg.ts');
  // The faces of invoices; the others are opened when a page asks for them.
  for (const name of ['song', 'kai', 'monoLatin'] as const) bundledFace(name);
}

export interface PdfParts {
  /** Position (origin at the bottom left), text and size. */
  texts: readonly (readonly [x: number, y: number, text: string, size?: number])[];
  info?: Readonly<Record<string, string>>;
  isEncrypted?: boolean;
}

const hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');

/** A PDF of one page (600 by 400 points) whose Chinese font is not embedded, as many producers write it. */
export function aPdf(parts: PdfParts): Uint8Array {
  const content = parts.texts
    .map(([x, y, text, size = 9]) => `BT /F1 ${size} Tf ${x} ${y} Td <${hex(text)}> Tj ET`)
    .join('\n');
  const info = Object.entries(parts.info ?? {}).map(([key, value]) => `/${key} (${value})`);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 907 500]/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>',
    `<<${info.join('')}>>`,
    `<</Filter/Standard/V 1/R 2/P -4/O<${'41'.repeat(32)}>/U<${'42'.repeat(32)}>>>`,
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = pdf.length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const encrypt = parts.isEncrypted ? `/Encrypt 9 0 R/ID[<${'43'.repeat(16)}><${'43'.repeat(16)}>]` : '';
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  pdf += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R/Info 8 0 R${encrypt}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

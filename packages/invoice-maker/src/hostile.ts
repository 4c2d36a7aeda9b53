import { anInvoice } from './an-invoice.ts';
import { bombOfd, escapingOfd, hollowOfd } from './hostile/archives.ts';
import { encryptedPdf } from './hostile/encrypted-pdf.ts';
import { hugePng } from './hostile/huge-png.ts';
import { landscapeJpeg, notesPdf, notesPng } from './hostile/not-invoices.ts';
import { makePdf } from './pdf.ts';
import { makeXml } from './xml.ts';

/** What a reader should answer; the names are those of the reader's refusals, and `not_invoice` for a readable stranger. */
export type ExpectedCode =
  | 'file_empty'
  | 'format_unknown'
  | 'file_truncated'
  | 'file_damaged'
  | 'pdf_encrypted'
  | 'archive_too_large'
  | 'archive_unsafe'
  | 'xml_entities_refused'
  | 'image_too_large'
  | 'not_invoice';

export interface HostileFile {
  fileName: string;
  bytes: Uint8Array;
  expectedCode: ExpectedCode;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const ENTITIES = [
  '<!DOCTYPE EInvoice [',
  '<!ENTITY a "发票发票发票发票发票发票发票发票发票发票">',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const previous = `&${'abcdefgh'.charAt(index)};`;
    return `<!ENTITY ${name} "${previous.repeat(10)}">`;
  }),
  ']>',
].join('\n');

function entitiesXml(xml: string): string {
  return xml
    .replace('<EInvoice>', `${ENTITIES}\n<EInvoice>`)
    .replace(/<Remark>[^<]*<\/Remark>/, '<Remark>&i;</Remark>');
}

interface Recipe {
  fileName: string;
  expectedCode: ExpectedCode;
  make(): Uint8Array | Promise<Uint8Array>;
}

function recipesOf(seed: string | number): Recipe[] {
  const facts = anInvoice({ seed, preset: 'catering' });
  let notes: Promise<Uint8Array> | undefined;
  const notesOnce = () => {
    notes ??= notesPng();
    return notes;
  };
  const cutPdf = async () => {
    const pdf = await makePdf(facts);
    return pdf.subarray(0, Math.floor(pdf.length * 0.6));
  };
  const damagedXml = () => utf8(makeXml(facts).replace('</BuyerInformation>', '</SellerInformation>'));
  const minutes = '项目组周例会纪要\n下周一汇总未决事项。\n';
  return [
    { fileName: 'empty.pdf', make: () => new Uint8Array(0), expectedCode: 'file_empty' },
    { fileName: 'encrypted.pdf', make: () => encryptedPdf('secret'), expectedCode: 'pdf_encrypted' },
    { fileName: 'truncated.pdf', make: cutPdf, expectedCode: 'file_truncated' },
    { fileName: 'hollow.ofd', make: hollowOfd, expectedCode: 'file_damaged' },
    { fileName: 'damaged.xml', make: damagedXml, expectedCode: 'file_damaged' },
    { fileName: 'zip-bomb.ofd', make: bombOfd, expectedCode: 'archive_too_large' },
    { fileName: 'escaping.ofd', make: escapingOfd, expectedCode: 'archive_unsafe' },
    { fileName: 'entities.xml', make: () => utf8(entitiesXml(makeXml(facts))), expectedCode: 'xml_entities_refused' },
    { fileName: '100-megapixel.png', make: () => hugePng(10_000), expectedCode: 'image_too_large' },
    { fileName: 'text-named.pdf', make: () => utf8(minutes), expectedCode: 'format_unknown' },
    { fileName: 'notes.txt', make: () => utf8('请查收附件中的发票。\n'), expectedCode: 'format_unknown' },
    { fileName: 'png-named.pdf', make: notesOnce, expectedCode: 'not_invoice' },
    { fileName: 'meeting-notes.pdf', make: notesPdf, expectedCode: 'not_invoice' },
    { fileName: 'meeting-notes.png', make: notesOnce, expectedCode: 'not_invoice' },
    { fileName: 'landscape.jpg', make: () => landscapeJpeg(seed), expectedCode: 'not_invoice' },
  ];
}

/** Wrong and hostile input, each with the answer it deserves; what is not wanted is not made. */
export function hostileFiles(
  seed: string | number,
  isWanted: (fileName: string) => boolean = () => true,
): Promise<HostileFile[]> {
  const wanted = recipesOf(seed).filter(({ fileName }) => isWanted(fileName));
  return Promise.all(
    wanted.map(async ({ fileName, expectedCode, make }) => ({ fileName, bytes: await make(), expectedCode })),
  );
}

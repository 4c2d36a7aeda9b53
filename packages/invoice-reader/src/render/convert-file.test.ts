import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anInvoice, makeOfd, makePdf } from '@countinghouse/invoice-maker';
import { fontBytes } from '@countinghouse/typeface';
import { unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOfd, VISIBLE } from '../ofd/testing/an-ofd.ts';
import { readInvoice } from '../read-invoice.ts';
import { convertFile } from './convert-file.ts';
import { similarity } from './testing/similarity.ts';

const ofd = anOfd({ texts: VISIBLE });
const MM_PER_POINT = 25.4 / 72;

const only = async (bytes: Uint8Array, options: Parameters<typeof convertFile>[1]) => {
  const { parts } = await convertFile(bytes, options);
  expect(parts).toHaveLength(1);
  return parts[0]?.bytes ?? new Uint8Array();
};

describe('an OFD as PNG', () => {
  it('has the pixels that size and resolution ask for, and says its resolution', async () => {
    const metadata = await sharp(await only(ofd, { format: 'png', pageIndex: 0, dpi: 127 })).metadata();
    expect(metadata).toMatchObject({ width: 1050, height: 700, density: 127, hasAlpha: false });
  });

  it('of more pixels than anybody can show is refused', async () => {
    const poster = anOfd({
      files: {
        'Doc_0/Document.xml':
          '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 9000 9000</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
      },
    });
    const drawn = convertFile(poster, { format: 'png', pageIndex: 0, dpi: 150 });
    await expect(drawn).rejects.toMatchObject({ code: 'image_too_large' });
  });
});

describe('an OFD as PDF', () => {
  it('has the size of the page to a hundredth of a millimetre', async () => {
    const pdf = Buffer.from(await only(ofd, { format: 'pdf', pageIndex: null, dpi: 150 }));
    const { PDFDocument } = await import('pdf-lib');
    const [page] = (await PDFDocument.load(pdf)).getPages();
    expect((page?.getWidth() ?? 0) * MM_PER_POINT).toBeCloseTo(210, 2);
    expect((page?.getHeight() ?? 0) * MM_PER_POINT).toBeCloseTo(140, 2);
  });

  it('keeps its text as text: reading it gives what reading the page gives', async () => {
    const facts = anInvoice({ seed: 'as-pdf', kind: 'digital_special' });
    const made = await makeOfd(facts);
    const pdf = await only(made, { format: 'pdf', pageIndex: null, dpi: 150 });
    const reading = await readInvoice(pdf, { fileName: 'a.pdf' });
    const fields = reading.documents[0]?.fields;
    expect(fields).toMatchObject({
      invoiceNumber: facts.number,
      sellerName: facts.seller.name,
      buyerTaxId: facts.buyer.taxId,
      totalAmount: facts.totalAmount,
    });
    expect(fields?.items).toHaveLength(facts.items.length);
  });

  it('is the same bytes for the same file', async () => {
    const twice = await Promise.all([0, 1].map(() => only(ofd, { format: 'pdf', pageIndex: null, dpi: 150 })));
    expect(Buffer.compare(twice[0] ?? new Uint8Array(), twice[1] ?? new Uint8Array())).toBe(0);
  });

  it('leaves out annotations that are not to be printed', async () => {
    const files = {
      'Doc_0/Document.xml':
        '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:Annotations>Annots.xml</ofd:Annotations></ofd:Document>',
      'Doc_0/Annots.xml':
        '<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Page PageID="1"><ofd:FileLoc>Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
      'Doc_0/Annot.xml':
        '<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot Print="false"><ofd:Appearance Boundary="10 10 50 10"><ofd:TextObject Boundary="0 0 50 10" Size="5"><ofd:TextCode X="0" Y="5">只看不印</ofd:TextCode></ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>',
    };
    const annotated = anOfd({ files });
    const svg = Buffer.from(await only(annotated, { format: 'svg', pageIndex: 0, dpi: 150 })).toString();
    expect(svg.match(/<use/g)).toHaveLength(4);
    const pdf = await only(annotated, { format: 'pdf', pageIndex: 0, dpi: 150 });
    expect(pdf.length).toBeLessThan(1500);
  });
});

describe('other files', () => {
  it('a picture is turned upright', async () => {
    const lying = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#00f' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const metadata = await sharp(await only(lying, { format: 'png', pageIndex: null, dpi: 150 })).metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 20, height: 40 });
  });

  it('a PDF and an XML are told apart from what can be drawn', async () => {
    const options = { format: 'png', pageIndex: null, dpi: 150 } as const;
    await expect(convertFile(Buffer.from('%PDF-1.4'), options)).rejects.toThrow(/PDF already/);
    await expect(convertFile(Buffer.from('<a/>'), options)).rejects.toThrow(/no pages/);
  });

  it('has no part for a page that is not there', async () => {
    expect(await convertFile(ofd, { format: 'png', pageIndex: 1, dpi: 150 })).toEqual({ pageCount: 1, parts: [] });
  });
});

function hasPoppler(): boolean {
  try {
    execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The maker sets both files in one face; putting it inside makes the OFD independent of substitutes. */
function withEmbeddedFont(made: Uint8Array): Uint8Array {
  const files = unzipSync(made);
  const resources = Buffer.from(files['Doc_0/PublicRes.xml'] ?? '').toString();
  files['Doc_0/Res/face.ttf'] = new Uint8Array(fontBytes('sans'));
  files['Doc_0/PublicRes.xml'] = Buffer.from(
    resources.replace(/<ofd:Font ([^>]*)\/>/, '<ofd:Font $1><ofd:FontFile>face.ttf</ofd:FontFile></ofd:Font>'),
  );
  return zipSync(files);
}

describe.skipIf(!hasPoppler())('beside the PDF of the same invoice', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'render-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // Drawn three times as fine and averaged, so that outlines are compared and not the ways to smooth their edges.
  const [fine, width, height] = [381, 1050, 700];
  const poppler = (pdf: Uint8Array): Buffer => {
    const path = join(folder, 'page');
    writeFileSync(`${path}.pdf`, pdf);
    const size = ['-scale-to-x', String(3 * width), '-scale-to-y', String(3 * height)];
    execFileSync('pdftoppm', [...size, '-png', '-singlefile', `${path}.pdf`, path]);
    return readFileSync(`${path}.png`);
  };
  const averaged = (png: Uint8Array) => sharp(png).resize(width, height, { kernel: 'linear' }).png().toBuffer();

  it('an OFD looks the same, as PNG and as PDF', async () => {
    const facts = anInvoice({ seed: 'faithful', kind: 'digital_ordinary' });
    const made = withEmbeddedFont(await makeOfd(facts));
    const expected = await averaged(poppler(await makePdf(facts)));
    const png = await averaged(await only(made, { format: 'png', pageIndex: 0, dpi: fine }));
    const pdf = await averaged(poppler(await only(made, { format: 'pdf', pageIndex: 0, dpi: fine })));
    expect(await similarity(expected, png)).toBeGreaterThan(0.97);
    expect(await similarity(expected, pdf)).toBeGreaterThan(0.97);
    // The measure tells a page from one that misses a line of text.
    const other = await makePdf({ ...facts, buyer: { ...facts.buyer, name: '另一家名字完全不同的公司' } });
    expect(await similarity(await averaged(poppler(other)), png)).toBeLessThan(0.97);
  });
});

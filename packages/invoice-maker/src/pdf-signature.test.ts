import { readInvoice, type Signature } from '@countinghouse/invoice-reader';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { anInvoice } from './an-invoice.ts';
import { makePdf } from './pdf.ts';
import { appendRevision, type PdfState, type PdfSubFilter, signPdf, withEntry } from './pdf-signature.ts';
import { makePdfTestCa, type PdfTestCa, type SignatureKind } from './pdf-signature-ca.ts';
import { makeTestCa } from './seal/test-ca.ts';

const AT = '20260301080000Z';
const BUREAU = { commonName: '演示税务局', organisation: '演示' };
const SELLER = { commonName: '演示销售方', organisation: '演示' };

let plain: Uint8Array;
let packed: Uint8Array;
let ca: PdfTestCa;
let signed: Uint8Array;

beforeAll(async () => {
  plain = await makePdf(anInvoice({ seed: 5, preset: 'catering' }));
  packed = await (await PDFDocument.load(plain, { updateMetadata: false })).save({ useObjectStreams: true });
  ca = makePdfTestCa('rsa', 1);
  signed = await signPdf(plain, { signer: ca.issue({ name: BUREAU }), at: AT });
});

async function signatureOf(bytes: Uint8Array, trusted: readonly Uint8Array[] = [ca.root]): Promise<Signature> {
  const reading = await readInvoice(bytes, { fileName: 'signed.pdf', trustedRoots: trusted });
  expect(reading.error).toBeNull();
  const [document] = reading.documents;
  if (!document) throw new Error('nothing was read');
  expect(document.isInvoice).toBe(true);
  const check = document.checks.find(({ id }) => id === 'signature');
  const expected = { valid: 'pass', altered: 'fail', untrusted: 'warn', none: 'unknown', unknown: 'unknown' };
  expect(check?.status).toBe(expected[document.signature.status]);
  return document.signature;
}

const revision = (pdf: Uint8Array, change: (state: PdfState) => [number, string][]) =>
  appendRevision(pdf, (state) => new Map(change(state)));

const stream = (content: string) => `<</Length ${content.length}>>\nstream\n${content}\nendstream`;

describe('a signed PDF', () => {
  it.each<[SignatureKind, PdfSubFilter]>([
    ['rsa', 'adbe.pkcs7.detached'],
    ['rsa', 'ETSI.CAdES.detached'],
    ['rsa-pss', 'adbe.pkcs7.detached'],
    ['ecdsa', 'ETSI.CAdES.detached'],
    ['sm2', 'adbe.pkcs7.detached'],
    ['rsa', 'adbe.pkcs7.sha1'],
    ['rsa-sha1', 'adbe.x509.rsa_sha1'],
  ])('with %s as %s is valid under a trusted root only', async (kind, subFilter) => {
    const authority = makePdfTestCa(kind, 2);
    // The oldest form carries one certificate, so its issuer itself must be trusted.
    const isLone = subFilter === 'adbe.x509.rsa_sha1';
    const signer = authority.issue({ name: BUREAU });
    const trusted = isLone ? (signer.certificates[1] ?? authority.root) : authority.root;
    const bytes = await signPdf(plain, { signer, at: AT, subFilter });
    const names = { signer: '演示税务局', issuer: '账房演示签名CA 2' };
    expect(await signatureOf(bytes, [trusted])).toEqual({ status: 'valid', ...names });
    expect(await signatureOf(bytes)).toEqual({ status: 'untrusted', reason: 'issuer_untrusted', ...names });
    const broken = Uint8Array.from(bytes);
    broken[11] = 0x40;
    expect(await signatureOf(broken, [trusted])).toMatchObject({ status: 'altered', alteredFiles: ['content'] });
  });

  it('with object streams is valid too', async () => {
    const bytes = await signPdf(packed, { signer: ca.issue({ name: BUREAU }), at: AT });
    expect(await signatureOf(bytes)).toMatchObject({ status: 'valid' });
  });

  it('with an electronic seal in place of a CMS value is verified as such', async () => {
    const authority = makeTestCa(4);
    const sealed = await signPdf(plain, { signer: ca.issue({ name: BUREAU }), at: AT, sealedBy: authority });
    expect(await signatureOf(sealed, [authority.certificate])).toMatchObject({
      status: 'valid',
      signer: '演示发票专用章',
    });
    expect(await signatureOf(sealed)).toMatchObject({ status: 'untrusted' });
    const broken = Uint8Array.from(sealed);
    broken[11] = 0x40;
    expect(await signatureOf(broken, [authority.certificate])).toMatchObject({ status: 'altered' });
  });

  it('takes roots in PEM', async () => {
    const body = Buffer.from(ca.root).toString('base64');
    const pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    expect(await signatureOf(signed, [Buffer.from(pem)])).toMatchObject({ status: 'valid' });
  });

  it('is untrusted when the certificate had run out or was given out by somebody who may not', async () => {
    const late = await signPdf(plain, { signer: ca.issue({ name: BUREAU, until: '20251231235959Z' }), at: AT });
    expect(await signatureOf(late)).toMatchObject({ status: 'untrusted', issuer: '账房演示签名CA 1' });
    const foreign = await signPdf(plain, { signer: ca.issueFalsely({ name: BUREAU }), at: AT });
    expect(await signatureOf(foreign)).toMatchObject({ status: 'untrusted', issuer: '账房演示签名人 1' });
  });

  it('whose value was replaced is altered', async () => {
    const text = Buffer.from(signed).toString('latin1');
    const last = text.lastIndexOf('0'.repeat(200));
    const end = text.slice(0, last).search(/[1-9a-f]0*$/);
    const broken = Uint8Array.from(signed);
    broken[end] = broken[end] === 0x31 ? 0x32 : 0x31;
    expect(await signatureOf(broken)).toMatchObject({ status: 'altered', reason: 'value_wrong' });
  });

  it('without a signature says so', async () => {
    expect(await signatureOf(plain)).toEqual({ status: 'none' });
  });
});

describe('two signatures', () => {
  it('are valid when both signers are trusted, also with a visible one', async () => {
    const seller = ca.issue({ name: SELLER });
    for (const rectangle of [undefined, [20, 20, 120, 80]] as const) {
      const twice = await signPdf(signed, { signer: seller, at: AT, ...(rectangle && { rectangle }) });
      expect(await signatureOf(twice)).toEqual({
        status: 'valid',
        signer: '演示税务局; 演示销售方',
        issuer: '账房演示签名CA 1',
      });
    }
  });

  it('are as good as the worse one', async () => {
    const stranger = makePdfTestCa('ecdsa', 3).issue({ name: SELLER });
    const twice = await signPdf(signed, { signer: stranger, at: AT, rectangle: [20, 20, 120, 80] });
    expect(await signatureOf(twice)).toMatchObject({ status: 'untrusted', issuer: '账房演示签名CA 3' });
  });

  it('do not heal a change between them', async () => {
    const changed = await revision(signed, ({ page }) => [[page.contents[0] ?? 0, stream('')]]);
    const again = await signPdf(changed, { signer: ca.issue({ name: SELLER }), at: AT });
    expect(await signatureOf2(again)).toMatchObject({ status: 'altered', alteredFiles: ['page 1'] });
  });
});

/** Of a file whose page was emptied, which is no invoice any more. */
async function signatureOf2(bytes: Uint8Array): Promise<Signature | undefined> {
  return (await readInvoice(bytes, { fileName: 'signed.pdf', trustedRoots: [ca.root] })).documents[0]?.signature;
}

describe('a change behind the signature', () => {
  const text = 'BT /F1 20 Tf 300 100 Td (9999.99) Tj ET';

  it.each<[string, string, (state: PdfState) => [number, string][]]>([
    ['other text on the page', 'page 1', ({ page }) => [[page.contents[0] ?? 0, stream(text)]]],
    [
      'a page with further content',
      'page 1',
      ({ page, nextNumber }) => [
        [nextNumber, stream(text)],
        [page.number, withEntry(page.text, 'Contents', `[${page.contents[0] ?? 0} 0 R ${nextNumber} 0 R]`)],
      ],
    ],
    [
      'a note over the page',
      'annotations of page 1',
      ({ page, nextNumber }) => [
        [nextNumber, '<</Type/Annot/Subtype/FreeText/Rect[10 10 200 100]/Contents(9999.99)/DA(/F1 12 Tf)>>'],
        [page.number, withEntry(page.text, 'Annots', `[${[...page.annotations, `${nextNumber} 0 R`].join(' ')}]`)],
      ],
    ],
    [
      'a signature field with an action',
      'annotations of page 1',
      ({ page, nextNumber }) => [
        [nextNumber, '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 0 0]/AA<<>>>>'],
        [page.number, withEntry(page.text, 'Annots', `[${[...page.annotations, `${nextNumber} 0 R`].join(' ')}]`)],
      ],
    ],
    [
      'a catalogue without the signature',
      'form',
      ({ catalogue }) => [[catalogue.number, withEntry(catalogue.text, 'AcroForm', '<</Fields[]>>')]],
    ],
    [
      'an action on opening',
      'document structure',
      ({ catalogue }) => [[catalogue.number, withEntry(catalogue.text, 'OpenAction', '<</S/JavaScript/JS(1)>>')]],
    ],
  ])('%s is told', async (_, part, change) => {
    for (const base of [signed, await signPdf(packed, { signer: ca.issue({ name: BUREAU }), at: AT })]) {
      const signature = await signatureOf2(await revision(base, change));
      expect(signature).toMatchObject({ status: 'altered', reason: 'changed_after_signing' });
      expect(signature?.alteredFiles).toContain(part);
      expect(signature?.signer).toBe('演示税务局');
    }
  });

  it('that only adds validation data leaves the signature valid', async () => {
    const change = ({ catalogue, nextNumber }: PdfState): [number, string][] => [
      [nextNumber, '<</Type/DSS/Certs[]>>'],
      [catalogue.number, withEntry(catalogue.text, 'DSS', `${nextNumber} 0 R`)],
    ];
    const first = await revision(signed, change);
    expect(await signatureOf(first)).toMatchObject({ status: 'valid' });
    // Signed once more, the data of the first are replaced by newer ones.
    const again = await signPdf(first, { signer: ca.issue({ name: SELLER }), at: AT });
    const number = Number(/(\d+) 0 obj\n<<\/Type\/DSS/.exec(Buffer.from(first).toString('latin1'))?.[1]);
    const renewed = await revision(again, () => [[number, '<</Type/DSS/Certs[]/OCSPs[]>>']]);
    expect(await signatureOf(renewed)).toMatchObject({ status: 'valid', signer: '演示税务局; 演示销售方' });
  });

  it('that adds an empty field for a signature, apart from its widget, leaves it valid', async () => {
    const change = ({ page, catalogue, form, nextNumber }: PdfState): [number, string][] => [
      [nextNumber, `<</FT/Sig/T(later)/Kids[${nextNumber + 1} 0 R]>>`],
      [nextNumber + 1, `<</Type/Annot/Subtype/Widget/Parent ${nextNumber} 0 R/Rect[0 0 0 0]>>`],
      [page.number, withEntry(page.text, 'Annots', `[${[...page.annotations, `${nextNumber + 1} 0 R`].join(' ')}]`)],
      [
        catalogue.number,
        withEntry(
          catalogue.text,
          'AcroForm',
          `<</Fields[${[...form.fields, `${nextNumber} 0 R`].join(' ')}]/SigFlags 3>>`,
        ),
      ],
    ];
    expect(await signatureOf(await revision(signed, change))).toMatchObject({ status: 'valid' });
  });

  it('that only adds a time stamp leaves it valid; a time stamp alone says nothing about who', async () => {
    const authority = makePdfTestCa('ecdsa', 5).issue({ name: { commonName: '演示时间戳' } });
    const stamp = { signer: authority, at: AT, subFilter: 'ETSI.RFC3161' } as const;
    expect(await signatureOf(await signPdf(signed, stamp))).toMatchObject({ status: 'valid', signer: '演示税务局' });
    const alone = await signPdf(plain, stamp);
    expect(await signatureOf(alone)).toEqual({ status: 'unknown', reason: 'timestamp_only' });
    const broken = Uint8Array.from(alone);
    broken[11] = 0x40;
    expect(await signatureOf(broken)).toMatchObject({ status: 'altered' });
  });

  it('that nobody understands is unknown, never valid', async () => {
    const odd = Buffer.concat([signed, Buffer.from('\nhello\n')]);
    expect(await signatureOf(odd)).toMatchObject({ status: 'unknown', reason: 'later_revision_unclear' });
    const visible = await revision(signed, ({ page, nextNumber }) => [
      [nextNumber, '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[10 10 200 90]>>'],
      [page.number, withEntry(page.text, 'Annots', `[${[...page.annotations, `${nextNumber} 0 R`].join(' ')}]`)],
    ]);
    expect(await signatureOf(visible)).toMatchObject({ status: 'unknown', reason: 'later_revision_unclear' });
  });

  it('that takes away a stream of objects is never valid', async () => {
    const base = await signPdf(packed, { signer: ca.issue({ name: BUREAU }), at: AT });
    const number = Number(/(\d+) 0 obj\s*<<[^>]*\/Type \/ObjStm/.exec(Buffer.from(packed).toString('latin1'))?.[1]);
    const emptied = await revision(base, () => [
      [number, '<</Type/ObjStm/N 0/First 0/Length 0>>\nstream\n\nendstream'],
    ]);
    const reading = await readInvoice(emptied, { fileName: 'signed.pdf', trustedRoots: [ca.root] });
    expect(number).toBeGreaterThan(0);
    expect(reading.documents.map(({ signature }) => signature.status)).not.toContain('valid');
  });

  it('whose cross-reference points into signed bytes is never valid', async () => {
    // The old definition of the page is still in the file; a false table brings it back.
    const twice = await revision(signed, ({ page }) => [[page.number, page.text]]);
    const file = Buffer.from(twice).toString('latin1');
    const rows = [...file.matchAll(/(\d{10}) 00000 n /g)];
    const at = rows.at(-1)?.index ?? 0;
    const broken = Buffer.from(twice);
    broken.write(rows.at(0)?.[1] ?? '', at, 'latin1');
    expect((await signatureOf2(broken))?.status).not.toBe('valid');
  });
});

describe('signature wrapping', () => {
  it('with foreign objects in a widened gap is altered', async () => {
    const bytes = await signPdf(plain, { signer: ca.issue({ name: BUREAU }), at: AT, rangeLast: true });
    const text = Buffer.from(bytes).toString('latin1');
    const [, first = '', second = '', rest = ''] = /\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(text) ?? [];
    const [gapStart, gapEnd, tail] = [Number(first), Number(second), Number(rest)];
    const foreign = '\n900 0 obj\n<</Type/Page>>\nendobj\n901 0 obj\n<<';
    const placed = (start: number) => `/ByteRange [0 ${gapStart} ${start} ${tail}]>>\nendobj${foreign}`;
    let start = gapEnd + placed(gapEnd).length;
    if (gapEnd + placed(start).length !== start) start = gapEnd + placed(start).length;
    const wrapped = Buffer.from(text.slice(0, gapEnd) + placed(start) + text.slice(gapEnd), 'latin1');
    const signature = await signatureOf2(wrapped);
    expect(signature).toMatchObject({ status: 'altered', reason: 'range_incomplete', alteredFiles: ['ByteRange'] });
  });

  it('with a range that stops early or starts late is never valid', async () => {
    const text = Buffer.from(signed).toString('latin1');
    for (const range of ['[5 ', '[0 1 ']) {
      const broken = Buffer.from(text.replace('/ByteRange [0 ', `/ByteRange ${range}`), 'latin1');
      expect((await signatureOf2(broken))?.status).not.toBe('valid');
    }
  });
});

describe('any single byte that is changed', () => {
  it('leaves no signature valid, outside of the padding behind its value', async () => {
    const twice = await signPdf(signed, { signer: ca.issue({ name: SELLER }), at: AT });
    const text = Buffer.from(twice).toString('latin1');
    const paddings = [...text.matchAll(/0{200,}/g)].map(({ index, 0: zeros }) => ({
      start: index,
      end: index + zeros.length,
    }));
    const isPadding = (at: number) => paddings.some(({ start, end }) => at >= start && at < end);
    // A hexadecimal digit in the other case means the same.
    const isSameDigit = (at: number, difference: number) => difference === 0x20 && /[a-f]/i.test(text[at] ?? '');
    await fc.assert(
      fc.asyncProperty(fc.nat(twice.length - 1), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        fc.pre(!isPadding(at) && !isSameDigit(at, difference));
        const broken = Uint8Array.from(twice);
        broken[at] = (broken[at] ?? 0) ^ difference;
        const reading = await readInvoice(broken, { fileName: 'signed.pdf', trustedRoots: [ca.root] });
        expect(reading.documents.map(({ signature }) => signature.status)).not.toContain('valid');
      }),
      { numRuns: 30 },
    );
  });
});

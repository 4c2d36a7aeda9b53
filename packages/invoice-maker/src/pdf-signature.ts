import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import type { PdfSigner } from './pdf-signature-ca.ts';
import {
  type Der,
  explicit,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  utcTime,
} from './seal/der.ts';
import { sealSignature } from './seal/electronic-seal.ts';
import type { TestCa } from './seal/test-ca.ts';

/** Identifiers of CMS (RFC 5652) and of GB/T 35275 for the same things. */
const IDENTIFIERS = {
  foreign: { data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', digest: '2.16.840.1.101.3.4.2.1' },
  chinese: {
    data: '1.2.156.10197.6.1.4.2.1',
    signedData: '1.2.156.10197.6.1.4.2.2',
    digest: '1.2.156.10197.1.401',
  },
} as const;
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4';
/** An arc of the private enterprise numbers for examples (RFC 5612). */
const POLICY = '1.3.6.1.4.1.32473.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';

const CONTENTS_BYTES = 8192;
const RANGE_DIGITS = 10;

export type PdfSubFilter =
  | 'adbe.pkcs7.detached'
  | 'ETSI.CAdES.detached'
  | 'adbe.pkcs7.sha1'
  | 'adbe.x509.rsa_sha1'
  /** A document time stamp: the authority vouches for the time only. */
  | 'ETSI.RFC3161';

export interface SignPdfOptions {
  signer: PdfSigner;
  /** An electronic seal of GB/T 38540 takes the place of the CMS value, and of the signer. */
  sealedBy?: TestCa;
  /** `YYYYMMDDhhmmssZ`, in UTC. */
  at: string;
  subFilter?: PdfSubFilter;
  /** Rectangle of a visible field in points; without it the signature shows nowhere. */
  rectangle?: readonly [number, number, number, number];
  /** Some programs write the range behind the value. */
  rangeLast?: boolean;
}

/** Adds a signature over the whole file as an incremental update, as signing programs do. */
export async function signPdf(pdf: Uint8Array, options: SignPdfOptions): Promise<Uint8Array> {
  const { signer, at, subFilter = 'adbe.pkcs7.detached', rectangle = [0, 0, 0, 0], rangeLast = false } = options;
  const contents = `<${'0'.repeat(CONTENTS_BYTES * 2)}>`;
  const range = `[0 ${'1'.repeat(RANGE_DIGITS)} ${'2'.repeat(RANGE_DIGITS)} ${'3'.repeat(RANGE_DIGITS)}]`;
  const certificate =
    subFilter === 'adbe.x509.rsa_sha1' ? `/Cert<${Buffer.from(signer.certificates[0] ?? []).toString('hex')}>` : '';
  const parts = [`/ByteRange ${range}`, `/Contents ${contents}`];
  if (rangeLast) parts.reverse();
  const unsigned = await appendRevision(pdf, (state) => {
    const value = state.nextNumber;
    const field = value + 1;
    const seen = state.form.fields.length + 1;
    return new Map([
      [value, `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/${subFilter}/M(D:${at})${certificate}${parts.join('')}>>`],
      [
        field,
        `<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature${seen})/F 132/Rect[${rectangle.join(' ')}]/P ${state.page.number} 0 R/V ${value} 0 R>>`,
      ],
      [
        state.page.number,
        withEntry(state.page.text, 'Annots', `[${[...state.page.annotations, `${field} 0 R`].join(' ')}]`),
      ],
      [
        state.catalogue.number,
        withEntry(
          state.catalogue.text,
          'AcroForm',
          `<</Fields[${[...state.form.fields, `${field} 0 R`].join(' ')}]/SigFlags 3>>`,
        ),
      ],
    ]);
  });
  return fillSignature(unsigned, { ...options, subFilter, contents, range });
}

function fillSignature(unsigned: Uint8Array, options: ValueOptions & { contents: string; range: string }): Uint8Array {
  const file = Buffer.from(unsigned);
  const start = file.lastIndexOf(options.contents);
  const end = start + options.contents.length;
  const numbers = [0, start, end, file.length - end].join(' ');
  file.write(`[${numbers.padEnd(options.range.length - 2)}]`, file.lastIndexOf(options.range), 'latin1');
  const signed = Buffer.concat([file.subarray(0, start), file.subarray(end)]);
  const value = Buffer.from(valueOver(signed, options)).toString('hex');
  file.write(value, start + 1, 'latin1');
  return file;
}

type ValueOptions = Pick<SignPdfOptions, 'signer' | 'at' | 'sealedBy'> & { subFilter: PdfSubFilter };

function sealOver(signed: Uint8Array, ca: TestCa, at: string): Der {
  const name = '演示发票专用章';
  const signer = ca.issue({ commonName: name, organisation: '演示' });
  const picture = { type: 'png', bytes: new Uint8Array(1), widthMillimetres: 30, heightMillimetres: 20 } as const;
  return sealSignature({ ca, signer, name, property: 'pdf', signed, at, picture });
}

/** What the container carries besides the signature, if anything. */
function innerOf(subFilter: PdfSubFilter, signed: Uint8Array, at: string): Uint8Array | null {
  if (subFilter === 'adbe.pkcs7.sha1') return createHash('sha1').update(signed).digest();
  if (subFilter !== 'ETSI.RFC3161') return null;
  const imprint = octetString(createHash('sha256').update(signed).digest());
  const algorithm = sequence(objectIdentifier(IDENTIFIERS.foreign.digest));
  const parts = [integer(1), objectIdentifier(POLICY), sequence(algorithm, imprint), integer(1), generalizedTime(at)];
  return sequence(...parts);
}

function valueOver(signed: Uint8Array, { signer, at, subFilter, sealedBy }: ValueOptions): Der {
  if (sealedBy) return sealOver(signed, sealedBy, at);
  if (subFilter === 'adbe.x509.rsa_sha1') return octetString(signer.sign(signed));
  const names = signer.kind === 'sm2' ? IDENTIFIERS.chinese : IDENTIFIERS.foreign;
  const digestName = signer.kind === 'sm2' ? 'sm3' : 'sha256';
  const inner = innerOf(subFilter, signed, at);
  const contentType = subFilter === 'ETSI.RFC3161' ? TIMESTAMP_INFO : names.data;
  const digest = createHash(digestName)
    .update(inner ?? signed)
    .digest();
  const attribute = (identifier: string, value: Der) => sequence(objectIdentifier(identifier), setOf(value));
  const attributes = [
    attribute(CONTENT_TYPE, objectIdentifier(contentType)),
    attribute(SIGNING_TIME, utcTime(at)),
    attribute(MESSAGE_DIGEST, octetString(digest)),
  ].sort(Buffer.compare);
  const signerInfo = sequence(
    integer(1),
    signer.identity,
    sequence(objectIdentifier(names.digest)),
    explicit(0, Buffer.concat(attributes)),
    signer.algorithm,
    octetString(signer.sign(setOf(...attributes))),
  );
  const content = inner ? [explicit(0, octetString(inner))] : [];
  return sequence(
    objectIdentifier(names.signedData),
    explicit(
      0,
      sequence(
        integer(1),
        setOf(sequence(objectIdentifier(names.digest))),
        sequence(objectIdentifier(contentType), ...content),
        explicit(0, Buffer.concat(signer.certificates)),
        setOf(signerInfo),
      ),
    ),
  );
}

export interface PdfState {
  nextNumber: number;
  catalogue: { number: number; text: string };
  /** The first page. `text` is its dictionary, `contents` the numbers of its content streams. */
  page: { number: number; text: string; annotations: string[]; contents: number[] };
  form: { fields: string[] };
}

/** Adds new or changed objects behind the file (ISO 32000-1, 7.5.6): number to dictionary, or stream with dictionary. */
export async function appendRevision(
  pdf: Uint8Array,
  objectsFor: (state: PdfState) => ReadonlyMap<number, string>,
): Promise<Uint8Array> {
  const { state, root, info } = await stateOf(pdf);
  const text = Buffer.from(pdf).toString('latin1');
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? 0);
  let size = pdf.length + 1;
  let added = '\n';
  const rows: { number: number; offset: number }[] = [];
  const append = (part: string) => {
    added += part;
    size += Buffer.byteLength(part, 'latin1');
  };
  const objects = objectsFor(state);
  for (const [number, body] of objects) {
    rows.push({ number, offset: size });
    append(`${number} 0 obj\n${body}\nendobj\n`);
  }
  const numberMax = Math.max(state.nextNumber, ...objects.keys());
  const trailer = `/Root ${root}${info ? `/Info ${info}` : ''}/Prev ${previous}`;
  const start = size;
  if (text.slice(previous, previous + 4) === 'xref') {
    const table = rows.map(({ number, offset }) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
    append(`xref\n${table.join('')}trailer\n<</Size ${numberMax + 1}${trailer}>>\n`);
  } else append(crossReferenceStream({ rows, number: numberMax + 1, start, trailer }));
  append(`startxref\n${start}\n%%EOF\n`);
  return Buffer.concat([pdf, Buffer.from(added, 'latin1')]);
}

interface CrossReferenceOptions {
  rows: { number: number; offset: number }[];
  number: number;
  start: number;
  trailer: string;
}

function crossReferenceStream({ rows, number, start, trailer }: CrossReferenceOptions): string {
  const all = [...rows, { number, offset: start }];
  const data = Buffer.concat(
    all.map(({ offset }) => {
      const row = Buffer.alloc(7);
      row[0] = 1;
      row.writeUInt32BE(offset, 1);
      return row;
    }),
  );
  const index = all.map((row) => `${row.number} 1`).join(' ');
  const dictionary = `<</Type/XRef/W[1 4 2]/Index[${index}]/Size ${number + 1}${trailer}/Length ${data.length}>>`;
  return `${number} 0 obj\n${dictionary}\nstream\n${data.toString('latin1')}\nendstream\nendobj\n`;
}

async function stateOf(pdf: Uint8Array): Promise<{ state: PdfState; root: string; info: string | undefined }> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { context, catalog } = document;
  const page = document.getPage(0);
  // Object and cross-reference streams have numbers too, but are not kept among the objects.
  const sizes = [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Size (\d+)/g),
  ].map((match) => Number(match[1]));
  const listOf = (text: string | undefined) => text?.match(/\d+ 0 R/g) ?? [];
  const root = String(context.trailerInfo.Root);
  const form = catalog.getAcroForm()?.dict.toString();
  const number = (reference: string) => Number.parseInt(reference, 10);
  return {
    root,
    info: context.trailerInfo.Info?.toString(),
    state: {
      nextNumber: Math.max(context.largestObjectNumber + 1, ...sizes),
      catalogue: { number: number(root), text: catalog.toString() },
      page: {
        number: page.ref.objectNumber,
        text: page.node.toString(),
        annotations: listOf(page.node.Annots()?.toString()),
        contents: listOf(/\/Contents\s*(\[[^\]]*\]|\d+ 0 R)/.exec(page.node.toString())?.[1]).map(number),
      },
      form: { fields: listOf(/\/Fields\s*\[([^\]]*)\]/.exec(form ?? '')?.[1]) },
    },
  };
}

/** A dictionary with one entry set; the entry must be none, a reference, or an array or dictionary without others in it. */
export function withEntry(dictionary: string, key: string, value: string): string {
  const old = new RegExp(`/${key}\\s*(?:\\d+ 0 R|\\[[^\\]]*\\]|<<[^<>]*>>)`);
  const bare = dictionary.replace(old, '');
  return `${bare.slice(0, bare.lastIndexOf('>>'))}/${key} ${value}>>`;
}

import fc from 'fast-check';

/** Pieces that parsers of these formats treat in a special way. */
const TOKENS = [
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
  '&e;',
  '&#0;',
  '&#xD800;',
  '<![CDATA[',
  ']]>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<a>'.repeat(200),
  '</ofd:Page>',
  ' xmlns="http://www.ofdspec.org/2016"',
  'DeltaX="g 999999999 1"',
  'Boundary="1e308 -1e308 NaN 1e308"',
  'BaseLoc="../../../../etc/passwd"',
  '9'.repeat(400),
  '-0.000',
  '1e309',
  '/Length 2147483647',
  '/Filter [/FlateDecode /FlateDecode /ASCIIHexDecode]',
  '/Kids [1 0 R 1 0 R]',
  '/Count -1',
  '/Encrypt 1 0 R',
  '/ByteRange [0 1 2 9999999999]',
  '<<'.repeat(300),
  '['.repeat(3000),
  'endobj\n1 0 obj\n',
  'stream\r\n',
  'startxref\n-1\n%%EOF',
  '¥-0.00',
  '壹佰万亿',
] as const;

/** Values that are well-formed and still not what a reader expects. */
const VALUES = [
  '',
  '0',
  '-1',
  '1e308',
  'NaN',
  '999999999999999999999',
  '-99999999.99',
  '0 0 100000 100000',
  '1 0 0 0 0 0',
  'g 99999999 0.1',
  '../../../../etc/passwd',
  '/Doc_0/Document.xml',
  'OFD.xml',
  '20261399',
  '2026-02-30',
  '1.2.3.4',
  '\u202e¥***',
  '（）',
] as const;

/** A value of XML: an attribute's, or the text between two tags. */
const XML_VALUE = /="([^"<>]*)"|>([^<>]{1,200})</g;

export type Mutation =
  | { kind: 'set'; at: number; byte: number }
  | { kind: 'cut'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number; times: number }
  | { kind: 'move'; at: number; length: number; to: number }
  | { kind: 'insert'; at: number; token: string }
  | { kind: 'value'; at: number; value: string }
  | { kind: 'truncate'; at: number };

/** Positions and lengths are shares of the file, so that one mutation fits files of every size. */
const PARTS = 1_000_000;
// Whole numbers, for most floating-point numbers between 0 and 1 lie close to 0.
const share = fc.nat(PARTS - 1).map((part) => part / PARTS);
const shortShare = fc.nat(PARTS / 20).map((part) => part / PARTS);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set'), at: share, byte: fc.nat(255) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert'), at: share, token: fc.constantFrom(...TOKENS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut'), at: share, length: shortShare }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('repeat'),
      at: share,
      length: shortShare,
      times: fc.integer({ min: 2, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move'), at: share, length: shortShare, to: share }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('value'), at: share, value: fc.constantFrom(...VALUES) }) },
);

const fewMutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
const cut: fc.Arbitrary<Mutation> = fc.record({ kind: fc.constant('truncate'), at: share });

/** Mostly small changes; one file in ten ends early as well. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(
  { weight: 9, arbitrary: fewMutations },
  { weight: 1, arbitrary: fc.tuple(fewMutations, cut).map(([steps, last]) => [...steps, last]) },
);

export function mutate(bytes: Uint8Array, steps: readonly Mutation[]): Uint8Array {
  let current = Buffer.from(bytes);
  for (const step of steps) current = applied(current, step);
  return current;
}

function applied(bytes: Buffer<ArrayBuffer>, step: Mutation): Buffer<ArrayBuffer> {
  const at = Math.floor(step.at * bytes.length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (step.kind) {
    case 'set':
      return Buffer.concat([head, Buffer.of(step.byte), tail.subarray(1)]);
    case 'insert':
      return Buffer.concat([head, Buffer.from(step.token), tail]);
    case 'cut':
      return Buffer.concat([head, tail.subarray(Math.ceil(step.length * bytes.length))]);
    case 'repeat': {
      const piece = tail.subarray(0, Math.ceil(step.length * bytes.length));
      return Buffer.concat([head, ...Array.from({ length: step.times }, () => piece), tail.subarray(piece.length)]);
    }
    case 'move': {
      const piece = tail.subarray(0, Math.ceil(step.length * bytes.length));
      const rest = Buffer.concat([head, tail.subarray(piece.length)]);
      const to = Math.floor(step.to * rest.length);
      return Buffer.concat([rest.subarray(0, to), piece, rest.subarray(to)]);
    }
    case 'value':
      return withValue(bytes, at, step.value);
    case 'truncate':
      return Buffer.from(head);
  }
}

/** The file with the first XML value behind a position replaced; unchanged where there is none. */
function withValue(bytes: Buffer<ArrayBuffer>, at: number, value: string): Buffer<ArrayBuffer> {
  const source = bytes.toString('latin1');
  XML_VALUE.lastIndex = at;
  const found = XML_VALUE.exec(source);
  if (!found) return bytes;
  const [old, attribute] = found;
  const encoded = Buffer.from(value).toString('latin1');
  const written = attribute === undefined ? `>${encoded}<` : `="${encoded}"`;
  return Buffer.from(source.slice(0, found.index) + written + source.slice(found.index + old.length), 'latin1');
}

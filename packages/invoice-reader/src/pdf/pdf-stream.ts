import { inflateSync } from 'node:zlib';
import { entryOf, numberAt, type PdfValue } from './pdf-signature-objects.ts';

export interface DecodedStream {
  bytes: Uint8Array;
  /** The first filter that was not undone, for example `DCTDecode`; empty when all were. */
  rest: string;
}

export interface DecodeOptions {
  bytesMax: number;
  /** Follows a reference; without it a stream whose filters are described elsewhere is not decoded. */
  resolve?: (value: PdfValue | undefined) => PdfValue | undefined;
}

/** Undoes the Flate filters of a stream (ISO 32000-1, 7.4.4); null where that fails or gives more than allowed. */
export function decodeStream(dictionary: PdfValue, stream: Uint8Array, options: DecodeOptions): DecodedStream | null {
  const { bytesMax, resolve = (value) => value } = options;
  const filter = resolve(entryOf(dictionary, 'Filter'));
  const parameters = resolve(entryOf(dictionary, 'DecodeParms'));
  if (filter?.kind === 'reference' || parameters?.kind === 'reference') return null;
  const filters = namesIn(filter);
  let bytes = stream;
  for (const [index, name] of filters.entries()) {
    if (name !== 'FlateDecode' && name !== 'Fl') return { bytes, rest: name };
    const own = parameters?.kind === 'array' ? resolve(parameters.items[index]) : parameters;
    const plain = inflated(bytes, bytesMax);
    if (!plain) return null;
    bytes = withoutPrediction(plain, own);
  }
  return { bytes, rest: '' };
}

function namesIn(value: PdfValue | undefined): string[] {
  const items = value?.kind === 'array' ? value.items : value ? [value] : [];
  return items.map((item) => (item.kind === 'name' ? item.text : ''));
}

function inflated(bytes: Uint8Array, bytesMax: number): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(1, bytesMax) });
  } catch {
    // What cannot be inflated cannot be judged; the caller says so.
    return null;
  }
}

function withoutPrediction(data: Uint8Array, parameters: PdfValue | undefined): Uint8Array {
  const predictor = numberAt(parameters, 'Predictor') ?? 1;
  if (predictor < 10) return data;
  const bits = (numberAt(parameters, 'Colors') ?? 1) * (numberAt(parameters, 'BitsPerComponent') ?? 8);
  const rowBytes = Math.ceil((bits * (numberAt(parameters, 'Columns') ?? 1)) / 8);
  return rowBytes > 0 ? undoPngPrediction(data, rowBytes, Math.max(1, bits >> 3)) : data;
}

/** PNG prediction (ISO 32000-1, 7.4.4.4). */
function undoPngPrediction(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.floor(data.length / (rowBytes + 1));
  const plain = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (rowBytes + 1)] ?? 0;
    for (let column = 0; column < rowBytes; column++) {
      const at = row * rowBytes + column;
      const hasLeft = column >= pixelBytes;
      const left = hasLeft ? (plain[at - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (plain[at - rowBytes] ?? 0) : 0;
      const corner = row > 0 && hasLeft ? (plain[at - rowBytes - pixelBytes] ?? 0) : 0;
      plain[at] = (data[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted({ kind, left, up, corner });
    }
  }
  return plain;
}

function predicted({ kind, left, up, corner }: { kind: number; left: number; up: number; corner: number }): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

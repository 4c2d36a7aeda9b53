import { entryOf, isSpace, nameAt, numberAt, PdfTokens, type PdfValue } from './pdf-signature-objects.ts';
import { decodeStream } from './pdf-stream.ts';

/** One definition of an object. */
export interface PdfObject {
  number: number;
  value: PdfValue;
  /** Raw bytes of its stream, as they lie in the file. */
  stream: Uint8Array | null;
  /** Where `N G obj` starts; objects in an object stream have that of their container. */
  offset: number;
  container: number | null;
}

/** A cross-reference table or stream with its trailer. */
export interface CrossReference {
  offset: number;
  trailer: PdfValue;
  /** Object number to offset, to its container, or to nothing where it was deleted. */
  entries: ReadonlyMap<number, { offset: number } | { container: number } | 'free'>;
}

export interface PdfPart {
  objects: PdfObject[];
  crossReferences: CrossReference[];
  /** What `startxref` says, in the order of the file. */
  starts: number[];
  /** Everything between was understood, byte for byte. */
  isUnderstood: boolean;
}

const OBJECTS_MAX = 300_000;
const STREAM_BYTES_MAX = 32 * 1024 * 1024;
/** Bytes that may be read in vain; a made-up file could otherwise have its rest read again from every line. */
const VAIN_BYTES_MAX = 128 * 1024 * 1024;
const HEADER = /^(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+obj/;

/**
 * Reads a stretch of a PDF from front to back, as programs do that mend a file. Nothing here follows the
 * cross-reference, for that of an attacker says what suits him; who needs it compares it with what was found.
 */
export function readPart(bytes: Uint8Array, start: number, end: number): PdfPart {
  const reader = new PartReader(bytes, start, end);
  reader.read();
  return reader.part;
}

class PartReader {
  readonly part: PdfPart = { objects: [], crossReferences: [], starts: [], isUnderstood: true };
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #tokens: PdfTokens;
  #decodedBytes = 0;
  #vainBytes = 0;
  #numbers: Map<number, number> | null = null;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = Math.min(end, bytes.length);
    this.#tokens = new PdfTokens(bytes, start, this.#end);
  }

  read(): void {
    const tokens = this.#tokens;
    for (tokens.skipSpace(); !tokens.isAtEnd; tokens.skipSpace()) {
      const before = tokens.position;
      if (this.#readOne(before)) continue;
      this.part.isUnderstood = false;
      this.#vainBytes += tokens.position - before;
      if (this.#vainBytes > VAIN_BYTES_MAX || this.part.objects.length > OBJECTS_MAX) return;
      tokens.position = this.#nextLine(Math.max(before + 1, tokens.position));
    }
  }

  #nextLine(from: number): number {
    const line = this.#bytes.indexOf(0x0a, from);
    const carriage = this.#bytes.subarray(from, line < 0 ? this.#end : line).indexOf(0x0d);
    const end = carriage >= 0 ? from + carriage : line;
    return end < 0 ? this.#end : Math.min(end + 1, this.#end);
  }

  #textAt(position: number, length: number): string {
    return this.#bytes.toString('latin1', position, Math.min(position + length, this.#end));
  }

  #readOne(position: number): boolean {
    const ahead = this.#textAt(position, 40);
    const header = HEADER.exec(ahead);
    if (this.part.objects.length > OBJECTS_MAX) return false;
    if (header) return this.#readObject(position, { number: Number(header[1]), length: header[0].length });
    if (/^xref[\0\t\n\f\r ]/.test(ahead)) return this.#readTable(position);
    const start = /^startxref[\0\t\n\f\r ]+(\d{1,12})/.exec(ahead);
    if (!start) return false;
    this.part.starts.push(Number(start[1]));
    this.#tokens.position = position + start[0].length;
    return true;
  }

  #readObject(offset: number, header: { number: number; length: number }): boolean {
    const tokens = this.#tokens;
    tokens.position = offset + header.length;
    const value = tokens.next();
    if (!value) return false;
    tokens.skipSpace();
    const hasStream = this.#textAt(tokens.position, 6) === 'stream';
    const stream = hasStream ? this.#readStream(value) : null;
    if (hasStream && !stream) return false;
    const object = { number: header.number, value, stream, offset, container: null };
    this.part.objects.push(object);
    this.#readStreamObject(object);
    tokens.skipSpace();
    if (this.#textAt(tokens.position, 6) !== 'endobj') {
      this.part.isUnderstood = false;
      return true;
    }
    tokens.position += 'endobj'.length;
    return true;
  }

  #readStream(dictionary: PdfValue): Uint8Array | null {
    let start = this.#tokens.position + 'stream'.length;
    if (this.#bytes[start] === 0x0d) start++;
    if (this.#bytes[start] === 0x0a) start++;
    const length = this.#lengthOf(dictionary);
    const stated = length === null ? -1 : start + length;
    const isStatedRight =
      stated >= start && stated <= this.#end && /^[\0\t\n\f\r ]*endstream/.test(this.#textAt(stated, 20));
    const end = isStatedRight ? stated : this.#bytes.indexOf('endstream', start);
    if (end < 0 || end > this.#end) this.#tokens.position = this.#end;
    if (end < 0 || end > this.#end) return null;
    // A length that does not lead to the end lets two programs see two different streams.
    if (!isStatedRight) this.part.isUnderstood = false;
    this.#tokens.position = this.#bytes.indexOf('endstream', end) + 'endstream'.length;
    return this.#bytes.subarray(start, end);
  }

  #lengthOf(dictionary: PdfValue): number | null {
    const length = entryOf(dictionary, 'Length');
    if (length?.kind === 'number') return length.value;
    if (length?.kind !== 'reference') return null;
    this.#numbers ??= plainNumbers(this.#textAt(0, this.#end));
    return this.#numbers.get(length.number) ?? null;
  }

  #readStreamObject(object: PdfObject): void {
    const type = nameAt(object.value, 'Type');
    if (type !== 'ObjStm' && type !== 'XRef') return;
    const data = object.stream && this.#decode(object.value, object.stream);
    if (!data) this.part.isUnderstood = false;
    else if (type === 'ObjStm') this.#readPacked(object, data);
    else this.#readCrossReferenceStream(object, data);
  }

  #decode(dictionary: PdfValue, stream: Uint8Array): Uint8Array | null {
    const data = decodeStream(dictionary, stream, { bytesMax: STREAM_BYTES_MAX - this.#decodedBytes });
    this.#decodedBytes += data?.bytes.length ?? 0;
    return data?.rest === '' ? data.bytes : null;
  }

  #readPacked(container: PdfObject, data: Uint8Array): void {
    const count = numberAt(container.value, 'N') ?? 0;
    const first = numberAt(container.value, 'First') ?? 0;
    const header = new PdfTokens(data, 0, first);
    for (let index = 0; index < count && index < OBJECTS_MAX; index++) {
      const number = header.next();
      const offset = header.next();
      const isPair = number?.kind === 'number' && offset?.kind === 'number';
      const value = isPair ? new PdfTokens(data, first + offset.value, data.length).next() : null;
      if (!isPair || !value) {
        this.part.isUnderstood = false;
        return;
      }
      this.part.objects.push({
        number: number.value,
        value,
        stream: null,
        offset: container.offset,
        container: container.number,
      });
    }
  }

  #readTable(offset: number): boolean {
    const tokens = this.#tokens;
    const entries: Map<number, { offset: number } | 'free'> = new Map();
    tokens.position = offset + 'xref'.length;
    for (;;) {
      const first = tokens.next();
      if (first?.kind === 'word' && first.text === 'trailer') break;
      const count = tokens.next();
      if (first?.kind !== 'number' || count?.kind !== 'number' || count.value > OBJECTS_MAX) return false;
      for (let index = 0; index < count.value; index++) {
        const [place, generation, use] = [tokens.next(), tokens.next(), tokens.next()];
        if (place?.kind !== 'number' || generation?.kind !== 'number' || use?.kind !== 'word') return false;
        entries.set(first.value + index, use.text === 'n' ? { offset: place.value } : 'free');
      }
    }
    const trailer = tokens.next();
    if (trailer?.kind !== 'dictionary') return false;
    this.part.crossReferences.push({ offset, trailer, entries });
    return true;
  }

  #readCrossReferenceStream(object: PdfObject, data: Uint8Array): void {
    const widths = numbersOf(entryOf(object.value, 'W'));
    const size = numberAt(object.value, 'Size') ?? 0;
    const index = entryOf(object.value, 'Index') ? numbersOf(entryOf(object.value, 'Index')) : [0, size];
    const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
    const rowBytes = typeWidth + secondWidth + thirdWidth;
    const entries: Map<number, { offset: number } | { container: number } | 'free'> = new Map();
    let position = 0;
    for (let pair = 0; rowBytes > 0 && pair + 1 < index.length; pair += 2) {
      for (let row = 0; row < (index[pair + 1] ?? 0) && position + rowBytes <= data.length; row++) {
        const type = typeWidth === 0 ? 1 : bigEndian(data, position, typeWidth);
        const second = bigEndian(data, position + typeWidth, secondWidth);
        const entry = type === 1 ? { offset: second } : type === 2 ? { container: second } : ('free' as const);
        entries.set((index[pair] ?? 0) + row, entry);
        position += rowBytes;
      }
    }
    this.part.crossReferences.push({ offset: object.offset, trailer: object.value, entries });
  }
}

/** Objects that are nothing but a number, which is how lengths are given that were not known beforehand. */
function plainNumbers(text: string): Map<number, number> {
  const pattern =
    /(?:^|[\0\t\n\f\r ])(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+endobj/g;
  return new Map([...text.matchAll(pattern)].map((match) => [Number(match[1]), Number(match[2])]));
}

function numbersOf(value: PdfValue | undefined): number[] {
  if (value?.kind !== 'array') return [];
  return value.items.map((item) => (item.kind === 'number' ? item.value : 0));
}

function bigEndian(data: Uint8Array, start: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (data[start + i] ?? 0);
  return value;
}

/** Whether nothing but white space follows, which no program looks at. */
export function isBlank(bytes: Uint8Array, start: number): boolean {
  for (let position = start; position < bytes.length; position++) if (!isSpace(bytes[position])) return false;
  return true;
}

/** A value of PDF syntax (ISO 32000-1, 7.3) with its place in the bytes. */
export type PdfValue =
  | { kind: 'dictionary'; entries: ReadonlyMap<string, PdfValue>; start: number; end: number }
  | { kind: 'array'; items: readonly PdfValue[]; start: number; end: number }
  | { kind: 'string'; bytes: Uint8Array; isHex: boolean; start: number; end: number }
  | { kind: 'name' | 'word'; text: string; start: number; end: number }
  | { kind: 'number'; value: number; start: number; end: number }
  | { kind: 'reference'; number: number; start: number; end: number };

const DEPTH_MAX = 40;
/** Values of one object; a cross-reference or a page tree has some thousands. */
const VALUES_MAX = 400_000;

const SPACES = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)));

export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && SPACES.has(byte);
}

function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && !SPACES.has(byte) && !DELIMITERS.has(byte);
}

/** Reads values one after the other. `next` gives null at the end and where the bytes are no PDF syntax. */
export class PdfTokens {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #values = 0;
  position: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = Math.min(end, bytes.length);
  }

  skipSpace(): void {
    for (; this.position < this.#end; this.position++) {
      const byte = this.#bytes[this.position];
      if (byte === 0x25) this.#skipLine();
      else if (!isSpace(byte)) return;
    }
  }

  get isAtEnd(): boolean {
    return this.position >= this.#end;
  }

  #skipLine(): void {
    while (this.position < this.#end && !this.#isLineEnd()) this.position++;
  }

  #isLineEnd(): boolean {
    const byte = this.#bytes[this.position];
    return byte === 0x0a || byte === 0x0d;
  }

  next(depth = 0): PdfValue | null {
    this.skipSpace();
    if (this.isAtEnd || depth > DEPTH_MAX || ++this.#values > VALUES_MAX) return null;
    const start = this.position;
    const byte = this.#bytes[start];
    if (byte === 0x2f) return this.#name(start);
    if (byte === 0x28) return this.#literal(start);
    if (byte === 0x5b) return this.#array(start, depth);
    if (byte === 0x3c) return this.#bytes[start + 1] === 0x3c ? this.#dictionary(start, depth) : this.#hex(start);
    if (!isRegular(byte)) return null;
    return this.#wordOrNumber(start);
  }

  #regular(): string {
    const start = this.position;
    while (this.position < this.#end && isRegular(this.#bytes[this.position])) this.position++;
    return Buffer.from(this.#bytes.subarray(start, this.position)).toString('latin1');
  }

  #name(start: number): PdfValue {
    this.position++;
    const text = this.#regular().replace(/#([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
    return { kind: 'name', text, start, end: this.position };
  }

  #wordOrNumber(start: number): PdfValue {
    const text = this.#regular();
    const end = this.position;
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return { kind: 'word', text, start, end };
    if (/^\d{1,10}$/.test(text)) {
      const ahead = Buffer.from(this.#bytes.subarray(end, Math.min(end + 24, this.#end))).toString('latin1');
      const reference = /^[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(ahead);
      if (reference) {
        this.position = end + reference[0].length;
        return { kind: 'reference', number: Number(text), start, end: this.position };
      }
    }
    return { kind: 'number', value: Number(text), start, end };
  }

  #literal(start: number): PdfValue | null {
    let level = 0;
    for (; this.position < this.#end; this.position++) {
      const byte = this.#bytes[this.position];
      // The byte behind a backslash can be a bracket that does not count.
      if (byte === 0x5c) this.position++;
      else if (byte === 0x28) level++;
      else if (byte === 0x29 && --level === 0) {
        const bytes = this.#bytes.subarray(start + 1, this.position);
        this.position++;
        return { kind: 'string', bytes, isHex: false, start, end: this.position };
      }
    }
    this.position = Math.min(this.position, this.#end);
    return null;
  }

  #hex(start: number): PdfValue | null {
    const close = this.#bytes.indexOf(0x3e, start);
    if (close < 0 || close >= this.#end) this.position = this.#end;
    if (close < 0 || close >= this.#end) return null;
    const digits = Buffer.from(this.#bytes.subarray(start + 1, close))
      .toString('latin1')
      .replace(/[\0\t\n\f\r ]/g, '');
    if (/[^0-9a-fA-F]/.test(digits)) return null;
    this.position = close + 1;
    const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
    return { kind: 'string', bytes, isHex: true, start, end: this.position };
  }

  #array(start: number, depth: number): PdfValue | null {
    this.position++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.position] === 0x5d && !this.isAtEnd) {
        this.position++;
        return { kind: 'array', items, start, end: this.position };
      }
      const item = this.next(depth + 1);
      if (!item) return null;
      items.push(item);
    }
  }

  #dictionary(start: number, depth: number): PdfValue | null {
    this.position += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.position] === 0x3e && this.#bytes[this.position + 1] === 0x3e) {
        this.position += 2;
        return { kind: 'dictionary', entries, start, end: this.position };
      }
      const key = this.next(depth + 1);
      const value = key?.kind === 'name' ? this.next(depth + 1) : null;
      // Readers differ in which of two equal keys counts, so such a dictionary is none.
      if (key?.kind !== 'name' || !value || entries.has(key.text)) return null;
      entries.set(key.text, value);
    }
  }
}

export function entryOf(value: PdfValue | null | undefined, key: string): PdfValue | undefined {
  return value?.kind === 'dictionary' ? value.entries.get(key) : undefined;
}

export function nameAt(value: PdfValue | null | undefined, key: string): string | undefined {
  const entry = entryOf(value, key);
  return entry?.kind === 'name' ? entry.text : undefined;
}

export function numberAt(value: PdfValue | null | undefined, key: string): number | undefined {
  const entry = entryOf(value, key);
  return entry?.kind === 'number' ? entry.value : undefined;
}

/** Equal texts mean equal values; order of keys and white space do not count. */
export function canonical(value: PdfValue | null | undefined): string {
  switch (value?.kind) {
    case undefined:
      return 'null';
    case 'dictionary':
      return `<<${[...value.entries]
        .filter(([, entry]) => !(entry.kind === 'word' && entry.text === 'null'))
        .map(([key, entry]) => `${JSON.stringify(key)} ${canonical(entry)}`)
        .sort()
        .join(' ')}>>`;
    case 'array':
      return `[${value.items.map(canonical).join(' ')}]`;
    case 'string':
      return `(${value.isHex ? 'h' : 'l'}${Buffer.from(value.bytes).toString('hex')})`;
    case 'name':
      return `/${JSON.stringify(value.text)}`;
    case 'word':
      return value.text;
    case 'number':
      return String(value.value);
    case 'reference':
      return `${value.number}R`;
  }
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** The bytes that a literal string stands for (ISO 32000-1, 7.3.4.2). */
function unescaped(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const plain = text.replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    if (/^[\r\n]/.test(code)) return '';
    const control = ESCAPES[code];
    return control === undefined ? code : String.fromCharCode(control);
  });
  return Buffer.from(plain, 'latin1');
}

/** The bytes that a string stands for. */
export function bytesOfString(value: PdfValue & { kind: 'string' }): Uint8Array {
  return value.isHex ? value.bytes : unescaped(value.bytes);
}

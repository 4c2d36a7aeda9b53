/**
 * Producers embed Type 1C fonts bare, without the tables around them (`CFF ` as of Adobe's note 5176). This puts the
 * tables around such a font that opening it needs; other bytes are given back as they are.
 */
export function withSfntShell(bytes: Uint8Array): Uint8Array {
  // Version 1, minor 0, header of 4 bytes, offsets of 1 to 4 bytes.
  const isBareCff = bytes[0] === 1 && bytes[1] === 0 && bytes[2] === 4 && (bytes[3] ?? 0) >= 1 && (bytes[3] ?? 9) <= 4;
  if (!isBareCff) return bytes;
  return sfnt([
    ['CFF ', bytes],
    ['head', head()],
    ['hhea', hhea()],
    ['maxp', maxp(glyphCount(bytes))],
    ['hmtx', new Uint8Array(4)],
  ]);
}

const UNITS_PER_EM = 1000;

function head(): Uint8Array {
  const table = Buffer.alloc(54);
  table.writeUInt32BE(0x00010000, 0);
  table.writeUInt32BE(0x5f0f3cf5, 12);
  table.writeUInt16BE(UNITS_PER_EM, 18);
  return table;
}

function hhea(): Uint8Array {
  const table = Buffer.alloc(36);
  table.writeUInt32BE(0x00010000, 0);
  // One metric, which counts for all glyphs.
  table.writeUInt16BE(1, 34);
  return table;
}

function maxp(glyphs: number): Uint8Array {
  // As long as that of a TrueType font, for some parsers read on beyond the six bytes that count.
  const table = Buffer.alloc(32);
  table.writeUInt32BE(0x00005000, 0);
  table.writeUInt16BE(glyphs, 4);
  return table;
}

/** The count of the CharStrings index, which the top dictionary points at (operator 17). */
function glyphCount(cff: Uint8Array): number {
  const view = Buffer.from(cff.buffer, cff.byteOffset, cff.length);
  const names = indexAt(view, view.readUInt8(2));
  const tops = indexAt(view, names.end);
  const offset = charStringsOffset(view.subarray(tops.dataStart, tops.end));
  return offset === null ? 0 : view.readUInt16BE(offset);
}

function indexAt(view: Buffer, start: number): { dataStart: number; end: number } {
  const count = view.readUInt16BE(start);
  if (count === 0) return { dataStart: start + 2, end: start + 2 };
  const size = view.readUInt8(start + 2);
  const dataStart = start + 3 + (count + 1) * size;
  const last = view.readUIntBE(start + 3 + count * size, size);
  return { dataStart, end: dataStart + last - 1 };
}

const CHAR_STRINGS = 17;

function charStringsOffset(dictionary: Buffer): number | null {
  let operand = 0;
  for (let at = 0; at < dictionary.length; ) {
    const first = dictionary.readUInt8(at);
    if (first <= 21) {
      if (first === CHAR_STRINGS) return operand;
      at += first === 12 ? 2 : 1;
    } else if (first === 28) {
      operand = dictionary.readInt16BE(at + 1);
      at += 3;
    } else if (first === 29) {
      operand = dictionary.readInt32BE(at + 1);
      at += 5;
    } else if (first === 30) {
      at++;
      while (at < dictionary.length && (dictionary.readUInt8(at) & 0x0f) !== 0x0f) at++;
      at++;
    } else if (first <= 246) {
      operand = first - 139;
      at += 1;
    } else {
      const second = dictionary.readUInt8(at + 1);
      operand = first <= 250 ? (first - 247) * 256 + second + 108 : -(first - 251) * 256 - second - 108;
      at += 2;
    }
  }
  return null;
}

function sfnt(tables: readonly (readonly [tag: string, bytes: Uint8Array])[]): Uint8Array {
  const header = Buffer.alloc(12 + 16 * tables.length);
  header.write('OTTO', 0, 'latin1');
  header.writeUInt16BE(tables.length, 4);
  const parts: Uint8Array[] = [header];
  let offset = header.length;
  for (const [index, [tag, bytes]] of tables.entries()) {
    const entry = 12 + 16 * index;
    header.write(tag, entry, 'latin1');
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(bytes.length, entry + 12);
    const padding = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, new Uint8Array(padding));
    offset += bytes.length + padding;
  }
  return Buffer.concat(parts);
}

import { constants, crc32, deflateRawSync } from 'node:zlib';

interface Entry {
  name: string;
  compressed: Buffer;
  size: number;
  checksum: number;
}

function header({ entry, central, offset }: { entry: Entry; central: boolean; offset: number }): Buffer {
  const name = Buffer.from(entry.name);
  const bytes = Buffer.alloc((central ? 46 : 30) + name.length);
  bytes.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  let at = 4;
  if (central) at = bytes.writeUInt16LE(20, at);
  at = bytes.writeUInt16LE(20, at);
  // No flags, method deflate, 1980-01-01 00:00.
  for (const value of [0, 8, 0, 0x21]) at = bytes.writeUInt16LE(value, at);
  for (const value of [entry.checksum, entry.compressed.length, entry.size]) at = bytes.writeUInt32LE(value >>> 0, at);
  at = bytes.writeUInt16LE(name.length, at);
  at = bytes.writeUInt16LE(0, at);
  if (central) bytes.writeUInt32LE(offset, 42);
  name.copy(bytes, central ? 46 : 30);
  return bytes;
}

/** A zip written by hand, so that its entries can be what a library would refuse to write. */
function zip(entries: readonly Entry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = header({ entry, central: false, offset: 0 });
    directory.push(header({ entry, central: true, offset }));
    parts.push(local, entry.compressed);
    offset += local.length + entry.compressed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

function entryOf(name: string, text: string): Entry {
  const bytes = Buffer.from(text);
  return { name, compressed: deflateRawSync(bytes), size: bytes.length, checksum: crc32(bytes) };
}

const CHUNK_BYTES = 16 * 1024 * 1024;
const CHUNKS = 64;

/** One gibibyte of spaces: a compressed chunk repeated, each ending at a byte border, then an empty last block. */
function hugeEntry(name: string): Entry {
  const chunk = Buffer.alloc(CHUNK_BYTES, 0x20);
  const compressed = deflateRawSync(chunk, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  let checksum = 0;
  for (let count = 0; count < CHUNKS; count++) checksum = crc32(chunk, checksum);
  const lastBlock = Buffer.from([0x03, 0x00]);
  return {
    name,
    compressed: Buffer.concat([...Array.from({ length: CHUNKS }, () => compressed), lastBlock]),
    size: CHUNK_BYTES * CHUNKS,
    checksum,
  };
}

const ROOT =
  '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>';
const DOCUMENT =
  '<?xml version="1.0" encoding="UTF-8"?><ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>';

/** About one megabyte that inflates to one gibibyte. */
export const bombOfd = (): Uint8Array =>
  zip([entryOf('OFD.xml', ROOT), entryOf('Doc_0/Document.xml', DOCUMENT), hugeEntry('Doc_0/Pages/Page_0/Content.xml')]);

/** An entry that would land outside the folder it is unpacked into. */
export const escapingOfd = (): Uint8Array =>
  zip([entryOf('OFD.xml', ROOT), entryOf('../../etc/cron.d/invoice', '* * * * * root true\n')]);

/** A sound zip whose document names a page that is not there. */
export const hollowOfd = (): Uint8Array => zip([entryOf('OFD.xml', ROOT), entryOf('Doc_0/Document.xml', DOCUMENT)]);

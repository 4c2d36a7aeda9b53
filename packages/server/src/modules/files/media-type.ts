import { fileTypeFromBuffer } from 'file-type';
import { type ContentSource, readRange } from './content-source.ts';

/** How much of the start and of the end is looked at. */
const sniffBytes = 16 * 1024;

/** Names that different tools give to one type. */
const plainNames: Record<string, string> = {
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/vnd.wave': 'audio/wav',
};

/** The type that the bytes themselves show; names and claims of the sender count for nothing. */
export async function findMediaType(source: ContentSource): Promise<string> {
  const head = await readRange(source, 0, sniffBytes);
  const found = await fileTypeFromBuffer(head);
  if (found?.ext === 'zip') {
    const tail = await readRange(source, Math.max(0, source.sizeBytes - sniffBytes), sniffBytes);
    return zipType([head, tail]) ?? found.mime;
  }
  if (found?.mime === 'application/x-cfb') return (await compoundType(source, head)) ?? found.mime;
  if (found) return plainNames[found.mime] ?? found.mime;
  if (isTiff(head)) return 'image/tiff';
  return isText(head) ? textType(head) : 'application/octet-stream';
}

const office = 'application/vnd.openxmlformats-officedocument';
/** Entries that only one kind of package has; the name stands in a header or in the directory at the end. */
const packageEntries: readonly (readonly [string, string])[] = [
  // GB/T 33190-2016, 7.1.
  ['OFD.xml', 'application/ofd'],
  ['word/document.xml', `${office}.wordprocessingml.document`],
  ['xl/workbook.xml', `${office}.spreadsheetml.sheet`],
  ['ppt/presentation.xml', `${office}.presentationml.presentation`],
];

const zipType = (parts: readonly Buffer[]): string | undefined =>
  packageEntries.find(([entry]) => parts.some((part) => part.includes(entry)))?.[1];

/** Streams that only one of the old Office formats has ([MS-CFB]: names in UTF-16). */
const compoundStreams: readonly (readonly [string, string])[] = [
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
];

/** The directory begins at the sector that the header names; its first sectors hold the streams of the document. */
async function compoundType(source: ContentSource, head: Buffer): Promise<string | undefined> {
  if (head.length < 512) return undefined;
  const sectorBytes = head.readUInt16LE(30) === 12 ? 4096 : 512;
  const directory = await readRange(source, (head.readUInt32LE(48) + 1) * sectorBytes, 4096);
  return compoundStreams.find(([name]) => directory.includes(Buffer.from(name, 'utf16le')))?.[1];
}

/** Its directory may stand at the end of the file, where `file-type` does not get to look. */
const isTiff = (head: Uint8Array): boolean =>
  ['49492a00', '4d4d002a'].includes(Buffer.from(head.subarray(0, 4)).toString('hex'));

function isText(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  // A character may be cut in half at the end of the part.
  const text = new TextDecoder('utf-8').decode(head.subarray(0, Math.max(0, head.length - 3)));
  return !/\uFFFD|(?![\t\n\v\f\r])\p{Cc}/u.test(text);
}

const textType = (head: Uint8Array): string =>
  /^\uFEFF?\s*</.test(Buffer.from(head.subarray(0, 256)).toString('utf8')) &&
  /<\?xml|xmlns|<EInvoice/i.test(Buffer.from(head).toString('utf8'))
    ? 'application/xml'
    : 'text/plain';

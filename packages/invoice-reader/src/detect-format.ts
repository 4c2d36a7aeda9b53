import { ReadingRefusal } from './refusal.ts';

export type DetectedFormat = 'pdf' | 'ofd' | 'xml' | 'image';

// PDF readers accept the header within the first kilobyte.
const PDF_HEADER_WITHIN = 1024;

/** Looks at the bytes only; the name of a file proves nothing. */
export function detectFormat(bytes: Uint8Array): DetectedFormat {
  if (bytes.length === 0) throw new ReadingRefusal('file_empty', 'The file has no content.');
  if (isImage(bytes)) return 'image';
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return 'ofd';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PDF_HEADER_WITHIN)).toString(
    'latin1',
  );
  if (head.includes('%PDF-')) return 'pdf';
  if (isXml(bytes)) return 'xml';
  throw new ReadingRefusal('format_unknown', 'The content is neither PDF, OFD, XML nor an image.');
}

function startsWith(bytes: Uint8Array, prefix: readonly number[], offset = 0): boolean {
  return prefix.every((value, index) => bytes[offset + index] === value);
}

function isImage(bytes: Uint8Array): boolean {
  return (
    startsWith(bytes, [0xff, 0xd8, 0xff]) ||
    startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
    startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) ||
    startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) ||
    startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a]) ||
    startsWith(bytes, [0x49, 0x49, 0x2b, 0x00]) ||
    startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2b]) ||
    (startsWith(bytes, [0x42, 0x4d]) && bytes.length > 26 && startsWith(bytes, [0, 0, 0, 0], 6)) ||
    (startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8)) ||
    isHeif(bytes)
  );
}

function isHeif(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0x66, 0x74, 0x79, 0x70], 4)) return false;
  const brand = String.fromCharCode(...bytes.subarray(8, 12));
  return ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis'].includes(brand);
}

function isXml(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe, 0x3c, 0x00]) || startsWith(bytes, [0xfe, 0xff, 0x00, 0x3c])) return true;
  let offset = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  while (offset < bytes.length && [0x20, 0x09, 0x0a, 0x0d].includes(bytes[offset] ?? 0)) offset++;
  if (bytes[offset] !== 0x3c) return false;
  const next = bytes[offset + 1] ?? 0;
  const isNameStart = (next >= 0x41 && next <= 0x5a) || (next >= 0x61 && next <= 0x7a) || next === 0x5f || next >= 0x80;
  return next === 0x3f || next === 0x21 || isNameStart;
}

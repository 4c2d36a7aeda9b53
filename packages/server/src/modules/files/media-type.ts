import { fileTypeFromBuffer } from 'file-type';

/** How many bytes from the start and from the end `findMediaType` wants to see. */
export const sniffBytes = 16 * 1024;

/** The type that the bytes themselves show; names and claims of the sender count for nothing. */
export async function findMediaType(head: Uint8Array, tail: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(head);
  // An OFD is a zip with OFD.xml at its root (GB/T 33190-2016, 7.1); the name stands in a header or in the directory at the end.
  if (found?.ext === 'zip' && [head, tail].some((part) => Buffer.from(part).includes('OFD.xml')))
    return 'application/ofd';
  if (found) return found.mime;
  if (isTiff(head)) return 'image/tiff';
  return isText(head) ? textType(head) : 'application/octet-stream';
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

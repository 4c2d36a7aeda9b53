/** The declaration has to stand within the first kilobyte (HTML standard); some pages need somewhat longer. */
const declarationBytes = 4096;

/** Text of a page in the character set that the answer or the page names; Chinese pages often name none. */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const named = byteOrderMark(bytes) ?? charsetIn(contentType) ?? declaredIn(bytes);
  const decoder = named === undefined ? undefined : decoderFor(named);
  if (decoder) return decoder.decode(bytes);
  try {
    // The last character may be cut in half.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

const charsetIn = (text: string): string | undefined => /charset\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1];

const declaredIn = (bytes: Uint8Array): string | undefined =>
  charsetIn(
    Buffer.from(bytes.subarray(0, declarationBytes))
      .toString('latin1')
      .match(/<meta[^>]*charset[^>]*>/i)?.[0] ?? '',
  );

/** GB 18030 contains GBK and GB 2312, and pages often hold more than they name. */
function decoderFor(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(/^gb(k|2312)$/i.test(label) ? 'gb18030' : label);
  } catch {
    return undefined;
  }
}

import type { FileRef } from '@countinghouse/protocol';

/** How an original is put before a person's eyes. */
export type OriginalKind = 'pdf' | 'image' | 'xml' | 'drawn' | 'none';

/** By media type, which the server found from the bytes; whatever else has pages is drawn by the server. */
export function originalKind(file: Pick<FileRef, 'mediaType'>, pageCount: number): OriginalKind {
  const { mediaType } = file;
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/webp') return 'image';
  if (/ofd/.test(mediaType)) return 'drawn';
  if (mediaType === 'application/xml' || mediaType === 'text/xml' || mediaType.endsWith('+xml')) return 'xml';
  return pageCount > 0 ? 'drawn' : 'none';
}

import { unzipSync } from 'fflate';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/** Entries of an OFD by normalised path (no leading slash, forward slashes). */
export interface OfdArchive {
  files: Map<string, Uint8Array>;
  /** Lower-case path to real path: producers disagree with their own references about case. */
  names: Map<string, string>;
}

/** Sizes are checked from the directory before anything is inflated; inflating stops at the declared size. */
export function openArchive(bytes: Uint8Array): OfdArchive {
  const names = new Map<string, string>();
  let total = 0;
  let entries = 0;
  const accept = (file: { name: string; size: number; originalSize: number }): boolean => {
    if (++entries > limits.archiveEntriesMax) throw tooLarge('has too many entries');
    if (file.name.endsWith('/')) return false;
    const path = safePath(file.name);
    if (names.has(path.toLowerCase())) throw new ReadingRefusal('archive_unsafe', `The archive holds ${path} twice.`);
    names.set(path.toLowerCase(), path);
    total += file.originalSize;
    const ratio = file.originalSize / Math.max(1, file.size);
    const isSuspicious = file.originalSize > limits.archiveRatioExemptBytes && ratio > limits.archiveRatioMax;
    if (isSuspicious) throw tooLarge(`inflates ${path} ${Math.round(ratio)} times`);
    if (file.originalSize > limits.archiveEntryBytesMax || total > limits.archiveBytesMax)
      throw tooLarge('inflates too far');
    return true;
  };
  const inflated = inflate(bytes, accept);
  const files = new Map(Object.entries(inflated).map(([name, content]) => [safePath(name), content]));
  if (!names.has('ofd.xml')) throw new ReadingRefusal('format_unknown', 'The archive holds no OFD.xml.');
  return { files, names };
}

type Accept = (file: { name: string; size: number; originalSize: number }) => boolean;

function inflate(bytes: Uint8Array, accept: Accept): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: accept });
  } catch (error) {
    if (error instanceof ReadingRefusal) throw error;
    const hasDirectory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf('PK\x05\x06') >= 0;
    throw hasDirectory
      ? new ReadingRefusal('file_damaged', 'The archive is damaged.')
      : new ReadingRefusal('file_truncated', 'The archive ends before its directory.');
  }
}

function tooLarge(reason: string): ReadingRefusal {
  return new ReadingRefusal('archive_too_large', `The archive ${reason}.`);
}

function safePath(name: string): string {
  const path = name.replaceAll('\\', '/').replace(/^\/+/, '');
  const isUnsafe = path.split('/').includes('..') || /^[A-Za-z]:/.test(path) || path.includes('\0') || path === '';
  if (isUnsafe) throw new ReadingRefusal('archive_unsafe', 'The archive holds a path that leads outside of it.');
  return path;
}

export interface OfdFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * Finds what a reference means: absolute, relative to the referring file, or (by some producers) relative to the
 * archive's root. References never leave the archive: there is nothing but the map.
 */
export function findFile(archive: OfdArchive, reference: string | undefined, referrer: string): OfdFile | undefined {
  if (reference === undefined || reference.trim() === '') return undefined;
  const plain = reference.trim().replaceAll('\\', '/');
  const folder = referrer.slice(0, referrer.lastIndexOf('/') + 1);
  const candidates = plain.startsWith('/') ? [plain] : [`${folder}${plain}`, plain];
  for (const candidate of candidates) {
    const path = archive.names.get(collapse(candidate).toLowerCase());
    const bytes = path === undefined ? undefined : archive.files.get(path);
    if (path !== undefined && bytes) return { path, bytes };
  }
  return undefined;
}

function collapse(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

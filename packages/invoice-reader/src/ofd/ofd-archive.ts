import { unzipSync } from 'fflate';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/** Entries of an OFD by normalised path (no leading slash, forward slashes). */
export interface OfdArchive {
  files: Map<string, Uint8Array>;
  /** Lower-case path to real path: producers disagree with their own references about case. */
  names: Map<string, string>;
}

/** Mail programs and download pages pack an OFD once more; deeper nesting is no OFD. */
const WRAPPINGS_MAX = 1;

/** An OFD, also one that was packed once more or together with its folder. */
export function openArchive(bytes: Uint8Array): OfdArchive {
  return unwrap(readZip(bytes), 0);
}

function unwrap(archive: OfdArchive, depth: number): OfdArchive {
  if (archive.names.has('ofd.xml')) return archive;
  const own = [...archive.files].filter(([path]) => !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i.test(path));
  const root = own.map(([path]) => /^([^/]+\/)ofd\.xml$/i.exec(path)?.[1]).find((folder) => folder !== undefined);
  if (root !== undefined && own.every(([path]) => path.startsWith(root))) return withoutFolder(own, root);
  const [only] = own;
  const isZip = only !== undefined && own.length === 1 && only[1][0] === 0x50 && only[1][1] === 0x4b;
  if (isZip && depth < WRAPPINGS_MAX) return unwrap(readZip(only[1]), depth + 1);
  throw isBundle(own.map(([path]) => path))
    ? new ReadingRefusal('archive_of_files', 'The archive holds files of its own; send them one by one.')
    : new ReadingRefusal('format_unknown', 'The archive holds no OFD.xml.');
}

function withoutFolder(files: readonly (readonly [string, Uint8Array])[], folder: string): OfdArchive {
  const entries = files.map(([path, content]) => [path.slice(folder.length), content] as const);
  return { files: new Map(entries), names: new Map(entries.map(([path]) => [path.toLowerCase(), path])) };
}

/** Downloads of several invoices at once; documents of office programs are archives of XML too. */
function isBundle(paths: readonly string[]): boolean {
  if (paths.includes('[Content_Types].xml') || paths.includes('mimetype')) return false;
  return (
    paths.some((path) => /\.(?:pdf|ofd|jpe?g|png)$/i.test(path)) ||
    (paths.length > 0 && paths.every((path) => /^[^/]+\.xml$/i.test(path)))
  );
}

/** Sizes are checked from the directory before anything is inflated; inflating stops at the declared size. */
function readZip(bytes: Uint8Array): OfdArchive {
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

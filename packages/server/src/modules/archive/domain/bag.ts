import { createHash } from 'node:crypto';

/** A file below `data/` of a bag. */
export interface PayloadFile {
  path: string;
  sha256: string;
  sizeBytes: number;
}

export interface BagDocument {
  path: string;
  content: Buffer;
}

const manifestOf = (files: readonly { path: string; sha256: string }[]): string =>
  files.map((file) => `${file.sha256}  ${escapePath(file.path)}\n`).join('');

/** RFC 8493, section 2.1.3: CR, LF and % in paths are percent-encoded. */
const escapePath = (path: string): string =>
  path.replace(/[%\r\n]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

export const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The tag files of a BagIt 1.0 bag (RFC 8493), the tag manifest last. */
export function tagFiles(payload: readonly PayloadFile[], info: readonly (readonly [string, string])[]): BagDocument[] {
  const octets = payload.reduce((sum, file) => sum + file.sizeBytes, 0);
  const lines = [...info, ['Payload-Oxum', `${octets}.${payload.length}`] as const];
  const tags = [
    { path: 'bagit.txt', content: Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n') },
    { path: 'bag-info.txt', content: Buffer.from(lines.map(([label, value]) => `${label}: ${value}\n`).join('')) },
    { path: 'manifest-sha256.txt', content: Buffer.from(manifestOf(payload)) },
  ];
  const tagManifest = manifestOf(tags.map((tag) => ({ path: tag.path, sha256: sha256Of(tag.content) })));
  return [...tags, { path: 'tagmanifest-sha256.txt', content: Buffer.from(tagManifest) }];
}

const nameLengthMax = 80;

/**
 * A file name that every system can unpack: no path parts, no characters that Windows or shells refuse, not hidden, and
 * short. The position keeps equal names apart.
 */
export function safeName(name: string, position: number): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*%]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  const stem = [...plain.slice(0, plain.length - ending.length)].slice(0, nameLengthMax).join('') || 'file';
  return `${String(position).padStart(3, '0')}-${stem}${ending}`;
}

/** 会计档案管理办法 (财政部、国家档案局令第79号), appendix 1: accounting vouchers are kept for 30 years from the end of the fiscal year. */
export const voucherRetentionYears = 30;

/** The last day on which the package must be kept; a fiscal year ends with the calendar year. */
export const retainUntil = (voucherDate: string): string =>
  `${Number(voucherDate.slice(0, 4)) + voucherRetentionYears}-12-31`;

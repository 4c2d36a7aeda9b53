import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Face, openFace } from './face.ts';

/** Files of `fonts/`, whose README says what each holds. */
const FILES = {
  /** 黑体: characters of GB 2312. */
  sans: 'noto-sans-sc-gb2312.ttf.gz',
  /** 宋体: characters of GB 2312, and symbols. */
  song: 'song.otf.br',
  /** 宋体: 23 000 characters of GBK and Unicode beyond GB 2312, which occur in names. */
  songRare: 'song-rare.otf.br',
  /** 楷体: characters of GB 2312. */
  kai: 'kai.ttf.br',
  /** Of the width of Courier New. */
  monoLatin: 'mono.otf.br',
  /** Of the widths of Times New Roman. */
  serifLatin: 'serif-latin.ttf.br',
  /** Of the widths of Arial. */
  sansLatin: 'sans-latin.ttf.br',
} as const;

export type FaceName = keyof typeof FILES;

const opened = new Map<FaceName, Face>();

export function fontBytes(name: FaceName): Uint8Array {
  const file = FILES[name];
  const packed = readFileSync(new URL(`../fonts/${file}`, import.meta.url));
  return file.endsWith('.gz') ? gunzipSync(packed) : brotliDecompressSync(packed);
}

/** A face of this package, opened at its first use. */
export function bundledFace(name: FaceName): Face {
  const known = opened.get(name);
  if (known) return known;
  const face = openFace(fontBytes(name));
  if (!face) throw new Error(`The font ${FILES[name]} of this package cannot be opened.`);
  opened.set(name, face);
  return face;
}

import { crc32 } from 'node:zlib';
import type { StoreChange } from './client-store.ts';

type WrittenChange = [key: string, value: unknown] | [key: string];
const bytesKey = '$bytes';

/** One line per write: CRC-32 of the JSON in hexadecimal, a space, the JSON. */
export async function encodeLine(changes: readonly StoreChange[]): Promise<string> {
  const written = changes.map(({ key, value }): WrittenChange => (value === undefined ? [key] : [key, value]));
  const blobs = new Map<Blob, string>();
  let json = JSON.stringify(written, replacerFor(blobs));
  if (blobs.size > 0) {
    for (const blob of blobs.keys()) blobs.set(blob, Buffer.from(await blob.arrayBuffer()).toString('base64'));
    json = JSON.stringify(written, replacerFor(blobs));
  }
  return `${checksum(json)} ${json}\n`;
}

/** The changes of a line, or undefined where it is damaged. */
export function decodeLine(line: string): StoreChange[] | undefined {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  // The checksum proves that `encodeLine` wrote it.
  const written = JSON.parse(json, revive) as WrittenChange[];
  return written.map(([key, value]) => ({ key, value }));
}

const checksum = (json: string): string => crc32(json).toString(16).padStart(8, '0');

/** Bytes travel as base64. Blobs can only be read asynchronously: the first pass finds them, the second has their bytes. */
function replacerFor(blobs: Map<Blob, string>) {
  return function replace(this: Record<string, unknown>, key: string, value: unknown): unknown {
    // Buffers have become plain objects by now.
    const original = this[key];
    if (original instanceof Uint8Array) return { [bytesKey]: Buffer.from(original).toString('base64') };
    if (!(original instanceof Blob)) return value;
    const known = blobs.get(original) ?? '';
    blobs.set(original, known);
    return { [bytesKey]: known };
  };
}

function revive(_key: string, value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && bytesKey in value;
  return isBytes && typeof value[bytesKey] === 'string'
    ? new Uint8Array(Buffer.from(value[bytesKey], 'base64'))
    : value;
}

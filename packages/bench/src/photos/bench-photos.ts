import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anUnseenPicture } from '@countinghouse/invoice-maker';
import { readInvoice } from '@countinghouse/invoice-reader';
import { percentile } from '../card/summary.ts';
import { compare, type Tally } from './compare.ts';

export interface PhotoOptions {
  isJson: boolean;
  count: number;
  seed: string;
  /** Only pictures of this kind: clean, scan or photo. */
  how?: string;
  /** Where the pictures are kept, to look at them. */
  keep?: string;
}

interface Row extends Tally {
  pictures: number;
  cpuMs: number[];
}

/** Accuracy on pictures that no rule was written for, with the processor time of each. */
export async function benchPhotos(options: PhotoOptions): Promise<void> {
  const rows = new Map<string, Row>();
  for (let number = 0; number < options.count; number++) {
    const picture = await anUnseenPicture(options.seed, number);
    if (options.how !== undefined && options.how !== picture.how) continue;
    if (options.keep !== undefined) await keep(options.keep, `${number}`, picture.bytes);
    const before = process.cpuUsage();
    const { documents } = await readInvoice(picture.bytes, { fileName: 'picture' });
    const { user, system } = process.cpuUsage(before);
    const tally = compare(picture, documents[0]);
    const row = rows.get(picture.how) ?? emptyRow();
    rows.set(picture.how, row);
    add(row, tally, (user + system) / 1000);
    const head = `${picture.how} ${picture.name} ${Math.round((user + system) / 1000)} ms`;
    if (!options.isJson) process.stdout.write(`${head}${tally.misses.map((miss) => `\n    ${miss}`).join('')}\n`);
  }
  const kinds = Object.fromEntries([...rows].map(([how, row]) => [how, summary(row)]));
  process.stdout.write(`${JSON.stringify({ bench: 'photos', count: options.count, seed: options.seed, kinds })}\n`);
}

async function keep(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, bytes[0] === 0x89 ? `${name}.png` : `${name}.jpg`), bytes);
}

const emptyRow = (): Row => ({
  pictures: 0,
  cpuMs: [],
  fields: 0,
  right: 0,
  silent: 0,
  flagged: 0,
  itemFields: 0,
  itemRight: 0,
  misses: [],
});

function add(row: Row, tally: Tally, cpuMs: number): void {
  row.pictures++;
  row.cpuMs.push(cpuMs);
  for (const name of ['fields', 'right', 'silent', 'flagged', 'itemFields', 'itemRight'] as const)
    row[name] += tally[name];
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${part}/${whole} ${((100 * part) / whole).toFixed(1)} %`;

function summary(row: Row): object {
  return {
    pictures: row.pictures,
    fields: share(row.right, row.fields),
    items: share(row.itemRight, row.itemFields),
    silent: share(row.silent, row.fields),
    rightButFlagged: share(row.flagged, row.right),
    cpuMedianMs: Math.round(percentile(row.cpuMs, 0.5)),
    cpuP95Ms: Math.round(percentile(row.cpuMs, 0.95)),
  };
}

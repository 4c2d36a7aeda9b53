import {
  aPlainReceipt,
  aTaxiReceipt,
  drawReceipt,
  type PlainReceiptKind,
  photographReceipts,
  type Receipt,
  TAXI_CITIES,
} from '@countinghouse/invoice-maker';
import { readInvoice } from '@countinghouse/invoice-reader';

const KINDS: readonly PlainReceiptKind[] = ['quota', 'roll', 'toll', 'parking', 'general', 'coach', 'rail'];
const ANGLES = [0, 4, -6, 90, 180, 270, 12] as const;

interface Tally {
  fields: number;
  right: number;
  silent: number;
  cpuMs: number;
  files: number;
}

async function photoOf(receipt: Receipt, index: number, seed: string): Promise<Uint8Array> {
  const picture = await drawReceipt(receipt, { pixelsPerMm: 11, seed });
  const angleDegrees = ANGLES[index % ANGLES.length] ?? 0;
  const isSideways = angleDegrees % 180 !== 0 && angleDegrees % 90 === 0;
  const [along, across] = [Math.round(picture.width * 1.35), Math.round(picture.height * 1.15)];
  const [width, height] = isSideways ? [across, along] : [along, across];
  const laid = { picture, centre: { x: width / 2, y: height / 2 }, angleDegrees, scale: 1 };
  return photographReceipts([laid], { width, height, seed, ground: index % 2 === 0 ? 'sheet' : 'desk' });
}

async function measure(receipt: Receipt, bytes: Uint8Array, tally: Tally): Promise<void> {
  const before = process.cpuUsage();
  const { documents } = await readInvoice(bytes, { fileName: 'receipt.jpg' });
  const { user, system } = process.cpuUsage(before);
  tally.cpuMs += (user + system) / 1000;
  tally.files++;
  for (const [name, value] of Object.entries(receipt.fields)) {
    const read = documents[0]?.fields[name];
    tally.fields++;
    if (read === value) tally.right++;
    else if (read !== undefined && !documents[0]?.doubts.includes(name)) tally.silent++;
  }
}

const makers: readonly [string, (name: string) => Receipt][] = [
  ...TAXI_CITIES.map((city): [string, (name: string) => Receipt] => [
    `taxi ${city.name}`,
    (name) => aTaxiReceipt({ seed: name, city }),
  ]),
  ...KINDS.map((kind): [string, (name: string) => Receipt] => [kind, (name) => aPlainReceipt({ seed: name, kind })]),
];

/** How many fields of made paper receipts are read: `count` of each taxi city and of each other kind. */
export async function benchReceipts({ count, seed }: { count: number; seed: string }): Promise<void> {
  const kinds: Record<string, Tally> = {};
  for (const [kind, make] of makers) {
    const tally: Tally = { fields: 0, right: 0, silent: 0, cpuMs: 0, files: 0 };
    for (let i = 0; i < count; i++) {
      const receipt = make(`${seed}/${i}`);
      await measure(receipt, await photoOf(receipt, i + kind.length, `${seed}/${i}`), tally);
    }
    const cpu = Math.round(tally.cpuMs / Math.max(1, tally.files));
    process.stdout.write(`${kind}\t${tally.right}/${tally.fields}\tsilent ${tally.silent}\tcpu ${cpu} ms\n`);
    kinds[kind] = { ...tally, cpuMs: Math.round(tally.cpuMs) };
  }
  process.stdout.write(`${JSON.stringify({ bench: 'receipts', count, seed, kinds })}\n`);
}

import {
  aPlainReceipt,
  aTaxiReceipt,
  drawReceipt,
  photographReceipts,
  TAXI_CITIES,
} from '@countinghouse/invoice-maker';
import { describe, expect, it } from 'vitest';
import type { InvoiceDocument } from '../../reading.ts';
import { readImage } from '../read-image.ts';

/** Fields that are neither right nor named as doubts. */
function silentErrors(document: InvoiceDocument | undefined, expected: Readonly<Record<string, string>>): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const read = document?.fields[name];
    return read === undefined || read === value || document?.doubts.includes(name) ? [] : [`${name}: ${String(read)}`];
  });
}

function share(document: InvoiceDocument | undefined, expected: Readonly<Record<string, string>>): number {
  const names = Object.keys(expected);
  return names.filter((name) => document?.fields[name] === expected[name]).length / names.length;
}

const city = (name: string) => TAXI_CITIES.find((one) => one.name === name) ?? TAXI_CITIES[0];

describe('a photo of paper receipts', () => {
  it('gives the fields of a taxi receipt that lies askew, with their places', async () => {
    const receipt = aTaxiReceipt({ seed: 'askew', city: city('深圳') });
    const picture = await drawReceipt(receipt, { pixelsPerMm: 11, seed: 1 });
    const laid = { picture, centre: { x: 450, y: 800 }, angleDegrees: 8, scale: 1 };
    const bytes = await photographReceipts([laid], { width: 900, height: 1600, seed: 1, ground: 'desk' });
    const [document, ...others] = (await readImage(bytes)).documents;
    expect(others).toEqual([]);
    expect(share(document, receipt.fields)).toBeGreaterThanOrEqual(0.9);
    expect(silentErrors(document, receipt.fields)).toEqual([]);
    const place = document?.origins.invoiceCode?.place;
    expect(place?.y).toBeGreaterThan(0.1);
    expect(place?.y).toBeLessThan(0.45);
  }, 60_000);

  it('gives a document for each receipt of a sheet, whichever way they lie', async () => {
    const taxi = aTaxiReceipt({ seed: 'sheet', city: city('广州') });
    const coach = aPlainReceipt({ seed: 'sheet', kind: 'coach' });
    const drawn = [taxi, coach].map((receipt) => drawReceipt(receipt, { pixelsPerMm: 9, seed: 2 }));
    const [left, right] = await Promise.all(drawn);
    if (left === undefined || right === undefined) throw new Error('Nothing was drawn.');
    const bytes = await photographReceipts(
      [
        { picture: left, centre: { x: 300, y: 560 }, angleDegrees: 3, scale: 1 },
        { picture: right, centre: { x: 900, y: 500 }, angleDegrees: 180, scale: 1 },
      ],
      { width: 1200, height: 1150, seed: 2, ground: 'sheet' },
    );
    const { documents } = await readImage(bytes);
    for (const receipt of [taxi, coach]) {
      const own = documents.find(({ fields }) => fields.invoiceNumber === receipt.fields.invoiceNumber);
      expect(share(own, receipt.fields)).toBeGreaterThanOrEqual(0.8);
      expect(silentErrors(own, receipt.fields)).toEqual([]);
    }
    expect(documents).toHaveLength(2);
  }, 60_000);
});

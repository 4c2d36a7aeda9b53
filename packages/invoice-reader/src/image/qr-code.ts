import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import { type Box, boundsOf, type Point } from './geometry.ts';
import { type InvoiceQr, parseInvoiceQr } from './qr-payload.ts';
import type { Raster } from './raster.ts';

export interface FoundQr {
  /** Nothing where the code is readable but not that of an invoice. */
  invoice?: InvoiceQr;
  payload: string;
  box: Box;
  /** How many quarters the picture must be turned clockwise for the code to stand upright. */
  quarters: 0 | 1 | 2 | 3;
}

let ready: Promise<void> | undefined;

/** The package would fetch its binary from a content network; it is given the installed one instead. */
function prepared(): Promise<void> {
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function prepare(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const binary = await readFile(path);
  const wasmBinary = binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** All QR codes of the picture, those of invoices first. */
export async function findQrCodes(raster: Raster): Promise<FoundQr[]> {
  await prepared();
  const results = await readBarcodes(rgba(raster), {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: false,
    tryDownscale: true,
    maxNumberOfSymbols: 12,
    textMode: 'Plain',
  });
  return results
    .filter((result) => result.isValid)
    .map(foundQr)
    .sort((a, b) => Number(b.invoice !== undefined) - Number(a.invoice !== undefined));
}

function foundQr(result: ReadResult): FoundQr {
  const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
  return {
    invoice: parseInvoiceQr(result.text),
    payload: result.text,
    box: boundsOf([topLeft, topRight, bottomRight, bottomLeft]),
    quarters: quartersToUpright(topLeft, topRight),
  };
}

/** The upper edge of an upright code runs to the right. */
export function quartersToUpright(topLeft: Point, topRight: Point): 0 | 1 | 2 | 3 {
  const dx = topRight.x - topLeft.x;
  const dy = topRight.y - topLeft.y;
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 0 : 2;
  return dy > 0 ? 3 : 1;
}

function rgba(raster: Raster): ImageData {
  const data = new Uint8ClampedArray(raster.width * raster.height * 4);
  for (let from = 0, to = 0; from < raster.rgb.length; from += 3, to += 4) {
    data[to] = raster.rgb[from] ?? 0;
    data[to + 1] = raster.rgb[from + 1] ?? 0;
    data[to + 2] = raster.rgb[from + 2] ?? 0;
    data[to + 3] = 255;
  }
  // Node has no ImageData class; the reader uses only these members.
  return { data, width: raster.width, height: raster.height, colorSpace: 'srgb' } as ImageData;
}

import { readFileSync } from 'node:fs';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { CannotMakeInvoice, compactDate, type InvoiceFacts, type InvoiceKind } from './facts.ts';

/** A square of modules, true is dark, without quiet zone. */
export interface QrCode {
  size: number;
  isDark(column: number, row: number): boolean;
}

const KIND_CODES: Record<InvoiceKind, string> = {
  digital_special: '31',
  digital_ordinary: '32',
  vat_ordinary_electronic: '10',
  rail_ticket: '51',
};

function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** What the QR code says. The fifth field is the net amount on old invoices and the total on new ones. */
export function qrText(facts: InvoiceFacts): string {
  const old = facts.kind === 'vat_ordinary_electronic';
  const fields = [
    '01',
    KIND_CODES[facts.kind],
    facts.code,
    facts.number,
    old ? facts.amountWithoutTax : facts.totalAmount,
    compactDate(facts.issueDate),
    facts.checkCode,
  ].join(',');
  return `${fields},${crc16(fields)}${old ? ',' : ''}`;
}

let prepared = false;

/** Without this the library would fetch its wasm part from the network. */
function prepare(): void {
  if (prepared) return;
  const bytes = readFileSync(new URL(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer } });
  prepared = true;
}

export async function encodeQrCode(text: string): Promise<QrCode> {
  prepare();
  const { symbol, error } = await writeBarcode(text, {
    format: 'QRCode',
    ecLevel: 'M',
    scale: 1,
    addQuietZones: false,
  });
  if (error !== '') throw new CannotMakeInvoice('qr_code_failed', error);
  const { data, width } = symbol;
  return { size: width, isDark: (column, row) => data[row * width + column] === 0 };
}

import type { InvoiceFacts } from '../facts.ts';
import { encodeQrCode, qrText } from '../qr-code.ts';
import { typeface } from '../typeface.ts';
import { digitalLayout } from './digital-layout.ts';
import type { Drawing } from './drawing.ts';
import { railLayout } from './rail-layout.ts';
import { vatLayout } from './vat-layout.ts';

/** The page that PDF, OFD and picture share. */
export async function drawInvoice(facts: InvoiceFacts): Promise<Drawing> {
  const code = await encodeQrCode(qrText(facts));
  const face = typeface();
  if (facts.rail) return railLayout({ facts, rail: facts.rail, code, face });
  return facts.kind === 'vat_ordinary_electronic'
    ? vatLayout({ facts, code, face })
    : digitalLayout({ facts, code, face });
}

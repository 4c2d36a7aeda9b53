import type { InvoiceFacts } from '../facts.ts';
import { encodeQrCode, qrText } from '../qr-code.ts';
import { typeface } from '../typeface.ts';
import { digitalLayout } from './digital-layout.ts';
import type { Drawing } from './drawing.ts';
import { railLayout } from './rail-layout.ts';
import { transportLayout } from './transport-layout.ts';
import { vatLayout } from './vat-layout.ts';

/** The table of journeys leaves no room for specification and unit; lines that have them get the ordinary page. */
function isTransport({ kind, businessTag, items }: InvoiceFacts): boolean {
  if (kind === 'vat_ordinary_electronic' || businessTag !== '旅客运输服务') return false;
  return items.every(({ specification, unit }) => specification === '' && unit === '');
}

/** The page that PDF, OFD and picture share. */
export async function drawInvoice(facts: InvoiceFacts): Promise<Drawing> {
  const code = await encodeQrCode(qrText(facts));
  const face = typeface();
  if (facts.rail) return railLayout({ facts, rail: facts.rail, code, face });
  if (isTransport(facts)) return transportLayout({ facts, code, face });
  return facts.kind === 'vat_ordinary_electronic'
    ? vatLayout({ facts, code, face })
    : digitalLayout({ facts, code, face });
}

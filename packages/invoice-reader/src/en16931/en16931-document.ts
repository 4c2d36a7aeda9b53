import { checkLinePrices } from '../checks/check-en-lines.ts';
import { assembleDocument } from '../document/assemble-document.ts';
import type { PageText } from '../layout/page-text.ts';
import type { Check, InvoiceDocument, Signature } from '../reading.ts';
import { checkRules } from './check-rules.ts';
import type { En16931Invoice } from './model.ts';
import { candidateOf } from './to-candidate.ts';
import { readVisible } from './visible/read-visible.ts';

export interface En16931Parts {
  invoice: En16931Invoice;
  container: 'xml' | 'pdf';
  /** Pages of the PDF that carries the invoice; none for XML alone. */
  pages: readonly PageText[];
  signature: Signature;
}

/** An EN 16931 invoice with its checks. The XML is the legal original: pages are searched for its values, and compared. */
export function en16931Document({ invoice, container, pages, signature }: En16931Parts): InvoiceDocument {
  const candidate = candidateOf(invoice, container);
  const visible = pages.length === 0 ? [] : [readVisible(pages, candidate.fields)];
  return assembleDocument({
    candidates: [candidate, ...visible],
    // The values were looked for with the number formats of Europe, so the general search is left out.
    pages: [],
    signature,
    checks: (checks) => [...withLinePrices(checks, invoice), ...checkRules(invoice)],
  });
}

/** Whether prices fit needs base quantities and allowances of the lines, which the fields do not have. */
function withLinePrices(checks: readonly Check[], invoice: En16931Invoice): Check[] {
  const found = checkLinePrices(invoice);
  if (!found) return [...checks];
  return checks.map((check) => (check.id === found.id && check.status !== 'fail' ? found : check));
}

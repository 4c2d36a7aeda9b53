import type { Check } from '../reading.ts';
import type { En16931Invoice, En16931Profile } from './model.ts';
import { type RuleFinding, validateEn16931 } from './rules/index.ts';

/** Our fields by the business term that they hold; terms of lines are all `items`. */
const FIELD_OF_TERM: Record<string, string> = {
  'BT-1': 'invoiceNumber',
  'BT-2': 'issueDate',
  'BT-3': 'documentTypeCode',
  'BT-5': 'currency',
  'BT-9': 'dueDate',
  'BT-10': 'buyerReference',
  'BT-12': 'contractNumber',
  'BT-13': 'orderNumber',
  'BT-25': 'precedingInvoiceNumber',
  'BT-27': 'sellerName',
  'BT-31': 'sellerTaxId',
  'BT-32': 'sellerTaxId',
  'BT-44': 'buyerName',
  'BT-48': 'buyerTaxId',
  'BT-84': 'paymentIban',
  'BT-106': 'lineTotalAmount',
  'BT-107': 'allowanceTotalAmount',
  'BT-108': 'chargeTotalAmount',
  'BT-109': 'amountWithoutTax',
  'BT-110': 'taxAmount',
  'BT-112': 'totalAmount',
  'BT-113': 'prepaidAmount',
  'BT-114': 'roundingAmount',
  'BT-115': 'amountDue',
};

/** BT-126 to BT-161 describe lines. */
const LINE_TERMS = { first: 126, last: 161 } as const;

/** Profiles that are by design less than an invoice of EN 16931. */
const WITHOUT_LINES: ReadonlySet<En16931Profile> = new Set(['MINIMUM', 'BASIC WL']);

/** One check for each rule that does not hold; one that passes where all hold. */
export function checkRules(invoice: En16931Invoice): Check[] {
  if (invoice.syntax === 'ZUGFeRD 1') {
    return [whole('unknown', 'ZUGFeRD 1 is older than EN 16931, whose rules do not apply to it.', 'zugferd_1')];
  }
  const byRule = Map.groupBy(validateEn16931(invoice), ({ rule }) => rule);
  if (byRule.size > 0) return [...byRule].map(([rule, findings]) => checkOf(rule, findings));
  return WITHOUT_LINES.has(invoice.profile)
    ? [
        whole(
          'pass',
          `The rules for ${invoice.profile} hold; the profile has no lines, so theirs were left out.`,
          'no_lines',
        ),
      ]
    : [whole('pass', 'All rules of EN 16931 that were applied hold.', 'all')];
}

function whole(status: Check['status'], message: string, scope: string): Check {
  return { id: 'en16931', status, fields: [], message, params: { scope } };
}

function checkOf(rule: string, findings: readonly RuleFinding[]): Check {
  const isFatal = findings.some(({ severity }) => severity === 'fatal');
  const terms = [...new Set(findings.flatMap((finding) => finding.terms))];
  const message = findings[0]?.message ?? '';
  return {
    id: 'en16931',
    status: isFatal ? 'fail' : 'warn',
    fields: [...new Set(terms.map(fieldOf).filter((field) => field !== undefined))],
    message: `${rule}: ${message}`,
    params: { rule, terms: terms.join(', '), count: String(findings.length), detail: message },
  };
}

function fieldOf(term: string): string | undefined {
  const number = Number(term.replace(/^BT-/, ''));
  return number >= LINE_TERMS.first && number <= LINE_TERMS.last ? 'items' : FIELD_OF_TERM[term];
}

import type { En16931Invoice, VatBreakdown } from '../model.ts';
import type { DirectDebit, PaymentInstruction, PostalAddress } from '../model-parties.ts';
import { breakdownLabel } from './group-rules.ts';
import { isIban } from './identifier-checks.ts';
import { given, type Rule, type RuleSet, required, ruleSet } from './rule.ts';
import type { RuleContext } from './rule-context.ts';

/** KoSIT XRechnung 3.0, rules of the CIUS. */
const partyRules: Rule<En16931Invoice>[] = [
  {
    id: 'BR-DE-2',
    terms: ['BG-6'],
    fault: ({ seller }) => (seller && !seller.contact ? 'The seller names no contact.' : undefined),
  },
  inAddress('BR-DE-3', 'BT-37', "The seller's address has no city.", (i) => i.seller?.address, 'city'),
  inAddress('BR-DE-4', 'BT-38', "The seller's address has no post code.", (i) => i.seller?.address, 'postCode'),
  inContact('BR-DE-5', 'BT-41', "The seller's contact has no name.", 'name'),
  inContact('BR-DE-6', 'BT-42', "The seller's contact has no telephone number.", 'telephone'),
  inContact('BR-DE-7', 'BT-43', "The seller's contact has no e-mail address.", 'email'),
  inAddress('BR-DE-8', 'BT-52', "The buyer's address has no city.", (i) => i.buyer?.address, 'city'),
  inAddress('BR-DE-9', 'BT-53', "The buyer's address has no post code.", (i) => i.buyer?.address, 'postCode'),
  inAddress('BR-DE-10', 'BT-77', 'The delivery address has no city.', (i) => i.delivery?.address, 'city'),
  inAddress('BR-DE-11', 'BT-78', 'The delivery address has no post code.', (i) => i.delivery?.address, 'postCode'),
  { id: 'BR-DE-16', terms: ['BT-31', 'BT-32', 'BG-11'], fault: taxedSellerFault },
  {
    id: 'BR-DE-27',
    severity: 'warning',
    terms: ['BT-42'],
    fault: ({ seller }) =>
      seller?.contact && (seller.contact.telephone ?? '').replace(/\D/g, '').length < 3
        ? `The seller's telephone number "${seller.contact.telephone ?? ''}" has fewer than three digits.`
        : undefined,
  },
  {
    id: 'BR-DE-28',
    severity: 'warning',
    terms: ['BT-43'],
    fault: ({ seller }) =>
      seller?.contact && !/^[^@\s]+@(?:[^@.\s]+\.)+[^@.\s]+$/.test((seller.contact.email ?? '').trim())
        ? `The seller's e-mail address "${seller.contact.email ?? ''}" is not one.`
        : undefined,
  },
];

// UNTDID 1001: partial, commercial, corrected, self-billed, credit note, and the three of construction.
const TYPE_CODES = new Set(['326', '380', '384', '389', '381', '875', '876', '877']);
const SPECIFICATION =
  /^urn:cen\.eu:en16931:2017#compliant#urn:(?:xeinkauf\.de:kosit:xrechnung_3\.\d|xoev-de:kosit:standard:xrechnung_[12]\.\d)(?:#|$)/;

const documentRules: Rule<En16931Invoice>[] = [
  {
    id: 'BR-DE-1',
    terms: ['BG-16'],
    fault: ({ payments }) => (payments.length === 0 ? 'There are no payment instructions.' : undefined),
  },
  required('BR-DE-15', ['BT-10'], 'The buyer reference (Leitweg-ID) is missing.', (i) => i.buyerReference),
  {
    id: 'BR-DE-17',
    severity: 'warning',
    terms: ['BT-3'],
    fault: ({ typeCode }) =>
      TYPE_CODES.has(typeCode ?? '')
        ? undefined
        : `Invoice type code "${typeCode ?? ''}" is not one that XRechnung uses.`,
  },
  { id: 'BR-DE-18', terms: ['BT-20'], fault: ({ paymentTerms }) => cashDiscountFault(paymentTerms) },
  {
    id: 'BR-DE-21',
    severity: 'warning',
    terms: ['BT-24'],
    fault: ({ customizationId }) =>
      SPECIFICATION.test(customizationId ?? '')
        ? undefined
        : `"${customizationId ?? ''}" is not the id of a version of XRechnung.`,
  },
  { id: 'BR-DE-22', terms: ['BT-125'], fault: fileNamesFault },
  {
    id: 'BR-DE-26',
    severity: 'warning',
    terms: ['BT-3', 'BG-3'],
    fault: ({ typeCode, precedingInvoices }) =>
      typeCode === '384' && precedingInvoices.length === 0
        ? 'A corrected invoice (384) should name the invoice that it corrects.'
        : undefined,
  },
  { id: 'BR-DE-30', terms: ['BT-90', 'BG-19'], fault: (invoice) => directDebitFault(invoice, 'creditorId') },
  { id: 'BR-DE-31', terms: ['BT-91', 'BG-19'], fault: (invoice) => directDebitFault(invoice, 'debitedAccountId') },
  {
    id: 'BR-DE-TMP-32',
    severity: 'warning',
    terms: ['BT-72', 'BG-14', 'BG-26'],
    fault: ({ delivery, period, lines }) =>
      given(delivery?.actualDate) || period || (lines.length > 0 && lines.every((line) => line.period))
        ? undefined
        : 'Neither a delivery date nor a period says when the service was rendered.',
  },
  {
    id: 'BR-TMP-2',
    severity: 'warning',
    terms: ['BT-124'],
    fault: ({ supportingDocuments }) => {
      const wrong = supportingDocuments.find(
        ({ externalLocation }) => given(externalLocation) && !/^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(externalLocation),
      );
      return wrong && `The location "${wrong.externalLocation}" of a document is not an absolute URL.`;
    },
  },
  { id: 'BR-TMP-3', syntax: 'CII', terms: ['BT-149', 'BT-150'], fault: baseQuantitiesFault },
];

const paymentRules: Rule<PaymentInstruction>[] = [
  {
    id: 'BR-DE-19',
    severity: 'warning',
    terms: ['BT-84'],
    fault: ({ meansCode, creditTransfers }) => {
      if (meansCode !== '58' || creditTransfers.some(({ accountId }) => isIban(accountId ?? ''))) return undefined;
      return `SEPA credit transfer needs an IBAN, "${creditTransfers[0]?.accountId ?? ''}" is none.`;
    },
  },
  {
    id: 'BR-DE-20',
    severity: 'warning',
    terms: ['BT-91'],
    fault: ({ meansCode, directDebit }) =>
      meansCode === '59' && !isIban(directDebit?.debitedAccountId ?? '')
        ? `SEPA direct debit needs an IBAN, "${directDebit?.debitedAccountId ?? ''}" is none.`
        : undefined,
  },
  means('BR-DE-23-a', ['30', '58'], 'credit transfer', ['BG-17']),
  notOthers('BR-DE-23-b', ['30', '58'], 'credit transfer', ['BG-18', 'BG-19']),
  means('BR-DE-24-a', ['48', '54', '55'], 'card', ['BG-18']),
  notOthers('BR-DE-24-b', ['48', '54', '55'], 'card', ['BG-17', 'BG-19']),
  means('BR-DE-25-a', ['59'], 'direct debit', ['BG-19']),
  notOthers('BR-DE-25-b', ['59'], 'direct debit', ['BG-17', 'BG-18']),
];

export const xrechnungRuleSets: RuleSet[] = [
  ruleSet({ subjects: ({ invoice }) => [invoice], rules: [...partyRules, ...documentRules] }),
  ruleSet({
    subjects: ({ invoice }) => invoice.payments,
    label: (_, index) => `Payment instruction ${index + 1}`,
    rules: paymentRules,
  }),
  ruleSet<VatBreakdown>({
    subjects: ({ invoice }) => invoice.vatBreakdown,
    label: breakdownLabel,
    rules: [required('BR-DE-14', ['BT-119'], 'the VAT rate is missing.', ({ rate }) => rate)],
  }),
];

function inAddress(
  id: string,
  term: string,
  sentence: string,
  get: (invoice: En16931Invoice) => PostalAddress | undefined,
  field: 'city' | 'postCode',
): Rule<En16931Invoice> {
  return {
    id,
    terms: [term],
    fault: (invoice) => {
      const address = get(invoice);
      return address && !given(address[field]) ? sentence : undefined;
    },
  };
}

function inContact(
  id: string,
  term: string,
  sentence: string,
  field: 'name' | 'telephone' | 'email',
): Rule<En16931Invoice> {
  return {
    id,
    terms: [term],
    fault: ({ seller }) => (seller?.contact && !given(seller.contact[field]) ? sentence : undefined),
  };
}

const TAXED = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M']);

function taxedSellerFault({ seller, taxRepresentative }: En16931Invoice, { uses }: RuleContext): string | undefined {
  if (taxRepresentative || given(seller?.vatId) || given(seller?.taxRegistrationId)) return undefined;
  const category = [...uses.keys()].find((key) => TAXED.has(key));
  return category && `VAT category ${category} needs the seller's VAT identifier, tax number or a tax representative.`;
}

const CASH_DISCOUNT = /^#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(?:#BASISBETRAG=-?\d+\.\d{2})?#$/;

/** Each discount is a line of its own, which nothing may follow. */
function cashDiscountFault(terms: string | undefined): string | undefined {
  const lines = (terms ?? '').split(/\r?\n/).map((line) => line.trim());
  const wrong = lines.find((line) => line.startsWith('#') && !CASH_DISCOUNT.test(line));
  return wrong === undefined ? undefined : `"${wrong}" is not a cash discount as XRechnung writes it.`;
}

function fileNamesFault({ supportingDocuments }: En16931Invoice): string | undefined {
  const names = supportingDocuments.map(({ attachment }) => attachment?.fileName).filter(given);
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  return twice === undefined ? undefined : `Two attachments are called "${twice}".`;
}

/** UBL has a group for direct debit; CII has it when any of its three terms is there, and then asks for a second one. */
function directDebitFault(invoice: En16931Invoice, field: 'creditorId' | 'debitedAccountId'): string | undefined {
  const debits = invoice.payments.flatMap(({ directDebit }) => (directDebit ? [directDebit] : []));
  const all = invoice.settlementDebit ? [...debits, invoice.settlementDebit] : debits;
  if (all.length === 0) return undefined;
  const isThere = (name: keyof DirectDebit): boolean => all.some((debit: DirectDebit) => given(debit[name]));
  const others = (['mandateReference', 'creditorId', 'debitedAccountId'] as const).filter((name) => name !== field);
  if (isThere(field) && (invoice.syntax !== 'CII' || others.some(isThere))) return undefined;
  if (isThere(field)) return 'Of direct debit, one of mandate, creditor and account is given alone.';
  return field === 'creditorId'
    ? "Direct debit needs the creditor's identifier from the bank."
    : 'Direct debit needs the account that is debited.';
}

type Means = 'BG-17' | 'BG-18' | 'BG-19';

function isPresent(payment: PaymentInstruction, group: Means, { invoice }: RuleContext): boolean {
  if (group === 'BG-17') return payment.creditTransfers.length > 0;
  if (group === 'BG-18') return payment.card !== undefined;
  return payment.directDebit !== undefined || invoice.settlementDebit !== undefined;
}

function means(id: string, codes: string[], name: string, groups: Means[]): Rule<PaymentInstruction> {
  return {
    id,
    terms: ['BT-81', ...groups],
    fault: (payment, context) =>
      codes.includes(payment.meansCode ?? '') && !groups.some((group) => isPresent(payment, group, context))
        ? `payment by ${name} (code ${payment.meansCode}) lacks its details.`
        : undefined,
  };
}

function notOthers(id: string, codes: string[], name: string, groups: Means[]): Rule<PaymentInstruction> {
  return {
    id,
    terms: ['BT-81', ...groups],
    fault: (payment, context) =>
      codes.includes(payment.meansCode ?? '') && groups.some((group) => isPresent(payment, group, context))
        ? `payment by ${name} (code ${payment.meansCode}) gives the details of another way to pay.`
        : undefined,
  };
}

/** CII can state the base quantity at the gross price too; then both must agree. */
function baseQuantitiesFault({ lines }: En16931Invoice): string | undefined {
  for (const { id, price } of lines) {
    const net = price?.baseQuantity;
    const gross = price?.grossBaseQuantity;
    if (!net || !gross) continue;
    const unitsDiffer = given(net.unitCode) && given(gross.unitCode) && net.unitCode !== gross.unitCode;
    if (net.value !== gross.value || unitsDiffer) {
      return `Line ${id ?? ''}: the net price is per ${net.value} ${net.unitCode ?? ''}, the gross price per ${gross.value} ${gross.unitCode ?? ''}.`;
    }
  }
  return undefined;
}

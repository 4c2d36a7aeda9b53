import type { En16931Invoice, PrecedingInvoice, SupportingDocument } from '../model.ts';
import type { PostalAddress } from '../model-parties.ts';
import { inCodeList } from './code-lists.ts';
import { readAmount } from './exact.ts';
import { given, type Rule, required, ruleSet } from './rule.ts';

/** EN 16931-1, rules about the invoice as a whole and its parties. */
const documentRules: Rule<En16931Invoice>[] = [
  required('BR-01', ['BT-24'], 'No specification identifier says which rules apply.', (i) => i.customizationId),
  required('BR-02', ['BT-1'], 'The invoice has no number.', (i) => i.number),
  required('BR-03', ['BT-2'], 'The invoice has no issue date.', (i) => i.issueDate),
  required('BR-04', ['BT-3'], 'The type of invoice is not given.', (i) => i.typeCode),
  required('BR-05', ['BT-5'], 'The currency of the invoice is not given.', (i) => i.currencyCode),
  required('BR-06', ['BT-27'], 'The seller has no name.', (i) => i.seller?.name),
  required('BR-07', ['BT-44'], 'The buyer has no name.', (i) => i.buyer?.name),
  group('BR-08', ['BG-5'], 'The seller has no postal address.', (i) => i.seller?.address),
  country('BR-09', ['BT-40'], "The seller's address names no country.", (i) => i.seller?.address),
  group('BR-10', ['BG-8'], 'The buyer has no postal address.', (i) => i.buyer?.address),
  country('BR-11', ['BT-55'], "The buyer's address names no country.", (i) => i.buyer?.address),
  total('BR-12', 'BT-106', 'The sum of the line amounts is missing.', 'sumOfLines'),
  total('BR-13', 'BT-109', 'The total without VAT is missing.', 'amountWithoutVat'),
  total('BR-14', 'BT-112', 'The total with VAT is missing.', 'amountWithVat'),
  total('BR-15', 'BT-115', 'The amount due for payment is missing.', 'amountDue'),
  { id: 'BR-17', terms: ['BT-59', 'BG-10'], fault: payeeFault },
  {
    id: 'BR-18',
    terms: ['BT-62'],
    fault: ({ taxRepresentative: representative }) =>
      representative && !given(representative.name) ? 'The tax representative has no name.' : undefined,
  },
  {
    id: 'BR-19',
    terms: ['BG-12'],
    fault: ({ taxRepresentative: representative }) =>
      representative && !representative.address ? 'The tax representative has no postal address.' : undefined,
  },
  country(
    'BR-20',
    ['BT-69'],
    "The tax representative's address names no country.",
    (i) => i.taxRepresentative?.address,
  ),
  {
    id: 'BR-29',
    terms: ['BT-73', 'BT-74'],
    fault: ({ period }) =>
      given(period?.startDate) && given(period.endDate) && period.endDate < period.startDate
        ? `The invoicing period ends on ${period.endDate}, before it begins on ${period.startDate}.`
        : undefined,
  },
  { id: 'BR-53', terms: ['BT-6', 'BT-111'], fault: accountingCurrencyFault },
  {
    id: 'BR-56',
    terms: ['BT-63'],
    fault: ({ taxRepresentative: representative }) =>
      representative && !given(representative.vatId) ? 'The tax representative has no VAT identifier.' : undefined,
  },
  country('BR-57', ['BT-80'], 'The delivery address names no country.', (i) => i.delivery?.address),
  scheme('BR-62', ['BT-34'], "The seller's electronic address", (i) => i.seller?.electronicAddress),
  scheme('BR-63', ['BT-49'], "The buyer's electronic address", (i) => i.buyer?.electronicAddress),
  {
    id: 'BR-66',
    terms: ['BG-18'],
    syntax: 'UBL',
    fault: ({ payments }) => several(payments.filter(({ card }) => card !== undefined).length, 'payment cards'),
  },
  {
    id: 'BR-67',
    terms: ['BG-19'],
    syntax: 'UBL',
    fault: ({ payments }) =>
      several(payments.filter((p) => p.directDebit !== undefined).length, 'direct debit mandates'),
  },
  {
    id: 'BR-CO-03',
    terms: ['BT-7', 'BT-8'],
    fault: ({ taxPointDate, taxPointDateCode }) =>
      given(taxPointDate) && given(taxPointDateCode)
        ? `Both a tax point date (${taxPointDate}) and a code for it (${taxPointDateCode}) are given; only one may be.`
        : undefined,
  },
  { id: 'BR-CO-09', terms: ['BT-31', 'BT-48', 'BT-63'], fault: vatPrefixFault },
  {
    id: 'BR-CO-18',
    terms: ['BG-23'],
    fault: ({ vatBreakdown }) => (vatBreakdown.length === 0 ? 'There is no VAT breakdown.' : undefined),
  },
  {
    id: 'BR-CO-19',
    terms: ['BT-73', 'BT-74'],
    fault: ({ period, taxPointDateCode }, { syntax }) =>
      period && !given(period.startDate) && !given(period.endDate) && !(syntax === 'UBL' && given(taxPointDateCode))
        ? 'The invoicing period has neither a start nor an end.'
        : undefined,
  },
  { id: 'BR-CO-25', terms: ['BT-9', 'BT-20', 'BT-115'], fault: paymentDateFault },
  { id: 'BR-CO-26', terms: ['BT-29', 'BT-30', 'BT-31'], fault: sellerIdentityFault },
];

export const documentRuleSet = ruleSet({ subjects: ({ invoice }) => [invoice], rules: documentRules });

export const linesPresenceRuleSet = ruleSet<En16931Invoice>({
  needsLines: true,
  subjects: ({ invoice }) => [invoice],
  rules: [
    {
      id: 'BR-16',
      terms: ['BG-25'],
      fault: ({ lines }) => (lines.length === 0 ? 'The invoice has no lines.' : undefined),
    },
  ],
});

export const precedingInvoiceRuleSet = ruleSet<PrecedingInvoice>({
  subjects: ({ invoice }) => invoice.precedingInvoices,
  label: (_, index) => `Preceding invoice ${index + 1}`,
  rules: [required('BR-55', ['BT-25'], 'the number is missing.', (preceding) => preceding.number)],
});

export const supportingDocumentRuleSet = ruleSet<SupportingDocument>({
  subjects: ({ invoice }) => invoice.supportingDocuments,
  label: (_, index) => `Supporting document ${index + 1}`,
  rules: [required('BR-52', ['BT-122'], 'the reference is missing.', (document) => document.reference)],
});

function group(
  id: string,
  terms: string[],
  sentence: string,
  get: (invoice: En16931Invoice) => PostalAddress | undefined,
): Rule<En16931Invoice> {
  return { id, terms, fault: (invoice) => (get(invoice) === undefined ? sentence : undefined) };
}

function country(
  id: string,
  terms: string[],
  sentence: string,
  get: (invoice: En16931Invoice) => PostalAddress | undefined,
): Rule<En16931Invoice> {
  return {
    id,
    terms,
    fault: (invoice) => {
      const address = get(invoice);
      return address !== undefined && !given(address.countryCode) ? sentence : undefined;
    },
  };
}

function total(
  id: string,
  term: string,
  sentence: string,
  name: 'sumOfLines' | 'amountWithoutVat' | 'amountWithVat' | 'amountDue',
): Rule<En16931Invoice> {
  return required(id, [term], sentence, (invoice) => invoice.totals?.[name]?.value);
}

function scheme(
  id: string,
  terms: string[],
  what: string,
  get: (invoice: En16931Invoice) => { value: string; schemeId?: string } | undefined,
): Rule<En16931Invoice> {
  return {
    id,
    terms,
    fault: (invoice) => {
      const identifier = get(invoice);
      if (identifier === undefined || given(identifier.schemeId)) return undefined;
      return `${what} "${identifier.value}" does not say which scheme it belongs to.`;
    },
  };
}

function several(count: number, what: string): string | undefined {
  return count > 1 ? `The invoice gives ${count} ${what}; one is allowed.` : undefined;
}

/** The UBL binding compares the payee with the seller's trading name, the CII binding with the seller's name. */
function payeeFault({ payee, seller }: En16931Invoice, { syntax }: { syntax: 'UBL' | 'CII' }): string | undefined {
  if (!payee) return undefined;
  if (!given(payee.name)) return 'The payee has no name.';
  const sellerName = syntax === 'UBL' ? seller?.tradingName : seller?.name;
  if (payee.name === sellerName)
    return `The payee "${payee.name}" is the seller; a payee is named only when it differs.`;
  const id = payee.identifier?.value;
  if (given(id) && seller?.identifiers.some(({ value }) => value === id)) {
    return `The payee has the seller's identifier ${id}; a payee is named only when it differs.`;
  }
  return undefined;
}

function accountingCurrencyFault(
  { accountingCurrencyCode: code, currencyCode, taxTotals }: En16931Invoice,
  { syntax }: { syntax: 'UBL' | 'CII' },
): string | undefined {
  if (!given(code)) return undefined;
  if (!taxTotals.some(({ amount }) => amount?.currencyId === code)) {
    return `The VAT accounting currency is ${code}, but no VAT total is given in it.`;
  }
  return syntax === 'CII' && code === currencyCode
    ? `The VAT accounting currency ${code} is that of the invoice; it is given only when it differs.`
    : undefined;
}

function vatPrefixFault({ seller, buyer, taxRepresentative }: En16931Invoice): string | undefined {
  const ids = [seller?.vatId, buyer?.vatId, taxRepresentative?.vatId].filter(given);
  const wrong = ids.find((id) => !inCodeList('VAT prefix', id.slice(0, 2)));
  return wrong === undefined ? undefined : `The VAT identifier "${wrong}" does not begin with a country code.`;
}

/** Credit notes in UBL are exempt, for UBL gives them no due date of their own. */
function paymentDateFault({ syntax, totals, dueDate, paymentTerms }: En16931Invoice): string | undefined {
  const due = readAmount(totals?.amountDue);
  if (syntax === 'UBL CreditNote' || !due || due.units <= 0n || given(dueDate) || given(paymentTerms)) return undefined;
  return `${totals?.amountDue?.value} is to be paid, but neither a due date nor payment terms say when.`;
}

/** A creditor identifier of SEPA stands among the seller's identifiers in UBL, so it identifies the seller there. */
function sellerIdentityFault(
  { seller, payments }: En16931Invoice,
  { syntax }: { syntax: 'UBL' | 'CII' },
): string | undefined {
  if (!seller) return undefined;
  const identified =
    seller.identifiers.some(({ value }) => given(value)) ||
    given(seller.legalRegistrationId?.value) ||
    given(seller.vatId) ||
    (syntax === 'UBL' && payments.some(({ directDebit }) => given(directDebit?.creditorId)));
  return identified ? undefined : 'The seller has no identifier, no legal registration number and no VAT identifier.';
}

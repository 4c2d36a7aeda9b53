import type { En16931Invoice, InvoiceLine, VatBreakdown } from '../model.ts';
import type { Identifier } from '../model-parties.ts';
import { OBJECT_TYPE_CODE } from '../object-type.ts';
import { inCodeList, type ListName } from './code-lists.ts';
import { isDate } from './data-type-rules.ts';
import { breakdownLabel } from './group-rules.ts';
import {
  isAustralianBusiness,
  isBelgianEnterprise,
  isDanishCvr,
  isGln,
  isItalianFiscalCode,
  isItalianOffice,
  isItalianVat,
  isNorwegianOrganisation,
  isSwedishOrganisation,
} from './identifier-checks.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, ruleSet, type Severity } from './rule.ts';

const BUSINESS_PROCESS = /^urn:fdc:peppol\.eu:2017:poacc:billing:(\d{2}):1\.0$/;
const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
// UNTDID 1001 for process 01.
const UBL_INVOICE_TYPES = new Set(
  '71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877'.split(' '),
);
const UBL_CREDIT_TYPES = new Set('81 83 381 396 532'.split(' '));
const GERMAN_ONLY_TYPES = new Set(['326', '384']);

const isGerman = ({ seller, buyer }: En16931Invoice): boolean =>
  [seller, buyer].every((party) => (party?.vatId?.slice(0, 2) ?? party?.address?.countryCode) === 'DE');

/** Peppol BIS Billing 3.0, beside the rules that XRechnung shares. */
const documentRules: Rule<En16931Invoice>[] = [
  {
    id: 'PEPPOL-EN16931-R002',
    terms: ['BG-1'],
    fault: (invoice) =>
      invoice.notes.length > 1 && !isGerman(invoice)
        ? `The invoice has ${invoice.notes.length} notes; one is allowed.`
        : undefined,
  },
  {
    id: 'PEPPOL-EN16931-R003',
    terms: ['BT-10', 'BT-13'],
    fault: ({ buyerReference, orderReference }) =>
      given(buyerReference) || given(orderReference)
        ? undefined
        : 'Neither a buyer reference nor a purchase order is given.',
  },
  {
    id: 'PEPPOL-EN16931-R004',
    terms: ['BT-24'],
    fault: ({ customizationId }) =>
      customizationId?.startsWith(SPECIFICATION) ? undefined : `The specification must begin with ${SPECIFICATION}.`,
  },
  {
    id: 'PEPPOL-EN16931-R006',
    terms: ['BT-18'],
    fault: ({ invoicedObjects }) => atMostOne(invoicedObjects.length, 'invoiced objects'),
  },
  {
    id: 'PEPPOL-EN16931-R007',
    terms: ['BT-23'],
    fault: ({ businessProcess }) =>
      BUSINESS_PROCESS.test(businessProcess ?? '')
        ? undefined
        : `"${businessProcess ?? ''}" is no process of Peppol billing.`,
  },
  {
    id: 'PEPPOL-EN16931-R051',
    syntax: 'UBL',
    terms: ['BT-5'],
    fault: ({ amountCurrencies, currencyCode }) => {
      const other = amountCurrencies.find((currency) => currency !== currencyCode);
      return other && `An amount is in ${other}, the invoice in ${currencyCode ?? 'no currency'}.`;
    },
  },
  {
    id: 'PEPPOL-EN16931-R080',
    terms: ['BT-11'],
    fault: ({ projectReferences }) => atMostOne(projectReferences.length, 'project references'),
  },
  {
    id: 'PEPPOL-EN16931-P0100',
    terms: ['BT-3'],
    fault: (invoice) => (invoice.syntax === 'UBL CreditNote' ? undefined : typeFault(invoice)),
  },
  {
    id: 'PEPPOL-EN16931-P0101',
    terms: ['BT-3'],
    fault: (invoice) => (invoice.syntax === 'UBL CreditNote' ? typeFault(invoice) : undefined),
  },
  {
    id: 'PEPPOL-EN16931-P0112',
    terms: ['BT-3'],
    fault: (invoice) =>
      GERMAN_ONLY_TYPES.has(invoice.typeCode ?? '') && !isGerman(invoice)
        ? `Type ${invoice.typeCode} is only for invoices between German parties.`
        : undefined,
  },
  { id: 'PEPPOL-EN16931-F001', terms: ['BT-2', 'BT-7', 'BT-9', 'BT-72', 'BG-14', 'BG-26'], fault: dateFormFault },
  codes('PEPPOL-EN16931-CL001', ['BT-125'], 'MIME', (i) => i.supportingDocuments.map((d) => d.attachment?.mimeCode)),
  codes('PEPPOL-EN16931-CL002', ['BT-98', 'BT-140'], 'UNTDID 5189', (i) => reasonCodes(i, 'allowances')),
  codes('PEPPOL-EN16931-CL003', ['BT-105', 'BT-145'], 'UNTDID 7161', (i) => reasonCodes(i, 'charges')),
  { ...codes('PEPPOL-EN16931-CL006', ['BT-8'], 'UNTDID 2005', (i) => [i.taxPointDateCode]), syntax: 'UBL' },
  codes('PEPPOL-EN16931-CL007', ['BT-5'], 'ISO 4217', (i) => i.amountCurrencies),
  codes('PEPPOL-EN16931-CL008', ['BT-34', 'BT-49'], 'EAS', (i) =>
    [i.seller, i.buyer].map((party) => party?.electronicAddress?.schemeId),
  ),
];

const lineRules: Rule<InvoiceLine>[] = [
  {
    id: 'PEPPOL-EN16931-R100',
    terms: ['BT-128'],
    fault: ({ referenceTypeCodes = [] }, { syntax }) => {
      const objects = referenceTypeCodes.filter((code) => syntax === 'UBL' || code === OBJECT_TYPE_CODE);
      return objects.length > 1 ? `it refers to ${objects.length} invoiced objects; one is allowed.` : undefined;
    },
  },
];

const breakdownRules: Rule<VatBreakdown>[] = [
  exemption('PEPPOL-EN16931-P0104', 'VATEX-EU-G', 'G'),
  exemption('PEPPOL-EN16931-P0105', 'VATEX-EU-O', 'O'),
  exemption('PEPPOL-EN16931-P0106', 'VATEX-EU-IC', 'K'),
  exemption('PEPPOL-EN16931-P0107', 'VATEX-EU-AE', 'AE'),
  exemption('PEPPOL-EN16931-P0108', 'VATEX-EU-D', 'E'),
  exemption('PEPPOL-EN16931-P0109', 'VATEX-EU-F', 'E'),
  exemption('PEPPOL-EN16931-P0110', 'VATEX-EU-I', 'E'),
  exemption('PEPPOL-EN16931-P0111', 'VATEX-EU-J', 'E'),
];

const identifierRules: Rule<Identifier>[] = [
  checked('PEPPOL-COMMON-R040', { scheme: '0088', what: 'GLN', isRight: isGln }),
  checked('PEPPOL-COMMON-R041', {
    scheme: '0192',
    what: 'Norwegian organisation number',
    isRight: isNorwegianOrganisation,
  }),
  checked('PEPPOL-COMMON-R042', { scheme: '0184', what: 'Danish CVR number', isRight: isDanishCvr }),
  checked('PEPPOL-COMMON-R043', { scheme: '0208', what: 'Belgian enterprise number', isRight: isBelgianEnterprise }),
  checked('PEPPOL-COMMON-R044', { scheme: '0201', what: 'Italian office code', isRight: isItalianOffice }, 'warning'),
  checked(
    'PEPPOL-COMMON-R045',
    { scheme: '0210', what: 'Italian fiscal code', isRight: isItalianFiscalCode },
    'warning',
  ),
  checked(
    'PEPPOL-COMMON-R046',
    { scheme: '9907', what: 'Italian fiscal code', isRight: isItalianFiscalCode },
    'warning',
  ),
  checked('PEPPOL-COMMON-R047', { scheme: '0211', what: 'Italian VAT number', isRight: isItalianVat }, 'warning'),
  checked('PEPPOL-COMMON-R049', {
    scheme: '0007',
    what: 'Swedish organisation number',
    isRight: isSwedishOrganisation,
  }),
  checked(
    'PEPPOL-COMMON-R052',
    { scheme: '0096', what: 'Danish P number', isRight: (text) => /^\d{10}$/.test(text) },
    'warning',
  ),
  checked('PEPPOL-COMMON-R053', { scheme: '0198', what: 'Danish SE number', isRight: isDanishCvr }, 'warning'),
  checked('PEPPOL-COMMON-R050', { scheme: '0151', what: 'Australian business number', isRight: isAustralianBusiness }),
];

export const peppolRuleSets: RuleSet[] = [
  ruleSet({ subjects: ({ invoice }) => [invoice], rules: documentRules }),
  ruleSet({ subjects: ({ invoice }) => invoice.vatBreakdown, label: breakdownLabel, rules: breakdownRules }),
  ruleSet({ needsLines: true, subjects: ({ lines }) => lines, label: lineLabel, rules: lineRules }),
  ruleSet({ subjects: ({ invoice }) => partyIdentifiers(invoice), rules: identifierRules }),
];

function atMostOne(count: number, what: string): string | undefined {
  return count > 1 ? `The invoice has ${count} ${what}; one is allowed.` : undefined;
}

/** CII has one document for both kinds. */
function typeFault({ syntax, typeCode = '', businessProcess }: En16931Invoice): string | undefined {
  if (BUSINESS_PROCESS.exec(businessProcess ?? '')?.[1] !== '01') return undefined;
  const isAllowed =
    (syntax !== 'UBL CreditNote' && UBL_INVOICE_TYPES.has(typeCode)) ||
    (syntax !== 'UBL Invoice' && UBL_CREDIT_TYPES.has(typeCode));
  return isAllowed ? undefined : `Type ${typeCode} is not allowed in process 01.`;
}

function dateFormFault({
  issueDate,
  dueDate,
  taxPointDate,
  delivery,
  period,
  lines,
}: En16931Invoice): string | undefined {
  const periods = [period, ...lines.map((line: InvoiceLine) => line.period)];
  const dates = [
    issueDate,
    dueDate,
    taxPointDate,
    delivery?.actualDate,
    ...periods.flatMap((each) => (each ? [each.startDate, each.endDate] : [])),
  ];
  const wrong = dates.find((date) => given(date) && !isDate(date));
  return wrong === undefined ? undefined : `The date "${wrong}" is not written YYYY-MM-DD.`;
}

function codes(
  id: string,
  terms: string[],
  list: ListName,
  get: (invoice: En16931Invoice) => readonly (string | undefined)[],
): Rule<En16931Invoice> {
  return {
    id,
    terms,
    fault: (invoice) => {
      const wrong = get(invoice).find((code) => given(code) && !inCodeList(list, code));
      return wrong === undefined ? undefined : `Code "${wrong}" is not in the code list ${list}.`;
    },
  };
}

function reasonCodes(invoice: En16931Invoice, kind: 'allowances' | 'charges'): (string | undefined)[] {
  return [...invoice[kind], ...invoice.lines.flatMap((line) => line[kind])].map(({ reasonCode }) => reasonCode);
}

function exemption(id: string, reasonCode: string, category: string): Rule<VatBreakdown> {
  return {
    id,
    terms: ['BT-118', 'BT-121'],
    fault: (row) =>
      row.exemptionReasonCode?.toUpperCase() === reasonCode && row.categoryCode !== category
        ? `reason ${reasonCode} belongs to VAT category ${category}.`
        : undefined,
  };
}

function checked(
  id: string,
  { scheme, what, isRight }: { scheme: string; what: string; isRight: (text: string) => boolean },
  severity: Severity = 'fatal',
): Rule<Identifier> {
  return {
    id,
    severity,
    terms: ['BT-29', 'BT-30', 'BT-34', 'BT-46', 'BT-47', 'BT-49', 'BT-60', 'BT-61'],
    fault: ({ schemeId, value }) =>
      schemeId === scheme && !isRight(value.trim()) ? `"${value}" (scheme ${scheme}) is no ${what}.` : undefined,
  };
}

function partyIdentifiers({ seller, buyer, payee }: En16931Invoice): Identifier[] {
  return [
    ...[seller, buyer].flatMap((party) => [
      ...(party?.identifiers ?? []),
      ...[party?.legalRegistrationId, party?.electronicAddress],
    ]),
    payee?.identifier,
    payee?.legalRegistrationId,
  ].flatMap((identifier) => (identifier ? [identifier] : []));
}

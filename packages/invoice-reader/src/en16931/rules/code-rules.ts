import type { AllowanceOrCharge, En16931Invoice, InvoiceLine, VatBreakdown } from '../model.ts';
import type { Identifier } from '../model-parties.ts';
import { inCodeList, type ListName } from './code-lists.ts';
import { breakdownLabel, ofLine } from './group-rules.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, ruleSet } from './rule.ts';
import type { RuleContext } from './rule-context.ts';

interface CodeRule<Subject> {
  id: string;
  terms: string[];
  /** What the code says, for the message: "Country code". */
  what: string;
  list: ListName;
  get: (subject: Subject) => readonly (string | undefined)[];
  severity?: Rule<Subject>['severity'];
  syntax?: Rule<Subject>['syntax'];
  unless?: (context: RuleContext) => boolean;
}

function coded<Subject>({ id, terms, what, list, get, severity, syntax, unless }: CodeRule<Subject>): Rule<Subject> {
  return {
    id,
    terms,
    severity,
    syntax,
    fault: (subject, context) => {
      if (unless?.(context)) return undefined;
      const wrong = get(subject).find((code) => given(code) && !inCodeList(list, code.trim()));
      return wrong === undefined ? undefined : `${what} "${wrong}" is not in the code list ${list}.`;
    },
  };
}

const schemes = (identifiers: readonly (Identifier | undefined)[]): (string | undefined)[] =>
  identifiers.map((identifier) => identifier?.schemeId);

// The XRechnung extension widens these lists by rules of its own, BR-DEX-01 to BR-DEX-08.
const unless = ({ isXrechnungExtension }: RuleContext): boolean => isXrechnungExtension;

const documentCodes: Rule<En16931Invoice>[] = [
  { id: 'BR-CL-01', terms: ['BT-3'], fault: typeCodeFault },
  coded({
    id: 'BR-CL-03',
    terms: ['BT-5'],
    what: 'Currency of an amount',
    list: 'ISO 4217',
    get: ({ amountCurrencies }) => amountCurrencies,
  }),
  coded({ id: 'BR-CL-04', terms: ['BT-5'], what: 'Currency', list: 'ISO 4217', get: (i) => [i.currencyCode] }),
  coded({
    id: 'BR-CL-05',
    terms: ['BT-6'],
    what: 'VAT accounting currency',
    list: 'ISO 4217',
    get: ({ accountingCurrencyCode }) => [accountingCurrencyCode],
  }),
  {
    id: 'BR-CL-06',
    terms: ['BT-8'],
    fault: ({ taxPointDateCode: code }, { syntax }) => {
      const list = syntax === 'UBL' ? 'UNTDID 2005' : 'UNTDID 2475';
      return !given(code) || inCodeList(list, code)
        ? undefined
        : `Tax point date code "${code}" is not in the code list ${list}.`;
    },
  },
  coded({
    id: 'BR-CL-07',
    terms: ['BT-18'],
    what: 'Scheme of the invoiced object',
    list: 'UNTDID 1153',
    get: ({ invoicedObjects }) => schemes(invoicedObjects),
  }),
  coded({
    id: 'BR-CL-08',
    terms: ['BT-21'],
    what: 'Subject code of a note',
    list: 'UNTDID 4451',
    get: ({ notes }) => notes.map(({ subjectCode }) => subjectCode),
  }),
  { id: 'BR-CL-10', terms: ['BT-29', 'BT-46', 'BT-60'], fault: partySchemeFault },
  coded({
    id: 'BR-CL-11',
    terms: ['BT-30', 'BT-47', 'BT-61'],
    what: 'Scheme of a legal registration number',
    list: 'ISO 6523 ICD',
    get: ({ seller, buyer, payee }) => schemes([seller, buyer, payee].map((party) => party?.legalRegistrationId)),
    unless,
  }),
  coded({
    id: 'BR-CL-14',
    terms: ['BT-40', 'BT-55', 'BT-69', 'BT-80'],
    what: 'Country code',
    list: 'ISO 3166-1',
    get: ({ seller, buyer, taxRepresentative, delivery }) =>
      [seller, buyer, taxRepresentative, delivery].map((place) => place?.address?.countryCode),
  }),
  coded({
    id: 'BR-CL-16',
    terms: ['BT-81'],
    what: 'Payment means code',
    list: 'UNTDID 4461',
    get: ({ payments }) => payments.map(({ meansCode }) => meansCode),
  }),
  coded({
    id: 'BR-CL-24',
    terms: ['BT-125'],
    what: 'Type of an attachment',
    list: 'MIME',
    get: ({ supportingDocuments }) => supportingDocuments.map(({ attachment }) => attachment?.mimeCode),
    unless,
  }),
  coded({
    id: 'BR-CL-25',
    terms: ['BT-34', 'BT-49'],
    what: 'Scheme of an electronic address',
    list: 'EAS',
    get: ({ seller, buyer }) => schemes([seller?.electronicAddress, buyer?.electronicAddress]),
    unless,
  }),
  coded({
    id: 'BR-CL-26',
    terms: ['BT-71'],
    what: 'Scheme of the delivery location',
    list: 'ISO 6523 ICD',
    get: ({ delivery }) => schemes([delivery?.locationId]),
    unless,
  }),
];

const allowanceReason = coded<AllowanceOrCharge>({
  id: 'BR-CL-19',
  terms: ['BT-98', 'BT-140'],
  what: 'reason code',
  list: 'UNTDID 5189',
  get: ({ reasonCode }) => [reasonCode],
});

const chargeReason = coded<AllowanceOrCharge>({
  id: 'BR-CL-20',
  terms: ['BT-105', 'BT-145'],
  what: 'reason code',
  list: 'UNTDID 7161',
  get: ({ reasonCode }) => [reasonCode],
});

const entryCategory = coded<AllowanceOrCharge>({
  id: 'BR-CL-17',
  terms: ['BT-95', 'BT-102'],
  what: 'VAT category',
  list: 'UNTDID 5305',
  get: ({ vatCategoryCode }) => [vatCategoryCode],
});

const lineCodes: Rule<InvoiceLine>[] = [
  coded({
    id: 'BR-CL-07',
    terms: ['BT-128'],
    what: 'scheme of the invoiced object',
    list: 'UNTDID 1153',
    get: ({ objectIdentifier }) => schemes([objectIdentifier]),
  }),
  coded({
    id: 'BR-CL-13',
    terms: ['BT-158'],
    what: 'list of an item classification',
    list: 'UNTDID 7143',
    get: ({ item }) => item.classifications.map(({ listId }) => listId),
    unless: ({ isCleanVehicles }) => isCleanVehicles,
  }),
  coded({
    id: 'BR-CL-15',
    terms: ['BT-159'],
    what: 'country of origin',
    list: 'ISO 3166-1',
    get: ({ item }) => [item.originCountryCode],
  }),
  coded({
    id: 'BR-CL-18',
    terms: ['BT-151'],
    what: 'VAT category',
    list: 'UNTDID 5305',
    get: ({ vat }) => vat.map(({ categoryCode }) => categoryCode),
  }),
  ofLine('allowances', allowanceReason),
  ofLine('charges', chargeReason),
  coded({
    id: 'BR-CL-21',
    terms: ['BT-157'],
    what: 'scheme of the standard item identifier',
    list: 'ISO 6523 ICD',
    get: ({ item }) => schemes([item.standardItemId]),
    unless,
  }),
  coded({
    id: 'BR-CL-23',
    terms: ['BT-130', 'BT-150'],
    what: 'unit',
    list: 'UN/ECE Rec 20 and 21',
    get: ({ quantity, price }) => [quantity?.unitCode, price?.baseQuantity?.unitCode],
  }),
];

/** EN 16931-1, rules about codes. */
export const codeRuleSets: RuleSet[] = [
  ruleSet({ subjects: ({ invoice }) => [invoice], rules: documentCodes }),
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.allowances,
    label: (_, index) => `Allowance ${index + 1}`,
    rules: [entryCategory, allowanceReason],
  }),
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.charges,
    label: (_, index) => `Charge ${index + 1}`,
    rules: [entryCategory, chargeReason],
  }),
  ruleSet<VatBreakdown>({
    subjects: ({ invoice }) => invoice.vatBreakdown,
    label: breakdownLabel,
    rules: [
      coded({
        id: 'BR-CL-17',
        terms: ['BT-118'],
        what: 'VAT category',
        list: 'UNTDID 5305',
        get: ({ categoryCode }) => [categoryCode],
      }),
      coded({
        id: 'BR-CL-22',
        terms: ['BT-121'],
        what: 'exemption reason code',
        list: 'VATEX',
        get: ({ exemptionReasonCode }) => [exemptionReasonCode?.toUpperCase()],
      }),
    ],
  }),
  ruleSet({ needsLines: true, subjects: ({ lines }) => lines, label: lineLabel, rules: lineCodes }),
];

export { coded };

/** UBL has a document of its own for credit notes, each with its part of the list; CII has one document. */
function typeCodeFault({ typeCode, syntax }: En16931Invoice): string | undefined {
  const lists = {
    'UBL Invoice': 'UNTDID 1001 invoice',
    'UBL CreditNote': 'UNTDID 1001 credit note',
    CII: 'UNTDID 1001',
    'ZUGFeRD 1': 'UNTDID 1001',
  } as const;
  if (!given(typeCode) || inCodeList(lists[syntax], typeCode)) return undefined;
  return `Invoice type code "${typeCode}" is not in the code list ${lists[syntax]}.`;
}

/** `SEPA` is allowed for seller and payee, whose bank gave them a creditor identifier. */
function partySchemeFault({ seller, buyer, payee }: En16931Invoice, context: RuleContext): string | undefined {
  if (context.isXrechnungExtension) return undefined;
  const ofCreditors = schemes([...(seller?.identifiers ?? []), payee?.identifier]).filter((id) => id !== 'SEPA');
  const wrong = [...ofCreditors, ...schemes(buyer?.identifiers ?? [])].find(
    (id) => given(id) && !inCodeList('ISO 6523 ICD', id),
  );
  return wrong === undefined
    ? undefined
    : `Scheme "${wrong}" of a party identifier is not in the code list ISO 6523 ICD.`;
}

import type { Decimal } from '../../values/decimal.ts';
import type { En16931Invoice, InvoiceLine, ThirdPartyPayment } from '../model.ts';
import type { Identifier } from '../model-parties.ts';
import { inCodeList, type ListName } from './code-lists.ts';
import { add, equals, readAmount, shown, ZERO } from './exact.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, required, ruleSet } from './rule.ts';
import { dueFault, sum } from './total-rules.ts';

// Schemes of digital health applications.
const HEALTH_APPLICATION_SCHEMES = new Set(['XR01', 'XR02', 'XR03']);

function widened(
  id: string,
  terms: string[],
  { what, list, others }: { what: string; list: ListName; others: ReadonlySet<string> },
  get: (invoice: En16931Invoice) => readonly (string | undefined)[],
): Rule<En16931Invoice> {
  return {
    id,
    terms,
    fault: (invoice) => {
      const wrong = get(invoice).find((code) => given(code) && !others.has(code) && !inCodeList(list, code));
      return wrong === undefined
        ? undefined
        : `${what} "${wrong}" is neither in the code list ${list} nor one of the extension.`;
    },
  };
}

const icd = (what: string) => ({ what, list: 'ISO 6523 ICD', others: HEALTH_APPLICATION_SCHEMES }) as const;
const schemes = (identifiers: readonly (Identifier | undefined)[]): (string | undefined)[] =>
  identifiers.map((identifier) => identifier?.schemeId);

const documentRules: Rule<En16931Invoice>[] = [
  widened(
    'BR-DEX-01',
    ['BT-125'],
    { what: 'Type of an attachment', list: 'MIME', others: new Set(['application/xml']) },
    ({ supportingDocuments }) => supportingDocuments.map(({ attachment }) => attachment?.mimeCode),
  ),
  widened('BR-DEX-04', ['BT-29', 'BT-46', 'BT-60'], icd('Scheme of a party identifier'), ({ seller, buyer, payee }) => [
    ...schemes([...(seller?.identifiers ?? []), payee?.identifier]).filter((id) => id !== 'SEPA'),
    ...schemes(buyer?.identifiers ?? []),
  ]),
  widened(
    'BR-DEX-05',
    ['BT-30', 'BT-47', 'BT-61'],
    icd('Scheme of a legal registration number'),
    ({ seller, buyer, payee }) => schemes([seller, buyer, payee].map((party) => party?.legalRegistrationId)),
  ),
  widened('BR-DEX-06', ['BT-157'], icd('Scheme of a standard item identifier'), ({ lines }) =>
    schemes(lines.map(({ item }) => item.standardItemId)),
  ),
  widened(
    'BR-DEX-07',
    ['BT-34', 'BT-49'],
    { what: 'Scheme of an electronic address', list: 'EAS', others: HEALTH_APPLICATION_SCHEMES },
    ({ seller, buyer }) => schemes([seller?.electronicAddress, buyer?.electronicAddress]),
  ),
  widened('BR-DEX-08', ['BT-71'], icd('Scheme of the delivery location'), ({ delivery }) =>
    schemes([delivery?.locationId]),
  ),
  { id: 'BR-DEX-02', severity: 'warning', syntax: 'UBL', terms: ['BT-131', 'BG-DEX-01'], fault: subLinesFault },
  {
    id: 'BR-DEX-09',
    syntax: 'UBL',
    terms: ['BT-112', 'BT-113', 'BT-114', 'BT-115', 'BT-DEX-002'],
    fault: ({ totals, thirdPartyPayments = [] }) =>
      dueFault(totals, sum(thirdPartyPayments.map(({ amount }) => amount))),
  },
];

const thirdPartyRules: Rule<ThirdPartyPayment>[] = [
  required('BR-DEX-10', ['BT-DEX-001'], 'the type is missing.', ({ type }) => type),
  required('BR-DEX-11', ['BT-DEX-002'], 'the amount is missing.', ({ amount }) => amount?.value),
  required('BR-DEX-12', ['BT-DEX-003'], 'the description is missing.', ({ description }) => description),
  {
    id: 'BR-DEX-13',
    terms: ['BT-DEX-002'],
    fault: ({ amount }) =>
      (amount?.value.split('.')[1]?.length ?? 0) > 2 ? `${amount?.value} has more than two decimals.` : undefined,
  },
  {
    id: 'BR-DEX-14',
    terms: ['BT-DEX-002'],
    fault: ({ amount }, { invoice }) =>
      amount && amount.currencyId !== invoice.currencyCode
        ? `the amount is in ${amount.currencyId ?? 'no currency'}, the invoice in ${invoice.currencyCode ?? 'none'}.`
        : undefined,
  },
];

/** KoSIT XRechnung 3.0, rules of the extension. */
export const xrechnungExtensionRuleSets: RuleSet[] = [
  ruleSet({ subjects: ({ invoice }) => [invoice], rules: documentRules }),
  ruleSet({
    subjects: ({ invoice }) => invoice.thirdPartyPayments ?? [],
    label: (_, index) => `Third party payment ${index + 1}`,
    rules: thirdPartyRules,
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ invoice }) => invoice.lines.filter(({ parentLineId }) => parentLineId !== undefined),
    label: lineLabel,
    rules: [
      {
        id: 'BR-DEX-03',
        syntax: 'UBL',
        terms: ['BG-DEX-06'],
        fault: ({ vat }) =>
          vat.length === 1 ? undefined : `a sub-line has one VAT category, this one has ${vat.length}.`,
      },
      {
        id: 'BR-DEX-15',
        severity: 'warning',
        syntax: 'CII',
        terms: ['BG-DEX-01'],
        fault: () => 'XRechnung knows no sub-lines in CII.',
      },
    ],
  }),
];

function subLinesFault({ lines }: En16931Invoice): string | undefined {
  const parts = new Map<string, Decimal>();
  for (const { parentLineId, netAmount } of lines) {
    if (parentLineId === undefined) continue;
    parts.set(parentLineId, add(parts.get(parentLineId) ?? ZERO, readAmount(netAmount) ?? ZERO));
  }
  for (const { id, netAmount } of lines) {
    const total = id === undefined ? undefined : parts.get(id);
    const stated = readAmount(netAmount);
    if (!total || !stated || equals(total, stated)) continue;
    return `Line ${id} gives ${shown(stated)}, its sub-lines add up to ${shown(total)}.`;
  }
  return undefined;
}

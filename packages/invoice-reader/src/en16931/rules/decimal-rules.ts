import type { AllowanceOrCharge, Amount, DocumentTotals, InvoiceLine, VatBreakdown } from '../model.ts';
import { canonical, readAmount } from './exact.ts';
import { breakdownLabel, ofLine } from './group-rules.ts';
import { lineLabel } from './line-rules.ts';
import { type Rule, type RuleSet, ruleSet } from './rule.ts';

const DECIMALS_MAX = 2;

function decimals<Subject>(id: string, term: string, get: (subject: Subject) => Amount | undefined): Rule<Subject> {
  return {
    id,
    terms: [term],
    fault: (subject) => decimalsFault(get(subject)?.value),
  };
}

/** For the VAT totals the published rule looks at the value, so that `1.100` passes. */
function significantDecimals(
  id: string,
  term: string,
  get: (totals: DocumentTotals) => Amount | undefined,
): Rule<DocumentTotals> {
  return {
    id,
    terms: [term],
    fault: (totals) => {
      const value = readAmount(get(totals));
      return value && decimalsFault(canonical(value));
    },
  };
}

function decimalsFault(text: string | undefined): string | undefined {
  const count = text?.split('.')[1]?.length ?? 0;
  return count > DECIMALS_MAX ? `${text} has ${count} decimals; at most ${DECIMALS_MAX} are allowed.` : undefined;
}

const amount = (entry: AllowanceOrCharge): Amount | undefined => entry.amount;
const baseAmount = (entry: AllowanceOrCharge): Amount | undefined => entry.baseAmount;

/** EN 16931-1, rules about the number of decimals. */
export const decimalRuleSets: RuleSet[] = [
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.allowances,
    label: (_, index) => `Allowance ${index + 1}`,
    rules: [decimals('BR-DEC-01', 'BT-92', amount), decimals('BR-DEC-02', 'BT-93', baseAmount)],
  }),
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.charges,
    label: (_, index) => `Charge ${index + 1}`,
    rules: [decimals('BR-DEC-05', 'BT-99', amount), decimals('BR-DEC-06', 'BT-100', baseAmount)],
  }),
  ruleSet<DocumentTotals>({
    subjects: ({ invoice }) => (invoice.totals ? [invoice.totals] : []),
    label: () => 'Totals',
    rules: [
      decimals('BR-DEC-09', 'BT-106', ({ sumOfLines }) => sumOfLines),
      decimals('BR-DEC-10', 'BT-107', ({ sumOfAllowances }) => sumOfAllowances),
      decimals('BR-DEC-11', 'BT-108', ({ sumOfCharges }) => sumOfCharges),
      decimals('BR-DEC-12', 'BT-109', ({ amountWithoutVat }) => amountWithoutVat),
      significantDecimals('BR-DEC-13', 'BT-110', ({ vatAmount }) => vatAmount),
      decimals('BR-DEC-14', 'BT-112', ({ amountWithVat }) => amountWithVat),
      significantDecimals('BR-DEC-15', 'BT-111', (totals) => totals.vatAmountInAccountingCurrency),
      decimals('BR-DEC-16', 'BT-113', ({ paidAmount }) => paidAmount),
      decimals('BR-DEC-17', 'BT-114', ({ roundingAmount }) => roundingAmount),
      decimals('BR-DEC-18', 'BT-115', ({ amountDue }) => amountDue),
    ],
  }),
  ruleSet<VatBreakdown>({
    subjects: ({ invoice }) => invoice.vatBreakdown,
    label: breakdownLabel,
    rules: [
      decimals('BR-DEC-19', 'BT-116', ({ taxableAmount }) => taxableAmount),
      decimals('BR-DEC-20', 'BT-117', ({ taxAmount }) => taxAmount),
    ],
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ lines }) => lines,
    label: lineLabel,
    rules: [
      decimals('BR-DEC-23', 'BT-131', ({ netAmount }) => netAmount),
      ofLine('allowances', decimals('BR-DEC-24', 'BT-136', amount)),
      ofLine('allowances', decimals('BR-DEC-25', 'BT-137', baseAmount)),
      ofLine('charges', decimals('BR-DEC-27', 'BT-141', amount)),
      ofLine('charges', decimals('BR-DEC-28', 'BT-142', baseAmount)),
    ],
  }),
];

import type { AllowanceOrCharge, Amount, DocumentTotals, InvoiceLine, VatBreakdown } from '../model.ts';
import { canonical, readAmount } from './exact.ts';
import { breakdownLabel, ofLine } from './group-rules.ts';
import { lineLabel } from './line-rules.ts';
import { type Rule, type RuleSet, ruleSet } from './rule.ts';

const DECIMALS_MAX = 2;

/** A term and what it is called in messages. */
type Term = readonly [id: string, name: string];

function decimals<Subject>(
  id: string,
  [term, name]: Term,
  get: (subject: Subject) => Amount | undefined,
): Rule<Subject> {
  return { id, terms: [term], fault: (subject) => decimalsFault(name, get(subject)?.value) };
}

/** For the VAT totals the published rule looks at the value, so that `1.100` passes. */
function significantDecimals(
  id: string,
  [term, name]: Term,
  get: (totals: DocumentTotals) => Amount | undefined,
): Rule<DocumentTotals> {
  return {
    id,
    terms: [term],
    fault: (totals) => {
      const value = readAmount(get(totals));
      return value && decimalsFault(name, canonical(value));
    },
  };
}

function decimalsFault(name: string, text: string | undefined): string | undefined {
  const count = text?.split('.')[1]?.length ?? 0;
  return count > DECIMALS_MAX
    ? `${name} ${text} has ${count} decimals; at most ${DECIMALS_MAX} are allowed.`
    : undefined;
}

const amount = (entry: AllowanceOrCharge): Amount | undefined => entry.amount;
const baseAmount = (entry: AllowanceOrCharge): Amount | undefined => entry.baseAmount;

/** EN 16931-1, rules about the number of decimals. */
export const decimalRuleSets: RuleSet[] = [
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.allowances,
    label: (_, index) => `Allowance ${index + 1}`,
    rules: [
      decimals('BR-DEC-01', ['BT-92', 'the amount'], amount),
      decimals('BR-DEC-02', ['BT-93', 'the base amount'], baseAmount),
    ],
  }),
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.charges,
    label: (_, index) => `Charge ${index + 1}`,
    rules: [
      decimals('BR-DEC-05', ['BT-99', 'the amount'], amount),
      decimals('BR-DEC-06', ['BT-100', 'the base amount'], baseAmount),
    ],
  }),
  ruleSet<DocumentTotals>({
    subjects: ({ invoice }) => (invoice.totals ? [invoice.totals] : []),
    rules: [
      decimals('BR-DEC-09', ['BT-106', 'The sum of lines'], ({ sumOfLines }) => sumOfLines),
      decimals('BR-DEC-10', ['BT-107', 'The sum of allowances'], ({ sumOfAllowances }) => sumOfAllowances),
      decimals('BR-DEC-11', ['BT-108', 'The sum of charges'], ({ sumOfCharges }) => sumOfCharges),
      decimals('BR-DEC-12', ['BT-109', 'The total without VAT'], ({ amountWithoutVat }) => amountWithoutVat),
      significantDecimals('BR-DEC-13', ['BT-110', 'The VAT total'], ({ vatAmount }) => vatAmount),
      decimals('BR-DEC-14', ['BT-112', 'The total with VAT'], ({ amountWithVat }) => amountWithVat),
      significantDecimals(
        'BR-DEC-15',
        ['BT-111', 'The VAT total in accounting currency'],
        (totals) => totals.vatAmountInAccountingCurrency,
      ),
      decimals('BR-DEC-16', ['BT-113', 'The paid amount'], ({ paidAmount }) => paidAmount),
      decimals('BR-DEC-17', ['BT-114', 'The rounding amount'], ({ roundingAmount }) => roundingAmount),
      decimals('BR-DEC-18', ['BT-115', 'The amount due'], ({ amountDue }) => amountDue),
    ],
  }),
  ruleSet<VatBreakdown>({
    subjects: ({ invoice }) => invoice.vatBreakdown,
    label: breakdownLabel,
    rules: [
      decimals('BR-DEC-19', ['BT-116', 'the taxable amount'], ({ taxableAmount }) => taxableAmount),
      decimals('BR-DEC-20', ['BT-117', 'the tax'], ({ taxAmount }) => taxAmount),
    ],
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ lines }) => lines,
    label: lineLabel,
    rules: [
      decimals('BR-DEC-23', ['BT-131', 'the net amount'], ({ netAmount }) => netAmount),
      ofLine('allowances', decimals('BR-DEC-24', ['BT-136', 'the amount'], amount)),
      ofLine('allowances', decimals('BR-DEC-25', ['BT-137', 'the base amount'], baseAmount)),
      ofLine('charges', decimals('BR-DEC-27', ['BT-141', 'the amount'], amount)),
      ofLine('charges', decimals('BR-DEC-28', ['BT-142', 'the base amount'], baseAmount)),
    ],
  }),
];

import type { AllowanceOrCharge, InvoiceLine, VatBreakdown } from '../model.ts';
import type { PaymentInstruction } from '../model-parties.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, required, ruleSet } from './rule.ts';

const isReasoned = ({ reason, reasonCode }: AllowanceOrCharge): boolean => given(reason) || given(reasonCode);

function reasoned(id: string, terms: string[], extended?: string | null): Rule<AllowanceOrCharge> {
  return {
    id,
    terms,
    extended,
    fault: (entry) => (isReasoned(entry) ? undefined : 'neither a reason nor a reason code is given.'),
  };
}

const amountMissing = 'the amount is missing.';
const categoryMissing = 'the VAT category is missing.';

/** EN 16931-1, rules about allowances and charges; the reason is asked for twice under two ids, as published. */
export const allowanceRuleSets: RuleSet[] = [
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.allowances,
    label: (_, index) => `Allowance ${index + 1}`,
    rules: [
      required('BR-31', ['BT-92'], amountMissing, ({ amount }) => amount?.value),
      required('BR-32', ['BT-95'], categoryMissing, ({ vatCategoryCode }) => vatCategoryCode),
      reasoned('BR-33', ['BT-97', 'BT-98']),
      reasoned('BR-CO-21', ['BT-97', 'BT-98']),
    ],
  }),
  ruleSet<AllowanceOrCharge>({
    subjects: ({ invoice }) => invoice.charges,
    label: (_, index) => `Charge ${index + 1}`,
    rules: [
      required('BR-36', ['BT-99'], amountMissing, ({ amount }) => amount?.value),
      required('BR-37', ['BT-102'], categoryMissing, ({ vatCategoryCode }) => vatCategoryCode),
      reasoned('BR-38', ['BT-104', 'BT-105'], 'BR-FXEXT-BR-38'),
      reasoned('BR-CO-22', ['BT-104', 'BT-105'], null),
    ],
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ lines }) => lines,
    label: lineLabel,
    rules: [
      ofLine(
        'allowances',
        required('BR-41', ['BT-136'], amountMissing, ({ amount }) => amount?.value),
      ),
      ofLine('allowances', reasoned('BR-42', ['BT-139', 'BT-140'])),
      ofLine('allowances', reasoned('BR-CO-23', ['BT-139', 'BT-140'])),
      ofLine(
        'charges',
        required('BR-43', ['BT-141'], amountMissing, ({ amount }) => amount?.value),
      ),
      ofLine('charges', reasoned('BR-44', ['BT-144', 'BT-145'], 'BR-FXEXT-BR-44')),
      ofLine('charges', reasoned('BR-CO-24', ['BT-144', 'BT-145'], null)),
    ],
  }),
];

/** Turns a rule about an allowance or charge into one about the line that carries it. */
export function ofLine(kind: 'allowances' | 'charges', rule: Rule<AllowanceOrCharge>): Rule<InvoiceLine> {
  const what = kind === 'allowances' ? 'allowance' : 'charge';
  return {
    ...rule,
    fault: (line, context) => {
      for (const [index, entry] of line[kind].entries()) {
        const fault = rule.fault(entry, context);
        if (fault !== undefined) return `${what} ${index + 1}: ${fault}`;
      }
      return undefined;
    },
  };
}

export const breakdownLabel = (row: VatBreakdown, index: number): string =>
  given(row.categoryCode)
    ? `VAT breakdown ${row.categoryCode}${given(row.rate) ? ` ${row.rate} %` : ''}`
    : `VAT breakdown ${index + 1}`;

export const breakdownRuleSet = ruleSet<VatBreakdown>({
  subjects: ({ invoice }) => invoice.vatBreakdown,
  label: breakdownLabel,
  rules: [
    required('BR-45', ['BT-116'], 'the taxable amount is missing.', ({ taxableAmount }) => taxableAmount?.value),
    required('BR-46', ['BT-117'], 'the tax amount is missing.', ({ taxAmount }) => taxAmount?.value),
    required('BR-47', ['BT-118'], categoryMissing, ({ categoryCode }) => categoryCode),
    {
      id: 'BR-48',
      terms: ['BT-119'],
      fault: ({ categoryCode, rate }) =>
        given(rate) || categoryCode === 'O'
          ? undefined
          : 'the VAT rate is missing, which only category O may leave out.',
    },
  ],
});

// UNTDID 4461: credit transfer, SEPA credit transfer.
const CREDIT_TRANSFER = new Set(['30', '58']);
// The first six and the last four digits (PCI DSS).
const CARD_DIGITS_MAX = 10;

export const paymentRuleSet = ruleSet<PaymentInstruction>({
  subjects: ({ invoice }) => invoice.payments,
  label: (_, index) => `Payment instruction ${index + 1}`,
  rules: [
    required('BR-49', ['BT-81'], 'the payment means code is missing.', ({ meansCode }) => meansCode),
    {
      id: 'BR-50',
      terms: ['BT-84'],
      fault: ({ meansCode, creditTransfers }) =>
        CREDIT_TRANSFER.has(meansCode ?? '') && creditTransfers.some(({ accountId }) => !given(accountId))
          ? 'the credit transfer names no account.'
          : undefined,
    },
    {
      id: 'BR-51',
      severity: 'warning',
      terms: ['BT-87'],
      fault: ({ card }) =>
        (card?.primaryAccountNumber?.length ?? 0) > CARD_DIGITS_MAX
          ? `more than ${CARD_DIGITS_MAX} digits of the card number are shown.`
          : undefined,
    },
    {
      id: 'BR-61',
      terms: ['BT-81', 'BT-84'],
      // The CII binding of the rule looks only at an account that is there.
      fault: ({ meansCode, creditTransfers }, { syntax }) =>
        CREDIT_TRANSFER.has(meansCode ?? '') &&
        !creditTransfers.some(({ accountId }) => given(accountId)) &&
        (syntax === 'UBL' || creditTransfers.length > 0)
          ? `payment by credit transfer (code ${meansCode}) needs the account to pay to.`
          : undefined,
    },
  ],
});

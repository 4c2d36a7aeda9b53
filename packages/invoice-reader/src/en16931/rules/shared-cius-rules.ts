import type { Decimal } from '../../values/decimal.ts';
import { multiply } from '../../values/decimal.ts';
import type { AllowanceOrCharge, En16931Invoice, InvoiceLine } from '../model.ts';
import { OBJECT_TYPE_CODE } from '../object-type.ts';
import {
  absolute,
  add,
  compare,
  distance,
  equals,
  ONE,
  percentOf,
  readAmount,
  readDecimal,
  shown,
  subtract,
  ZERO,
} from './exact.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, ruleSet } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { sum } from './total-rules.ts';

/** Peppol BIS Billing 3.0 rules that XRechnung has taken over with their ids. */
const documentRules: Rule<En16931Invoice>[] = [
  {
    id: 'PEPPOL-EN16931-R001',
    terms: ['BT-23'],
    fault: ({ businessProcess }) => (given(businessProcess) ? undefined : 'The business process is not given.'),
  },
  {
    id: 'PEPPOL-EN16931-R005',
    terms: ['BT-5', 'BT-6'],
    fault: ({ accountingCurrencyCode: code, currencyCode }) =>
      given(code) && code === currencyCode
        ? `The VAT accounting currency ${code} is that of the invoice; it is given only when it differs.`
        : undefined,
  },
  { id: 'PEPPOL-EN16931-R008', terms: [], fault: emptyElementsFault },
  {
    id: 'PEPPOL-EN16931-R010',
    terms: ['BT-49'],
    fault: ({ buyer }) => (given(buyer?.electronicAddress?.value) ? undefined : 'The buyer has no electronic address.'),
  },
  {
    id: 'PEPPOL-EN16931-R020',
    terms: ['BT-34'],
    fault: ({ seller }) =>
      given(seller?.electronicAddress?.value) ? undefined : 'The seller has no electronic address.',
  },
  { id: 'PEPPOL-EN16931-R053', terms: ['BT-110'], fault: mainTaxTotalFault },
  { id: 'PEPPOL-EN16931-R054', terms: ['BT-6', 'BT-111'], fault: accountingTaxTotalFault },
  { id: 'PEPPOL-EN16931-R055', terms: ['BT-110', 'BT-111'], fault: signFault },
  {
    id: 'PEPPOL-EN16931-R061',
    terms: ['BT-81', 'BT-89'],
    fault: ({ payments }) =>
      payments.some((p) => ['49', '59'].includes(p.meansCode ?? '') && !given(p.directDebit?.mandateReference))
        ? 'Direct debit needs the reference of its mandate.'
        : undefined,
  },
];

const entryRules: Rule<AllowanceOrCharge>[] = [
  {
    id: 'PEPPOL-EN16931-R040',
    terms: ['BT-92', 'BT-93', 'BT-94', 'BT-99', 'BT-100', 'BT-101'],
    fault: entryAmountFault,
  },
  {
    id: 'PEPPOL-EN16931-R041',
    terms: ['BT-93', 'BT-94', 'BT-100', 'BT-101'],
    fault: ({ percentage, baseAmount }) =>
      given(percentage) && !given(baseAmount?.value) ? `${percentage} % is given without a base amount.` : undefined,
  },
  {
    id: 'PEPPOL-EN16931-R042',
    terms: ['BT-93', 'BT-94', 'BT-100', 'BT-101'],
    fault: ({ percentage, baseAmount }) =>
      given(baseAmount?.value) && !given(percentage)
        ? `the base amount ${baseAmount.value} is given without a percentage.`
        : undefined,
  },
];

const lineRules: Rule<InvoiceLine>[] = [
  ...entryRules.map(onLine),
  {
    id: 'PEPPOL-EN16931-R044',
    terms: ['BT-147'],
    fault: ({ price }) => (price?.hasChargeOnPrice ? 'a charge on the price is not allowed.' : undefined),
  },
  { id: 'PEPPOL-EN16931-R046', terms: ['BT-146', 'BT-147', 'BT-148'], fault: netPriceFault },
  {
    id: 'PEPPOL-EN16931-R101',
    terms: ['BT-128'],
    fault: ({ referenceTypeCodes }) =>
      referenceTypeCodes && !referenceTypeCodes.includes(OBJECT_TYPE_CODE)
        ? 'it refers to a document that is not marked as the invoiced object.'
        : undefined,
  },
  {
    id: 'PEPPOL-EN16931-R110',
    terms: ['BT-73', 'BT-134'],
    fault: ({ period }, { invoice }) =>
      given(period?.startDate) && given(invoice.period?.startDate) && period.startDate < invoice.period.startDate
        ? `the period begins on ${period.startDate}, before that of the invoice.`
        : undefined,
  },
  {
    id: 'PEPPOL-EN16931-R111',
    terms: ['BT-74', 'BT-135'],
    fault: ({ period }, { invoice }) =>
      given(period?.endDate) && given(invoice.period?.endDate) && period.endDate > invoice.period.endDate
        ? `the period ends on ${period.endDate}, after that of the invoice.`
        : undefined,
  },
  {
    id: 'PEPPOL-EN16931-R120',
    severityInXrechnung: 'warning',
    terms: ['BT-129', 'BT-131', 'BT-136', 'BT-141', 'BT-146', 'BT-149'],
    fault: netAmountFault,
  },
  {
    id: 'PEPPOL-EN16931-R121',
    terms: ['BT-149'],
    fault: ({ price }) => {
      const quantities = [price?.baseQuantity?.value, price?.grossBaseQuantity?.value];
      const wrong = quantities.find((text) => (readDecimal(text)?.units ?? 1n) <= 0n);
      return wrong === undefined ? undefined : `the base quantity ${wrong} is not above 0.`;
    },
  },
  {
    id: 'PEPPOL-EN16931-R130',
    terms: ['BT-130', 'BT-150'],
    fault: ({ price, quantity }) => {
      const units = [price?.baseQuantity?.unitCode, price?.grossBaseQuantity?.unitCode];
      const wrong = quantity && units.find((unit) => given(unit) && unit !== quantity.unitCode);
      return wrong && `the price is per ${wrong}, the quantity in ${quantity.unitCode ?? 'no unit'}.`;
    },
  },
];

export const sharedCiusRuleSets: RuleSet[] = [
  ruleSet({ subjects: ({ invoice }) => [invoice], rules: documentRules }),
  ruleSet({
    subjects: ({ invoice }) => [...invoice.allowances, ...invoice.charges],
    label: (_, index) => `Allowance or charge ${index + 1}`,
    rules: entryRules,
  }),
  ruleSet({ needsLines: true, subjects: ({ lines }) => lines, label: lineLabel, rules: lineRules }),
];

// The schema of CII demands this group also where there is nothing to say about delivery.
const MAY_BE_EMPTY = /(?:^|\/)ApplicableHeaderTradeDelivery$/;

export function emptyElementsFault({ emptyElements }: En16931Invoice): string | undefined {
  const empty = emptyElements.filter((path) => !MAY_BE_EMPTY.test(path));
  return empty.length === 0 ? undefined : `Elements without content: ${empty.slice(0, 3).join(', ')}.`;
}

function onLine(rule: Rule<AllowanceOrCharge>): Rule<InvoiceLine> {
  return {
    ...rule,
    terms: ['BT-136', 'BT-137', 'BT-138', 'BT-141', 'BT-142', 'BT-143'],
    fault: ({ allowances, charges }, context) => {
      for (const entry of [...allowances, ...charges]) {
        const fault = rule.fault(entry, context);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}

// Two cents, half a forint.
function slack({ invoice }: RuleContext): Decimal {
  return invoice.currencyCode === 'HUF' ? { units: 5n, scale: 1 } : { units: 2n, scale: 2 };
}

function entryAmountFault(
  { amount, baseAmount, percentage }: AllowanceOrCharge,
  context: RuleContext,
): string | undefined {
  const base = readAmount(baseAmount);
  const percent = readDecimal(percentage);
  if (!base || !percent) return undefined;
  const expected = percentOf(base, percent);
  const stated = readAmount(amount) ?? ZERO;
  if (compare(distance(stated, expected), slack(context)) <= 0) return undefined;
  return `${shown(stated)} is not ${percentage} % of ${shown(base)}.`;
}

function netPriceFault({ price }: InvoiceLine): string | undefined {
  const gross = readAmount(price?.grossPrice);
  const net = readAmount(price?.netPrice);
  if (!gross || !net) return undefined;
  const discount = readAmount(price?.discount) ?? ZERO;
  if (equals(net, subtract(gross, discount))) return undefined;
  return `net price ${shown(net)} is not gross price ${shown(gross)} - discount ${shown(discount)}.`;
}

/** Compared after multiplying by the base quantity, so that nothing has to be divided. */
function netAmountFault(
  { netAmount, quantity, price, allowances, charges }: InvoiceLine,
  context: RuleContext,
): string | undefined {
  const net = readAmount(netAmount) ?? ZERO;
  const count = quantity ? readDecimal(quantity.value) : ONE;
  if (!count) return undefined;
  const stated = readDecimal(price?.baseQuantity?.value);
  const base = stated && stated.units !== 0n ? stated : ONE;
  const others = subtract(sum(charges.map(({ amount }) => amount)), sum(allowances.map(({ amount }) => amount)));
  const product = multiply(count, readAmount(price?.netPrice) ?? ZERO);
  const apart = distance(multiply(net, base), add(product, multiply(others, base)));
  if (compare(apart, multiply(slack(context), absolute(base))) <= 0) return undefined;
  const per = equals(base, ONE) ? '' : ` / ${shown(base)}`;
  const more = others.units === 0n ? '' : ` with charges less allowances of ${shown(others)}`;
  return `net amount ${shown(net)} is not ${quantity?.value ?? 1} × ${price?.netPrice?.value ?? 0}${per}${more}.`;
}

function mainTaxTotalFault(
  { taxTotals, currencyCode, profile }: En16931Invoice,
  { syntax }: RuleContext,
): string | undefined {
  const count =
    syntax === 'UBL'
      ? taxTotals.filter(({ subtotalCount }) => subtotalCount > 0).length
      : taxTotals.filter(({ amount }) => amount?.currencyId === currencyCode).length;
  // In CII, XRechnung lets the total be left out.
  if (count === 0 && syntax === 'CII' && profile === 'XRECHNUNG') return undefined;
  return count === 1 ? undefined : `There must be one VAT total for the VAT breakdown; there are ${count}.`;
}

function accountingTaxTotalFault(
  { taxTotals, currencyCode, accountingCurrencyCode: code }: En16931Invoice,
  { syntax }: RuleContext,
): string | undefined {
  const count =
    syntax === 'UBL'
      ? taxTotals.filter(({ subtotalCount }) => subtotalCount === 0).length
      : taxTotals.filter(({ amount }) => given(amount?.currencyId) && amount.currencyId !== currencyCode).length;
  if (count === (given(code) ? 1 : 0)) return undefined;
  return given(code)
    ? `There must be one VAT total in the accounting currency ${code}; there are ${count}.`
    : 'There is a second VAT total, but no accounting currency.';
}

function signFault({ totals, accountingCurrencyCode }: En16931Invoice): string | undefined {
  const vat = readAmount(totals?.vatAmount);
  const accounted = readAmount(totals?.vatAmountInAccountingCurrency);
  if (!given(accountingCurrencyCode) || !vat || !accounted || vat.units * accounted.units >= 0n) return undefined;
  return `VAT total ${shown(vat)} and VAT total in ${accountingCurrencyCode} ${shown(accounted)} have different signs.`;
}

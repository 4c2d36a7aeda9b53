import type { Decimal } from '../../values/decimal.ts';
import type { Amount, En16931Invoice, VatBreakdown } from '../model.ts';
import {
  absolute,
  add,
  CENT,
  compare,
  distance,
  equals,
  ONE,
  percentOf,
  readAmount,
  readDecimal,
  roundTo,
  shown,
  subtract,
  times,
  ZERO,
} from './exact.ts';
import { breakdownLabel } from './group-rules.ts';
import { type Rule, ruleSet } from './rule.ts';
import type { RuleContext } from './rule-context.ts';

/**
 * EN 16931-1, the arithmetic of totals. Sums are rounded to two decimals and compared exactly, as the published rules
 * do; Factur-X EXTENDED allows a cent for each amount that went into a total (BR-FXEXT-CO-10 to 15).
 */
const totalRules: Rule<En16931Invoice>[] = [
  {
    id: 'BR-CO-11',
    extended: 'BR-FXEXT-CO-11',
    terms: ['BT-92', 'BT-107'],
    fault: (invoice, context) =>
      entriesFault(context, {
        entries: invoice.allowances,
        stated: invoice.totals?.sumOfAllowances,
        what: 'allowances',
      }),
  },
  {
    id: 'BR-CO-12',
    extended: 'BR-FXEXT-CO-12',
    terms: ['BT-99', 'BT-108'],
    fault: (invoice, context) =>
      entriesFault(context, { entries: invoice.charges, stated: invoice.totals?.sumOfCharges, what: 'charges' }),
  },
  { id: 'BR-CO-13', extended: 'BR-FXEXT-CO-13', terms: ['BT-106', 'BT-107', 'BT-108', 'BT-109'], fault: netTotalFault },
  { id: 'BR-CO-14', terms: ['BT-110', 'BT-117'], fault: vatTotalFault },
  { id: 'BR-CO-15', extended: 'BR-FXEXT-CO-15', terms: ['BT-109', 'BT-110', 'BT-112'], fault: grossTotalFault },
  {
    id: 'BR-CO-16',
    extended: 'BR-FXEXT-CO-16',
    terms: ['BT-112', 'BT-113', 'BT-114', 'BT-115'],
    fault: amountDueFault,
  },
];

export const totalRuleSet = ruleSet({ subjects: ({ invoice }) => [invoice], rules: totalRules });

export const lineTotalRuleSet = ruleSet<En16931Invoice>({
  needsLines: true,
  subjects: ({ invoice }) => [invoice],
  rules: [{ id: 'BR-CO-10', extended: 'BR-FXEXT-CO-10', terms: ['BT-106', 'BT-131'], fault: lineTotalFault }],
});

export const breakdownTotalRuleSet = ruleSet<VatBreakdown>({
  subjects: ({ invoice }) => invoice.vatBreakdown,
  label: breakdownLabel,
  rules: [{ id: 'BR-CO-17', extended: null, terms: ['BT-116', 'BT-117', 'BT-119'], fault: taxAmountFault }],
});

/** Whether the tax is within one unit of currency of amount times rate, which is what the published rules allow. */
export function isTaxPlausible(taxable: Decimal, rate: Decimal, tax: Decimal): boolean {
  const expected = roundTo(percentOf(absolute(taxable), rate), 2);
  return compare(distance(absolute(tax), expected), ONE) < 0;
}

export function sum(amounts: readonly (Amount | undefined)[]): Decimal {
  return amounts.reduce<Decimal>((total, amount) => add(total, readAmount(amount) ?? ZERO), ZERO);
}

/** In EXTENDED a cent for each amount, elsewhere nothing. */
export function tolerance({ isExtended }: RuleContext, amounts: number): Decimal {
  return isExtended ? times(CENT, amounts) : ZERO;
}

function amountCount({ invoice, countedLines }: RuleContext): number {
  return countedLines.length + invoice.allowances.length + invoice.charges.length;
}

function isWithin(a: Decimal, b: Decimal, allowed: Decimal): boolean {
  return compare(distance(a, b), allowed) <= 0;
}

function lineTotalFault({ totals }: En16931Invoice, context: RuleContext): string | undefined {
  const stated = readAmount(totals?.sumOfLines);
  if (!stated) return undefined;
  const lines = roundTo(sum(context.countedLines.map(({ netAmount }) => netAmount)), 2);
  if (isWithin(stated, lines, tolerance(context, context.countedLines.length))) return undefined;
  return `The lines add up to ${shown(lines)}, their sum is given as ${shown(stated)}.`;
}

function entriesFault(
  context: RuleContext,
  { entries, stated, what }: { entries: readonly { amount?: Amount }[]; stated?: Amount; what: string },
): string | undefined {
  if (!stated && entries.length === 0) return undefined;
  const total = roundTo(sum(entries.map(({ amount }) => amount)), 2);
  const given = readAmount(stated);
  if (!given) {
    const allowed = tolerance(context, entries.length);
    if (context.isExtended && isWithin(total, ZERO, allowed)) return undefined;
    return stated ? undefined : `The ${what} add up to ${shown(total)}, but their sum is not given.`;
  }
  if (isWithin(given, total, tolerance(context, entries.length))) return undefined;
  return `The ${what} add up to ${shown(total)}, their sum is given as ${shown(given)}.`;
}

function netTotalFault({ totals }: En16931Invoice, context: RuleContext): string | undefined {
  const stated = readAmount(totals?.amountWithoutVat);
  const parts = netParts(context);
  if (!stated || !parts) return undefined;
  const { lines, allowances, charges } = parts;
  const expected = roundTo(add(subtract(lines, allowances), charges), 2);
  if (isWithin(stated, expected, tolerance(context, amountCount(context)))) return undefined;
  return (
    `Total without VAT ${shown(stated)} is not lines ${shown(lines)} - allowances ${shown(allowances)} ` +
    `+ charges ${shown(charges)} = ${shown(expected)}.`
  );
}

/** The standard adds up the totals that are given, EXTENDED the amounts themselves. */
function netParts(context: RuleContext): Record<'lines' | 'allowances' | 'charges', Decimal> | undefined {
  const { totals, allowances, charges } = context.invoice;
  if (context.isExtended) {
    return {
      lines: sum(context.countedLines.map(({ netAmount }) => netAmount)),
      allowances: sum(allowances.map(({ amount }) => amount)),
      charges: sum(charges.map(({ amount }) => amount)),
    };
  }
  const lines = readAmount(totals?.sumOfLines);
  if (!lines) return undefined;
  return {
    lines,
    allowances: readAmount(totals?.sumOfAllowances) ?? ZERO,
    charges: readAmount(totals?.sumOfCharges) ?? ZERO,
  };
}

function vatTotalFault({ totals, vatBreakdown }: En16931Invoice): string | undefined {
  const stated = readAmount(totals?.vatAmount);
  if (!stated || vatBreakdown.length === 0) return undefined;
  const taxes = roundTo(sum(vatBreakdown.map(({ taxAmount }) => taxAmount)), 2);
  if (equals(stated, taxes)) return undefined;
  return `The VAT breakdown adds up to ${shown(taxes)}, the VAT total is given as ${shown(stated)}.`;
}

/** UBL asks for exactly one VAT total in the currency of the invoice; CII lets it be left out where there is no VAT. */
function grossTotalFault(
  { totals, taxTotals, currencyCode, profile }: En16931Invoice,
  context: RuleContext,
): string | undefined {
  // MINIMUM may leave out the VAT total.
  if (profile === 'MINIMUM' && taxTotals.length === 0) return undefined;
  const gross = readAmount(totals?.amountWithVat);
  const net = readAmount(totals?.amountWithoutVat);
  if (!gross || !net) return undefined;
  const inCurrency = taxTotals.filter(({ amount }) => amount?.currencyId === currencyCode);
  const mayLackVat = context.syntax === 'CII' && !(context.isExtended && inCurrency.length === 1);
  if (mayLackVat && equals(gross, net)) return undefined;
  if (inCurrency.length !== 1) {
    return `There must be one VAT total in ${currencyCode ?? 'the invoice currency'}; there are ${inCurrency.length}.`;
  }
  const vat = readAmount(inCurrency[0]?.amount);
  if (!vat) return undefined;
  const expected = roundTo(add(net, vat), 2);
  if (isWithin(gross, expected, tolerance(context, amountCount(context)))) return undefined;
  return `Total with VAT ${shown(gross)} is not net ${shown(net)} + VAT ${shown(vat)} = ${shown(expected)}.`;
}

/** EXTENDED adds what is collected for others; the XRechnung extension has BR-DEX-09 for that, bound to UBL alone. */
function amountDueFault(
  { totals, thirdPartyPayments = [] }: En16931Invoice,
  { isExtended, isXrechnungExtension, syntax }: RuleContext,
): string | undefined {
  if (isXrechnungExtension && syntax === 'UBL') return undefined;
  return dueFault(totals, isExtended ? sum(thirdPartyPayments.map(({ amount }) => amount)) : ZERO);
}

/** Amount due = total with VAT - paid + rounding + amounts collected for third parties. */
export function dueFault(totals: En16931Invoice['totals'], thirdParty: Decimal): string | undefined {
  const due = readAmount(totals?.amountDue);
  const gross = readAmount(totals?.amountWithVat);
  if (!due || !gross) return undefined;
  const paid = readAmount(totals?.paidAmount) ?? ZERO;
  const rounding = readAmount(totals?.roundingAmount) ?? ZERO;
  const expected = add(add(subtract(gross, paid), rounding), thirdParty);
  if (equals(roundTo(due, 2), roundTo(expected, 2))) return undefined;
  return (
    `Amount due ${shown(due)} is not total with VAT ${shown(gross)} - paid ${shown(paid)} + rounding ` +
    `${shown(rounding)}${thirdParty.units === 0n ? '' : ` + third parties ${shown(thirdParty)}`} = ${shown(expected)}.`
  );
}

function taxAmountFault({ taxableAmount, taxAmount, rate: rateText }: VatBreakdown): string | undefined {
  const tax = readAmount(taxAmount);
  if (!tax) return undefined;
  const rate = readDecimal(rateText);
  // A rate below half a percent counts as none in the published rule.
  if (!rate || roundTo(rate, 0).units === 0n) {
    if (roundTo(tax, 0).units === 0n) return undefined;
    return `the tax is ${shown(tax)} although the rate is ${rate ? '0 %' : 'not given'}.`;
  }
  const taxable = readAmount(taxableAmount);
  if (!taxable || isTaxPlausible(taxable, rate, tax)) return undefined;
  const expected = roundTo(percentOf(taxable, rate), 2);
  return `the tax ${shown(tax)} is not ${shown(taxable)} × ${rateText} % = ${shown(expected)}.`;
}

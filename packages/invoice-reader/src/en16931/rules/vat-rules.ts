import type { Decimal } from '../../values/decimal.ts';
import type { En16931Invoice, InvoiceLine, VatBreakdown } from '../model.ts';
import { compare, distance, equals, ONE, percentOf, readAmount, readDecimal, roundTo, shown } from './exact.ts';
import { breakdownLabel } from './group-rules.ts';
import { lineLabel } from './line-rules.ts';
import { given, type Rule, type RuleSet, ruleSet } from './rule.ts';
import { type CategoryUse, type RuleContext, rateKey, reasonKey, usageCount, usageOf } from './rule-context.ts';
import { isTaxPlausible, tolerance } from './total-rules.ts';
import { VAT_CATEGORIES, type VatCategory } from './vat-categories.ts';

/** The ten rules of each VAT category. */
export const vatCategoryRuleSets: RuleSet[] = VAT_CATEGORIES.flatMap((category) => {
  const [r01 = '', r02 = '', r03 = '', r04 = '', r05 = '', r06 = '', r07 = '', r08 = '', r09 = '', r10 = ''] =
    category.rules.split(' ');
  const [extended01, extended08, extended09] = category.extended.split(' ');
  const dropped = category.notInExtended?.split(' ') ?? [];
  const kept = <Subject>(rule: Rule<Subject>): Rule<Subject> =>
    dropped.includes(rule.id) ? { ...rule, extended: null } : rule;
  const isOfCategory = ({ categoryCode }: VatBreakdown): boolean => categoryCode === category.code;
  return [
    ruleSet<En16931Invoice>({
      needsLines: true,
      subjects: ({ invoice }) => [invoice],
      rules: [
        {
          id: r01,
          extended: extended01,
          terms: ['BG-23', 'BT-95', 'BT-102', 'BT-118', 'BT-151'],
          fault: (_, context) => breakdownFault(category, context),
        },
        kept(partyRule(category, { id: r02, kind: 'lines', term: 'BT-151' })),
      ],
    }),
    ruleSet<En16931Invoice>({
      subjects: ({ invoice }) => [invoice],
      rules: [
        kept(partyRule(category, { id: r03, kind: 'allowances', term: 'BT-95' })),
        kept(partyRule(category, { id: r04, kind: 'charges', term: 'BT-102' })),
        entryRateRule(category, { id: r06, kind: 'allowances', term: 'BT-96' }),
        entryRateRule(category, { id: r07, kind: 'charges', term: 'BT-103' }),
      ],
    }),
    ruleSet<InvoiceLine>({
      needsLines: true,
      subjects: ({ lines }) => lines,
      label: lineLabel,
      rules: [{ id: r05, terms: ['BT-151', 'BT-152'], fault: (line) => lineRateFault(category, line) }],
    }),
    ruleSet<VatBreakdown>({
      needsLines: true,
      subjects: ({ invoice }) => invoice.vatBreakdown.filter(isOfCategory),
      label: breakdownLabel,
      rules: [
        {
          id: r08,
          extended: extended08,
          terms: ['BT-92', 'BT-99', 'BT-116', 'BT-131'],
          fault: (row, context) => baseFault(category, row, context),
        },
      ],
    }),
    ruleSet<VatBreakdown>({
      subjects: ({ invoice }) => invoice.vatBreakdown.filter(isOfCategory),
      label: breakdownLabel,
      rules: [
        {
          id: r09,
          extended: extended09,
          // CII leaves this to BR-CO-17 for the categories of the Spanish islands and cities.
          syntax: category.rate === 'not negative' ? 'UBL' : undefined,
          terms: ['BT-116', 'BT-117', 'BT-119'],
          fault: (row, context) => taxFault(category, row, context),
        },
        kept({ id: r10, terms: ['BT-120', 'BT-121'], fault: (row) => reasonFault(category, row) }),
      ],
    }),
  ];
});

/**
 * Use without a row is a fault everywhere; a row without use only where the published binding looks for it: UBL for the
 * categories with several rates, CII for the others. EXTENDED splits rows by exemption reason, so it allows several.
 */
function breakdownFault({ code, name, byRate }: VatCategory, context: RuleContext): string | undefined {
  const rows = context.invoice.vatBreakdown.filter(({ categoryCode }) => categoryCode === code).length;
  const used = usageCount(usageOf(context, code)) > 0;
  if (used && rows === 0) return `VAT category ${code} (${name}) is used, but missing in the VAT breakdown.`;
  if (rows > 1 && !byRate && !context.isExtended) {
    return `VAT category ${code} (${name}) has ${rows} rows in the VAT breakdown; it may have one.`;
  }
  const isOrphanSeen = byRate === (context.syntax === 'UBL');
  return rows > 0 && !used && isOrphanSeen
    ? `The VAT breakdown has category ${code} (${name}), but no line, allowance or charge uses it.`
    : undefined;
}

type Use = 'lines' | 'allowances' | 'charges';
const USE_NAMES: Record<Use, string> = { lines: 'a line', allowances: 'an allowance', charges: 'a charge' };

function partyRule(
  category: VatCategory,
  { id, kind, term }: { id: string; kind: Use; term: string },
): Rule<En16931Invoice> {
  return {
    id,
    terms: [term, ...partyTerms(category)],
    fault: (invoice, context) => {
      if (usageOf(context, category.code)[kind] === 0) return undefined;
      const fault = partyFault(category, invoice);
      return fault && `VAT category ${category.code} (${category.name}) of ${USE_NAMES[kind]} ${fault}.`;
    },
  };
}

function partyTerms({ seller, buyer }: VatCategory): string[] {
  const ofSeller = seller === 'tax id' ? ['BT-31', 'BT-32', 'BT-63'] : ['BT-31', 'BT-63'];
  if (buyer === 'anything') return ofSeller;
  return buyer === 'VAT or registration id' ? [...ofSeller, 'BT-47', 'BT-48'] : [...ofSeller, 'BT-48'];
}

function partyFault(category: VatCategory, { seller, buyer, taxRepresentative }: En16931Invoice): string | undefined {
  const sellerVat = given(seller?.vatId) || given(taxRepresentative?.vatId);
  const buyerVat = given(buyer?.vatId);
  if (category.seller === 'no VAT id') {
    return sellerVat || buyerVat ? 'allows no VAT identifier of seller, tax representative or buyer' : undefined;
  }
  if (category.seller === 'VAT id' && !sellerVat) return 'needs the VAT identifier of seller or tax representative';
  if (category.seller === 'tax id' && !sellerVat && !given(seller?.taxRegistrationId)) {
    return "needs the seller's VAT identifier or tax registration, or the tax representative's VAT identifier";
  }
  if (category.buyer === 'VAT id' && !buyerVat) return "needs the buyer's VAT identifier";
  if (category.buyer === 'VAT or registration id' && !buyerVat && !given(buyer?.legalRegistrationId?.value)) {
    return "needs the buyer's VAT identifier or legal registration number";
  }
  return undefined;
}

function entryRateRule(
  category: VatCategory,
  { id, kind, term }: { id: string; kind: 'allowances' | 'charges'; term: string },
): Rule<En16931Invoice> {
  return {
    id,
    terms: [term],
    fault: (invoice) => {
      for (const [index, entry] of invoice[kind].entries()) {
        if (entry.vatCategoryCode !== category.code) continue;
        const fault = rateFault(category, entry.vatRate);
        if (fault) return `${kind === 'allowances' ? 'Allowance' : 'Charge'} ${index + 1}: ${fault}`;
      }
      return undefined;
    },
  };
}

function lineRateFault(category: VatCategory, { vat }: InvoiceLine): string | undefined {
  const own = vat.find(({ categoryCode }) => categoryCode === category.code);
  return own && rateFault(category, own.rate);
}

function rateFault({ code, rate: expected }: VatCategory, text: string | undefined): string | undefined {
  if (expected === 'none') return given(text) ? `category ${code} has no VAT rate, but ${text} is given.` : undefined;
  const rate = readDecimal(text);
  if (!rate) return `the VAT rate of category ${code} is missing.`;
  if (expected === 'zero' && rate.units !== 0n) return `the VAT rate of category ${code} is ${text}, not 0.`;
  if (expected === 'positive' && rate.units <= 0n) return `the VAT rate of category ${code} is ${text}, not above 0.`;
  if (expected === 'not negative' && rate.units < 0n) return `the VAT rate of category ${code} is ${text}, below 0.`;
  return undefined;
}

function baseFault(category: VatCategory, row: VatBreakdown, context: RuleContext): string | undefined {
  const base = readAmount(row.taxableAmount);
  if (!base) return undefined;
  const key = category.byRate || context.isExtended ? rateKey(category.code, row.rate) : category.code;
  const use = usageOf(context, key);
  if (isBaseRight(category, { base, use, context })) return undefined;
  if (context.isExtended) {
    const reasoned = usageOf(context, reasonKey(category.code, row.rate, row));
    if (isBaseRight(category, { base, use: reasoned, context })) return undefined;
  }
  return `the taxable amount is ${shown(base)}, lines and charges less allowances are ${shown(use.total)}.`;
}

/**
 * The published bindings differ: UBL forgives less than one unit of currency in the categories with several rates and
 * nothing in the others, CII the other way round; category O is exact in both.
 */
function isBaseRight(
  { code, byRate }: VatCategory,
  { base, use, context }: { base: Decimal; use: CategoryUse; context: RuleContext },
): boolean {
  const apart = distance(base, roundTo(use.total, 2));
  if (context.isExtended) return compare(apart, tolerance(context, usageCount(use))) <= 0;
  if (code === 'O' || byRate !== (context.syntax === 'UBL')) return equals(base, roundTo(use.total, 2));
  return compare(apart, ONE) < 0 && !(byRate && usageCount(use) === 0);
}

function taxFault(category: VatCategory, row: VatBreakdown, context: RuleContext): string | undefined {
  const tax = readAmount(row.taxAmount);
  if (!tax) return undefined;
  if (category.rate === 'zero' || category.rate === 'none') {
    return tax.units === 0n ? undefined : `the tax is ${shown(tax)}, but category ${category.code} carries none.`;
  }
  const taxable = readAmount(row.taxableAmount);
  const rate = readDecimal(row.rate);
  if (!taxable || !rate) return undefined;
  const expected = roundTo(percentOf(taxable, rate), 2);
  const isRight =
    context.isExtended && category.code === 'S'
      ? compare(distance(tax, percentOf(taxable, rate)), tolerance(context, rowUseCount(category, row, context))) <= 0
      : isTaxPlausible(taxable, rate, tax);
  return isRight ? undefined : `the tax is ${shown(tax)}, but ${shown(taxable)} × ${row.rate} % = ${shown(expected)}.`;
}

function rowUseCount({ code }: VatCategory, row: VatBreakdown, context: RuleContext): number {
  return usageCount(usageOf(context, rateKey(code, row.rate)));
}

function reasonFault({ code, name, exemptionReason }: VatCategory, row: VatBreakdown): string | undefined {
  const isGiven = given(row.exemptionReason) || given(row.exemptionReasonCode);
  if (exemptionReason === 'required') {
    return isGiven ? undefined : `category ${code} (${name}) needs an exemption reason or its code.`;
  }
  return isGiven ? `category ${code} (${name}) has no exemption, but a reason for one is given.` : undefined;
}

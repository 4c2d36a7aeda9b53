import type { En16931Invoice } from '../model.ts';
import { given, ruleSet } from './rule.ts';
import { type RuleContext, usageCount, usageOf } from './rule-context.ts';

const hasRow = ({ vatBreakdown }: En16931Invoice, code: string): boolean =>
  vatBreakdown.some(({ categoryCode }) => categoryCode === code);

/** Rules that only categories K (intra-community supply), O (not subject to VAT) and B (Italian split payment) have. */
export const vatSpecialRuleSet = ruleSet<En16931Invoice>({
  subjects: ({ invoice }) => [invoice],
  rules: [
    {
      id: 'BR-IC-11',
      terms: ['BT-72', 'BG-14'],
      fault: (invoice, { syntax }) =>
        hasRow(invoice, 'K') && !isDeliveryDated(invoice, syntax)
          ? 'An intra-community supply needs a delivery date or an invoicing period.'
          : undefined,
    },
    {
      id: 'BR-IC-12',
      terms: ['BT-80'],
      fault: (invoice) =>
        hasRow(invoice, 'K') && !given(invoice.delivery?.address?.countryCode)
          ? 'An intra-community supply needs the country that is delivered to.'
          : undefined,
    },
    {
      id: 'BR-O-11',
      extended: null,
      terms: ['BG-23'],
      fault: (invoice) =>
        otherThanO(
          invoice,
          invoice.vatBreakdown.map(({ categoryCode }) => categoryCode),
          'the VAT breakdown',
        ),
    },
    {
      id: 'BR-O-12',
      extended: null,
      terms: ['BT-118', 'BT-151'],
      fault: (invoice) =>
        otherThanO(
          invoice,
          invoice.lines.flatMap(({ vat }) => vat.map(({ categoryCode }) => categoryCode)),
          'a line',
        ),
    },
    {
      id: 'BR-O-13',
      extended: null,
      terms: ['BT-95', 'BT-118'],
      fault: (invoice) =>
        otherThanO(
          invoice,
          invoice.allowances.map(({ vatCategoryCode }) => vatCategoryCode),
          'an allowance',
        ),
    },
    {
      id: 'BR-O-14',
      extended: null,
      terms: ['BT-102', 'BT-118'],
      fault: (invoice) =>
        otherThanO(
          invoice,
          invoice.charges.map(({ vatCategoryCode }) => vatCategoryCode),
          'a charge',
        ),
    },
    { id: 'BR-B-01', terms: ['BT-118', 'BT-151'], fault: splitPaymentCountryFault },
    {
      id: 'BR-B-02',
      terms: ['BT-118', 'BT-151'],
      fault: (invoice, context) =>
        isUsed(invoice, context, 'B') && isUsed(invoice, context, 'S')
          ? 'Split payment (category B) and the standard rate (category S) exclude each other.'
          : undefined,
    },
  ],
});

/** A tax point date code of UBL stands inside the invoicing period. */
function isDeliveryDated({ delivery, period, taxPointDateCode }: En16931Invoice, syntax: 'UBL' | 'CII'): boolean {
  return (
    given(delivery?.actualDate) ||
    given(period?.startDate) ||
    given(period?.endDate) ||
    (syntax === 'UBL' && given(taxPointDateCode))
  );
}

function otherThanO(invoice: En16931Invoice, codes: (string | undefined)[], where: string): string | undefined {
  if (!hasRow(invoice, 'O')) return undefined;
  const other = codes.find((code) => given(code) && code !== 'O');
  return other === undefined
    ? undefined
    : `An invoice that is not subject to VAT (category O) has category ${other} in ${where}.`;
}

function isUsed(invoice: En16931Invoice, context: RuleContext, code: string): boolean {
  return hasRow(invoice, code) || usageCount(usageOf(context, code)) > 0;
}

function splitPaymentCountryFault(invoice: En16931Invoice, context: RuleContext): string | undefined {
  if (!isUsed(invoice, context, 'B')) return undefined;
  const { seller, buyer, taxRepresentative, delivery } = invoice;
  const foreign = [seller, buyer, taxRepresentative, delivery]
    .map((place) => place?.address?.countryCode)
    .find((code) => given(code) && code !== 'IT');
  return foreign && `Split payment (category B) is Italian, but an address is in ${foreign}.`;
}

import type { InvoiceLine } from '../model.ts';
import { readAmount } from './exact.ts';
import { given, type Rule, ruleSet } from './rule.ts';
import { isDetailLine, type RuleContext } from './rule-context.ts';

const lineLabel = (line: InvoiceLine, index: number): string => `Line ${given(line.id) ? line.id : `no. ${index + 1}`}`;

/** EN 16931-1, rules about each line. Group and information lines of EXTENDED may leave out what is priced. */
export const lineRuleSet = ruleSet<InvoiceLine>({
  needsLines: true,
  subjects: ({ lines }) => lines,
  label: lineLabel,
  rules: [
    { id: 'BR-21', terms: ['BT-126'], fault: (line) => missing(line.id, 'the line identifier is missing.') },
    priced('BR-22', 'BR-FXEXT-BR-22', ['BT-129'], (l) => missing(l.quantity?.value, 'the quantity is missing.')),
    priced('BR-23', 'BR-FXEXT-BR-23', ['BT-130'], (l) =>
      l.quantity ? missing(l.quantity.unitCode, 'the quantity has no unit.') : undefined,
    ),
    priced('BR-24', 'BR-FXEXT-BR-24', ['BT-131'], (l) => missing(l.netAmount?.value, 'the net amount is missing.')),
    { id: 'BR-25', terms: ['BT-153'], fault: (line) => missing(line.item.name, 'the item has no name.') },
    priced('BR-26', 'BR-FXEXT-BR-26', ['BT-146'], (l) =>
      missing(l.price?.netPrice?.value, 'the net price is missing.'),
    ),
    {
      id: 'BR-27',
      extended: null,
      terms: ['BT-146'],
      fault: (line) => negative(line.price?.netPrice?.value, 'net price'),
    },
    {
      id: 'BR-28',
      extended: null,
      terms: ['BT-148'],
      fault: (line) => negative(line.price?.grossPrice?.value, 'gross price'),
    },
    { id: 'BR-30', terms: ['BT-134', 'BT-135'], fault: periodFault },
    {
      id: 'BR-64',
      terms: ['BT-157'],
      fault: ({ item }) =>
        item.standardItemId
          ? missing(item.standardItemId.schemeId, 'the standard item identifier has no scheme.')
          : undefined,
    },
    {
      id: 'BR-65',
      terms: ['BT-158'],
      fault: ({ item }) =>
        item.classifications.some(({ listId }) => !given(listId))
          ? 'an item classification does not say which list it is from.'
          : undefined,
    },
    {
      id: 'BR-54',
      terms: ['BT-160', 'BT-161'],
      fault: ({ item }) =>
        item.attributes.some(({ name, value }) => !given(name) || !given(value))
          ? 'an item attribute lacks its name or its value.'
          : undefined,
    },
    priced('BR-CO-04', 'BR-FXEXT-CO-04', ['BT-151'], (line) =>
      line.vat.some(
        ({ categoryCode, taxScheme }) => given(categoryCode) && (taxScheme ?? 'VAT').toUpperCase() === 'VAT',
      )
        ? undefined
        : 'the VAT category is missing.',
    ),
    {
      id: 'BR-CO-20',
      terms: ['BT-134', 'BT-135'],
      fault: ({ period }) =>
        period && !given(period.startDate) && !given(period.endDate)
          ? 'the period has neither a start nor an end.'
          : undefined,
    },
  ],
});

export { lineLabel };

function priced(
  id: string,
  extended: string,
  terms: string[],
  fault: (line: InvoiceLine) => string | undefined,
): Rule<InvoiceLine> {
  return {
    id,
    extended,
    terms,
    fault: (line: InvoiceLine, { isExtended }: RuleContext) =>
      isExtended && !isDetailLine(line) ? undefined : fault(line),
  };
}

function missing(value: string | undefined, sentence: string): string | undefined {
  return given(value) ? undefined : sentence;
}

function negative(value: string | undefined, what: string): string | undefined {
  const price = readAmount(value === undefined ? undefined : { value });
  return price && price.units < 0n ? `the ${what} ${value} is negative.` : undefined;
}

function periodFault({ period }: InvoiceLine): string | undefined {
  if (!given(period?.startDate) || !given(period.endDate) || period.endDate >= period.startDate) return undefined;
  return `the period ends on ${period.endDate}, before it begins on ${period.startDate}.`;
}

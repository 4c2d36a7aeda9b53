import type { AllowanceOrCharge, Amount, En16931Invoice, InvoiceLine } from '../model.ts';
import type { Period } from '../model-parties.ts';
import { readDecimal } from './exact.ts';
import { given, type Rule, ruleSet } from './rule.ts';

/**
 * What the XML schemas of the syntaxes demand before any rule of EN 16931 can be tried. The ids are ours, since a schema
 * has none; the rules about totals leave out what is not a number.
 */
export const dataTypeRuleSet = ruleSet<En16931Invoice>({
  subjects: ({ invoice }) => [invoice],
  rules: [
    { id: 'XSD-DECIMAL', terms: ['BG-22', 'BG-23', 'BG-25'], fault: decimalFault } satisfies Rule<En16931Invoice>,
    { id: 'XSD-DATE', terms: ['BT-2', 'BT-7', 'BT-9', 'BT-72', 'BG-14', 'BG-26'], fault: dateFault },
  ],
});

function decimalFault(invoice: En16931Invoice): string | undefined {
  const header = [
    ...Object.values(invoice.totals ?? {}).map(textOf),
    ...invoice.vatBreakdown.flatMap((row) => [textOf(row.taxableAmount), textOf(row.taxAmount), row.rate]),
    ...[...invoice.allowances, ...invoice.charges].flatMap(entryNumbers),
  ];
  const wrong = header.find(isNoDecimal) ?? firstIn(invoice.lines);
  return wrong === undefined ? undefined : `"${wrong}" is not a decimal number.`;
}

function firstIn(lines: readonly InvoiceLine[]): string | undefined {
  for (const line of lines) {
    const wrong = lineNumbers(line).find(isNoDecimal);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function lineNumbers({ netAmount, quantity, price, vat, allowances, charges }: InvoiceLine): (string | undefined)[] {
  const numbers = [textOf(netAmount), quantity?.value, ...vat.map(({ rate }) => rate)];
  if (price) {
    numbers.push(textOf(price.netPrice), textOf(price.grossPrice), textOf(price.discount), price.baseQuantity?.value);
  }
  return allowances.length + charges.length === 0
    ? numbers
    : [...numbers, ...[...allowances, ...charges].flatMap(entryNumbers)];
}

function entryNumbers({ amount, baseAmount, percentage, vatRate }: AllowanceOrCharge): (string | undefined)[] {
  return [textOf(amount), textOf(baseAmount), percentage, vatRate];
}

function textOf(amount: Amount | undefined): string | undefined {
  return amount?.value;
}

function isNoDecimal(text: string | undefined): boolean {
  return given(text) && readDecimal(text) === undefined;
}

function dateFault(invoice: En16931Invoice): string | undefined {
  const dates = [
    invoice.issueDate,
    invoice.taxPointDate,
    invoice.dueDate,
    invoice.delivery?.actualDate,
    ...invoice.precedingInvoices.map(({ issueDate }) => issueDate),
    ...periodDates(invoice.period),
    ...invoice.lines.flatMap(({ period }) => periodDates(period)),
  ];
  const wrong = dates.find((date) => given(date) && !isDate(date));
  return wrong === undefined ? undefined : `"${wrong}" is not a date.`;
}

function periodDates(period: Period | undefined): (string | undefined)[] {
  return period ? [period.startDate, period.endDate] : [];
}

/** A day of the calendar, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

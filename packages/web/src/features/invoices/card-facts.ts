import type { InvoiceCardData } from '@countinghouse/protocol';
import { formatAmount, formatMoney } from '../../shared/format.ts';
import { namesTax } from './shown-fields.ts';

export interface CardFact {
  key: 'number' | 'code' | 'issueDate' | 'net' | 'tax' | 'buyer';
  /** Empty where nothing was read. */
  value: string;
  /** Names of the reader's fields behind it. */
  isDoubtful: boolean;
}

const fieldsOf: Record<CardFact['key'], readonly string[]> = {
  number: ['invoiceNumber'],
  code: ['invoiceCode'],
  issueDate: ['issueDate'],
  net: ['amountWithoutTax'],
  tax: ['taxAmount', 'taxRate'],
  buyer: ['buyerName', 'buyerTaxId'],
};

const taxFacts: ReadonlySet<CardFact['key']> = new Set(['net', 'tax', 'buyer']);

/** The rows of the card; the code is shown for old invoices only, which have one. */
export function cardFacts(card: InvoiceCardData): CardFact[] {
  const amount = (amountMinor: number | null) => {
    if (amountMinor === null) return '';
    // Yuan go without saying here, euros do not.
    return card.currency === 'CNY' ? formatAmount(amountMinor) : formatMoney(amountMinor, card.currency);
  };
  const values: Record<CardFact['key'], string> = {
    number: card.number,
    issueDate: card.issueDate,
    net: amount(card.netMinor),
    tax: amount(card.taxMinor),
    buyer: card.buyerName,
    code: card.code,
  };
  const keys: CardFact['key'][] = ['number', 'issueDate', 'net', 'tax', 'buyer'];
  if (card.code) keys.push('code');
  return keys
    .map((key) => ({
      key,
      value: values[key],
      isDoubtful: fieldsOf[key].some((field) => card.doubts.includes(field)),
    }))
    .filter((fact) => fact.value !== '' || fact.isDoubtful || !taxFacts.has(fact.key) || namesTax(card.invoiceType));
}

import { describe, expect, it } from 'vitest';
import { parseInvoiceCard, parseQuestionCard } from './parse-card.ts';
import { anInvoiceCard, aQuestionCard } from './testing/builders.ts';

describe('parseInvoiceCard', () => {
  it('takes what the server posts', () => {
    const card = anInvoiceCard();
    expect(parseInvoiceCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it.each([
    ['nothing', null],
    ['a word', 'invoice'],
    ['an unknown status', { ...anInvoiceCard(), status: 'paid' }],
    ['an amount with a fraction', { ...anInvoiceCard(), totalMinor: 480.5 }],
    ['an id that is none', { ...anInvoiceCard(), invoiceId: '../../etc' }],
    ['checks of another shape', { ...anInvoiceCard(), checks: [{ id: 'sum_consistent', status: '<b>' }] }],
  ])('refuses %s', (_what, data) => {
    expect(parseInvoiceCard(data)).toBeNull();
  });
});

describe('parseQuestionCard', () => {
  it('takes a question with its invoice, and nothing less', () => {
    const card = aQuestionCard();
    expect(parseQuestionCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect(parseQuestionCard({ question: card.question })).toBeNull();
  });
});

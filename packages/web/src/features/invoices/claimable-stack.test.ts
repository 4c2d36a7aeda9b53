import type { InvoiceId, UserId } from '@countinghouse/protocol';
import { expect, it } from 'vitest';
import { stackFacts } from './claimable-stack.ts';
import { anId, anInvoiceCard } from './testing/builders.ts';

const me = { id: anId<UserId>(1), kind: 'person' } as const;
const slip = (number: number, part: Parameters<typeof anInvoiceCard>[0] = {}) =>
  anInvoiceCard({ invoiceId: anId<InvoiceId>(number), totalMinor: 1_000 * number, ...part });
const none: ReadonlySet<InvoiceId> = new Set();

it('claims all slips of a message at once, without those that wait for a look', () => {
  const facts = stackFacts([slip(1), slip(2), slip(3, { doubts: ['issueDate'] })], me, none);
  expect(facts).toMatchObject({ count: 3, doubtful: 1, claimable: [anId(1), anId(2)] });
  expect(facts.groups).toEqual([{ currency: 'CNY', invoiceIds: [anId(1), anId(2)], totalMinor: 3_000 }]);
  expect(facts.sums).toEqual([{ currency: 'CNY', totalMinor: 6_000 }]);
});

it('claims only the picked ones where some are picked', () => {
  const facts = stackFacts([slip(1), slip(2)], me, new Set([anId<InvoiceId>(2), anId<InvoiceId>(9)]));
  expect(facts.groups.flatMap((group) => group.invoiceIds)).toEqual([anId(2)]);
});

it('keeps currencies apart, for a claim has one', () => {
  const facts = stackFacts([slip(1), slip(2, { currency: 'EUR' }), slip(3)], me, none);
  expect(facts.groups.map(({ currency, totalMinor }) => [currency, totalMinor])).toEqual([['CNY', 4_000]]);
  const both = stackFacts(
    [slip(1), slip(2, { currency: 'EUR' })],
    me,
    new Set([anId<InvoiceId>(1), anId<InvoiceId>(2)]),
  );
  expect(both.groups.map(({ currency, totalMinor }) => [currency, totalMinor])).toEqual([
    ['CNY', 1_000],
    ['EUR', 2_000],
  ]);
});

it('offers nothing of others, and counts no file that is none', () => {
  const facts = stackFacts([slip(1, { uploaderId: anId<UserId>(2) }), slip(2, { status: 'not_invoice' })], me, none);
  expect(facts).toMatchObject({ count: 1, claimable: [], groups: [], doubtful: 0 });
});

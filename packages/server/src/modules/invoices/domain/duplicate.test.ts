import type { InvoiceField, InvoiceId, InvoiceStatus } from '@countinghouse/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, type DuplicateCandidate, duplicateKey, findDuplicates, isSameContent } from './duplicate.ts';

const fields = (values: Record<string, string>): InvoiceField[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, source: 'xml', isDoubtful: false }));

const base = { sellerTaxId: 'A', sellerName: '甲', totalAmount: '10.00', issueDate: '2026-01-01' };

let made = 0;
const aCandidate = (given: Partial<DuplicateCandidate>): DuplicateCandidate => ({
  id: String(++made).padStart(8, '0') as InvoiceId, // Only the order matters here.
  status: 'checked',
  sha256: `bytes ${made}`,
  documentIndex: 0,
  key: null,
  content: contentOf(fields(base)),
  ...given,
});

test('I4: a 20-digit number stands alone, others need the code, foreign ones the seller', () => {
  const number = '25322000000012345678';
  expect(duplicateKey(fields({ invoiceNumber: number, invoiceCode: '1', sellerName: '甲' }))).toBe(number);
  expect(duplicateKey(fields({ invoiceNumber: '１２３４５６７８', invoiceCode: '032002000111' }))).toBe(
    '032002000111 12345678',
  );
  const sellersOwn = duplicateKey(fields({ invoiceNumber: 'R-1', sellerName: 'Acme' }));
  expect(duplicateKey(fields({ invoiceNumber: 'R-1', sellerTaxId: 'DE1', sellerName: 'Other' }))).toBe(sellersOwn);
  expect(duplicateKey(fields({ invoiceNumber: 'R-2', sellerName: 'Acme' }))).not.toBe(sellersOwn);
  expect(duplicateKey(fields({ invoiceNumber: '' }))).toBeNull();
});

const compare = (one: Record<string, string>, other: Record<string, string>) =>
  isSameContent(contentOf(fields({ ...base, ...one })), contentOf(fields({ ...base, ...other })));

test('I4: seller, amount and date tell the same document from another; what one side does not know does not count', () => {
  expect(compare({}, { totalAmount: '10.0', sellerName: '甲方' })).toBe(true);
  expect(compare({}, { sellerTaxId: '' })).toBe(true);
  expect(compare({}, { sellerTaxId: '', sellerName: '' })).toBe(true);
  const others: Record<string, string>[] = [
    { sellerTaxId: 'B' },
    { sellerTaxId: '', sellerName: '乙' },
    { totalAmount: '10.01' },
    { totalAmount: '' },
    { issueDate: '2026-01-02' },
    { currency: 'EUR' },
  ];
  for (const other of others) expect([other, compare({}, other)]).toEqual([other, false]);
});

test('I4: under one number the same document and a collision are told apart', () => {
  const first = aCandidate({ key: '1' });
  const again = aCandidate({ key: '1' });
  const collision = aCandidate({ key: '1', content: contentOf(fields({ ...base, totalAmount: '99.00' })) });
  const apart = aCandidate({ key: '2' });
  const findings = findDuplicates([collision, again, apart, first]);
  expect(findings.get(first.id)).toBeNull();
  expect(findings.get(apart.id)).toBeNull();
  expect(findings.get(again.id)).toEqual({ ofId: first.id, kind: 'same_document' });
  expect(findings.get(collision.id)).toEqual({ ofId: first.id, kind: 'number_collision' });
});

/** What becomes of the second of two invoices that bear the number 1001 and no code. */
function secondOf(first: Record<string, string>, second: Record<string, string>): string | null {
  const [one, other] = [first, second].map((values) => {
    const all = fields({
      invoiceNumber: '1001',
      totalAmount: '50.00',
      issueDate: '2026-01-01',
      currency: 'EUR',
      ...values,
    });
    return aCandidate({ key: duplicateKey(all), content: contentOf(all) });
  });
  if (!one || !other) throw new Error('two candidates were made');
  return findDuplicates([one, other]).get(other.id)?.kind ?? null;
}

test('I4: two suppliers may both have an invoice 1001; one supplier has it once, however it is named', () => {
  const acme = { sellerTaxId: 'DE123456789', sellerName: 'Acme GmbH' };
  expect(secondOf(acme, { sellerTaxId: 'FR999', sellerName: 'Bagne SA' })).toBeNull();
  expect(secondOf({ sellerName: 'Acme GmbH' }, { sellerName: 'Bagne SA' })).toBeNull();
  expect(secondOf(acme, acme)).toBe('same_document');
  expect(secondOf(acme, { sellerName: 'ACME G.m.b.H.' })).toBe('same_document');
  expect(secondOf(acme, { sellerTaxId: 'DE123456789' })).toBe('same_document');
  expect(secondOf(acme, { ...acme, totalAmount: '51.00' })).toBe('number_collision');
});

test('I4: where a seller is not known, the same amount on the same day tells, and nothing else does', () => {
  const acme = { sellerName: 'Acme GmbH' };
  expect(secondOf(acme, {})).toBe('same_document');
  expect(secondOf(acme, { totalAmount: '51.00' })).toBeNull();
  expect(secondOf(acme, { currency: 'USD' })).toBeNull();
  expect(secondOf({ totalAmount: '' }, { totalAmount: '' })).toBeNull();
});

test('I4: the same bytes are the same document even without a number; two documents of one file are not', () => {
  const first = aCandidate({ sha256: 'x' });
  const again = aCandidate({ sha256: 'x' });
  const second = aCandidate({ sha256: 'x', documentIndex: 1 });
  const findings = findDuplicates([first, again, second]);
  expect(findings.get(again.id)).toEqual({ ofId: first.id, kind: 'same_document' });
  expect(findings.get(second.id)).toBeNull();
});

test('I4: the one in a claim is the original, even if handed in later', () => {
  const earlier = aCandidate({ key: '1' });
  const claimed = aCandidate({ key: '1', status: 'claimed' });
  const findings = findDuplicates([earlier, claimed]);
  expect(findings.get(claimed.id)).toBeNull();
  expect(findings.get(earlier.id)).toEqual({ ofId: claimed.id, kind: 'same_document' });
});

test('I4: among the same documents there is exactly one original, in whatever order they are looked at', () => {
  const status = fc.constantFrom<InvoiceStatus>('checked', 'claimed', 'booked');
  fc.assert(
    fc.property(fc.array(status, { minLength: 1, maxLength: 8 }), fc.integer(), (list, seed) => {
      const candidates = list.map((given) => aCandidate({ key: 'k', status: given }));
      const shuffled = [...candidates].sort((a, b) => ((Number(a.id) * seed) % 7) - ((Number(b.id) * seed) % 7));
      const findings = findDuplicates(shuffled);
      const originals = candidates.filter((candidate) => findings.get(candidate.id) === null);
      expect(originals).toHaveLength(1);
      expect(findings).toEqual(findDuplicates(candidates));
    }),
  );
});

import { conversations, claims as endpoints, ledger as ledgerEndpoints } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClaimsHost, startClaimsHost } from './testing/claims-host.ts';

let host: ClaimsHost;
beforeAll(async () => {
  host = await startClaimsHost();
});
afterAll(() => host.close());

test('from draft to booked', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'a' }, { seed: 'b', amountWithTax: '53000.00' }]);
  expect(draft.card.status).toBe('draft');
  const submitted = await host.submit(host.staff, draft);
  expect(submitted.card.steps.map((step) => [step.ground, step.status])).toEqual([
    ['department_head', 'pending'],
    ['partner', 'waiting'],
  ]);
  const approved = await host.approveAll(submitted);
  expect(approved.card.status).toBe('approved');
  const voucher = await host.book(approved);
  expect(voucher.lines.map((line) => [line.accountCode, line.debitMinor, line.creditMinor])).toEqual([
    ['660204', 10000, 0],
    ['22210101', 600, 0],
    ['660204', 5000000, 0],
    ['22210101', 300000, 0],
    ['224101', 0, 5310600],
  ]);
});

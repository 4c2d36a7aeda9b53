import { totals as endpoints, ledger, type Totals } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClaimsHost, startClaimsHost } from '../claims/testing/claims-host.ts';
import { aClientId, type TestPerson } from '../invoices/testing/invoices-host.ts';
import { createTotals } from './index.ts';

let host: ClaimsHost;
beforeAll(async () => {
  host = await startClaimsHost({
    plug: ({ platform, http }) => {
      createTotals(platform).registerRoutes(http);
      return {};
    },
  });
});
afterAll(() => host.close());

const month = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' })
  .format(new Date())
  .slice(0, 7);
const ask = (person: TestPerson | null) => host.call(person, endpoints.get, { query: { from: month, to: month } });

async function submitOne(seed: string): Promise<void> {
  await host.submit(host.staff, await host.aDraft(host.staff, [{ seed }]));
}

test('T1, T2: nothing is shown below three claims; from three on sums appear, drafts never count', async () => {
  await submitOne('one');
  await submitOne('two');
  await host.aDraft(host.staff, [{ seed: 'draft only' }]);
  const before: Totals = (await ask(host.management)).body;
  expect(before.all).toBeNull();
  expect([before.byMonth, before.byExpenseType, before.byDepartment, before.byEngagement]).toEqual([[], [], [], []]);
  await submitOne('three');
  const after: Totals = (await ask(host.management)).body;
  expect(after.all).toMatchObject({ claimCount: 3, amountMinor: 3 * 10_600 });
  expect(after.byExpenseType).toEqual([
    { key: 'consulting', name: { zh: '咨询费', en: 'Consulting' }, claimCount: 3, amountMinor: 31_800 },
  ]);
  expect(after.byDepartment[0]).toMatchObject({ key: host.departmentId, claimCount: 3 });
  expect(after.byEngagement).toEqual([
    { key: 'none', name: { zh: '无', en: 'None' }, claimCount: 3, amountMinor: 31_800 },
  ]);
});

test('T2: a claim in another currency counts in yuan once it is booked, and not before', async () => {
  const claim = await host.anApprovedForeign('EUR');
  const before: Totals = (await ask(host.management)).body;
  const params = { claimId: claim.card.claimId };
  const rate = { exchangeRate: '7.85' };
  const { date, lines } = (await host.call(host.finance, ledger.proposal, { params, query: rate })).body;
  const body = { clientId: aClientId(), date, lines, ...rate };
  expect((await host.call(host.finance, ledger.book, { params, body })).status).toBe(200);
  const after: Totals = (await ask(host.management)).body;
  // 106.00 EUR at 7.85.
  expect(after.all).toMatchObject({
    claimCount: (before.all?.claimCount ?? 0) + 1,
    amountMinor: (before.all?.amountMinor ?? 0) + 83_210,
  });
  for (const rows of [after.byMonth, after.byExpenseType, after.byDepartment, after.byEngagement]) {
    expect(rows.reduce((sum, row) => sum + row.amountMinor, 0)).toBe(after.all?.amountMinor);
  }
});

test('T3: totals are for management and finance', async () => {
  expect((await ask(null)).status).toBe(401);
  for (const person of [host.staff, host.head, host.partner]) {
    expect(await ask(person)).toMatchObject({ status: 403, body: { refusal: 'right_missing' } });
  }
  expect((await ask(host.finance)).status).toBe(200);
});

import { readInvoice } from '@countinghouse/invoice-reader';
import {
  type BookingInstance,
  bookingInstancePath,
  type Claim,
  ledger as endpoints,
  invoices as invoiceEndpoints,
  type Voucher,
  type VoucherLine,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, type TestPerson } from '../invoices/testing/invoices-host.ts';
import { type ClaimsHost, startClaimsHost } from './testing/claims-host.ts';

let host: ClaimsHost;
beforeAll(async () => {
  host = await startClaimsHost();
});
afterAll(() => host.close());

let made = 0;
const anApproved = async (amountWithTax = '106.00') =>
  host.approveAll(
    await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: `booking ${++made}`, amountWithTax }])),
  );

const paramsOf = (claim: Claim) => ({ claimId: claim.card.claimId });
const propose = (person: TestPerson | null, claim: Claim) =>
  host.call(person, endpoints.proposal, { params: paramsOf(claim) });
const book = (
  person: TestPerson | null,
  claim: Claim,
  voucher: { date: string; lines: VoucherLine[] },
  clientId = aClientId(),
) => host.call(person, endpoints.book, { params: paramsOf(claim), body: { clientId, ...voucher } });
const reverse = (person: TestPerson | null, voucher: Voucher, date = voucher.date, clientId = aClientId()) =>
  host.call(person, endpoints.reverse, {
    params: { voucherId: voucher.id },
    body: { clientId, date, reason: '科目有误' },
  });

async function aProposal(claim: Claim): Promise<{ date: string; lines: VoucherLine[] }> {
  const { date, lines } = (await propose(host.finance, claim)).body;
  return { date, lines };
}

test('L4: the proposal separates input VAT, names the rule, and owes the claimant', async () => {
  const claim = await anApproved();
  const { body } = await propose(host.finance, claim);
  expect(body.lines.map((line) => [line.accountCode, line.debitMinor, line.creditMinor, line.departmentId])).toEqual([
    ['660204', 10_000, 0, host.departmentId],
    ['22210101', 600, 0, null],
    ['224101', 0, 10_600, null],
  ]);
  expect(body.lines.at(-1)?.personId).toBe(host.staff.userId);
  expect(body.treatments).toMatchObject([{ rule: 'special_invoice', inputVatMinor: 600 }]);
});

test('L5: booking numbers the voucher without gaps, also when many book at once, and moves claim and invoices', async () => {
  const claims: Claim[] = [];
  for (let count = 0; count < 5; count++) claims.push(await anApproved());
  const proposals = await Promise.all(claims.map(aProposal));
  const booked = await Promise.all(
    claims.map((claim, index) =>
      book(host.finance, claim, { date: '2031-03-05', lines: proposals[index]?.lines ?? [] }),
    ),
  );
  expect(booked.map((answer) => answer.body.number).sort()).toEqual(
    [1, 2, 3, 4, 5].map((position) => `记-2031-03-000${position}`),
  );
  const [first] = claims;
  const after = await host.getClaim(host.staff, first as Claim); // Five were made.
  expect(after.card).toMatchObject({ status: 'booked', voucherNumber: booked[0]?.body.number });
  expect(after.lines[0]?.invoice).toMatchObject({ status: 'booked', voucherNumber: booked[0]?.body.number });
  const list = await host.call(host.finance, endpoints.listVouchers, { query: { period: '2031-03' } });
  expect(list.body.vouchers.map((voucher) => voucher.number)).toEqual(
    booked
      .map((answer) => answer.body.number)
      .sort()
      .reverse(),
  );
});

test('L1, L2: edited lines are checked; a refused booking takes no number', async () => {
  const claim = await anApproved();
  const { lines } = await aProposal(claim);
  const [expense, vat, payable] = lines as [VoucherLine, VoucherLine, VoucherLine]; // See the test of L4.
  const attempt = async (changed: VoucherLine[], date = '2032-01-01') =>
    (await book(host.finance, claim, { date, lines: changed })).body.refusal;
  expect(await attempt([{ ...expense, debitMinor: 9_999 }, vat, payable])).toBe('voucher_unbalanced');
  expect(await attempt([{ ...expense, creditMinor: 5 }, vat, payable])).toBe('voucher_unbalanced');
  expect(await attempt([{ ...expense, accountCode: '6602' }, vat, payable])).toBe('voucher_account_unknown');
  expect(await attempt([{ ...expense, accountCode: '123' }, vat, payable])).toBe('voucher_account_unknown');
  const stranger = '01990000-0000-7000-8000-000000000000' as never; // Fits every kind of id, and nothing has it.
  expect(await attempt([{ ...expense, personId: stranger }, vat, payable])).toBe('object_missing');
  expect(await attempt([{ ...expense, engagementId: stranger }, vat, payable])).toBe('object_missing');
  expect(await attempt([{ ...expense, invoiceId: stranger }, vat, payable])).toBe('object_missing');
  expect(await attempt(lines, '2032-02-30')).toBe('request_malformed');
  await host.database.query(`insert into accounting_periods (period, closed_at) values ('2032-05', now())`);
  expect(await attempt(lines, '2032-05-01')).toBe('period_closed');
  const moved = [{ ...expense, accountCode: '660203' }, vat, payable];
  expect((await book(host.finance, claim, { date: '2032-01-01', lines: moved })).body).toMatchObject({
    number: '记-2032-01-0001',
    lines: moved,
  });
});

test('L5: the same client id again gives the same voucher, other content under it is refused, a second booking too', async () => {
  const claim = await anApproved();
  const proposal = await aProposal(claim);
  const clientId = aClientId();
  const [first, second] = await Promise.all([
    book(host.finance, claim, proposal, clientId),
    book(host.finance, claim, proposal, clientId),
  ]);
  expect(second.body).toEqual(first.body);
  expect((await book(host.finance, claim, { ...proposal, date: '2033-01-01' }, clientId)).body.refusal).toBe(
    'client_id_reused',
  );
  expect((await book(host.finance, claim, proposal)).body.refusal).toBe('claim_already_booked');
  expect((await propose(host.finance, claim)).body.refusal).toBe('claim_already_booked');
});

test('L7: only finance books, and nobody their own claim', async () => {
  const claim = await anApproved();
  const proposal = await aProposal(claim);
  expect((await book(null, claim, proposal)).status).toBe(401);
  for (const person of [host.staff, host.head]) {
    expect((await book(person, claim, proposal)).body.refusal).toBe('right_missing');
    expect((await propose(person, claim)).body.refusal).toBe('right_missing');
  }
  for (const person of [host.stranger, host.management, host.partner]) {
    expect((await book(person, claim, proposal)).body.refusal).toBe('object_missing');
  }
  const clerk = await host.aPerson('clerk', ['finance'], host.departmentId);
  const own = await host.approveAll(await host.submit(clerk, await host.aDraft(clerk, [{ seed: 'own' }])));
  expect((await book(clerk, own, await aProposal(own))).body.refusal).toBe('right_missing');
  const voucher = (await book(host.finance, own, await aProposal(own))).body;
  expect((await reverse(clerk, voucher)).body.refusal).toBe('right_missing');
});

test('L7: a claim that is not approved cannot be booked', async () => {
  const submitted = await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'too early' }]));
  const { date, lines } = await aProposal(await anApproved());
  const plain = lines.map((line) => ({ ...line, invoiceId: null }));
  expect((await book(host.finance, submitted, { date, lines: plain })).body.refusal).toBe('claim_not_approved');
  expect((await propose(host.finance, submitted)).body.refusal).toBe('claim_not_approved');
});

test('L6: a voucher is reversed by one with negative amounts, once; the claim can be booked again', async () => {
  const claim = await anApproved();
  const voucher = await host.book(claim);
  const clientId = aClientId();
  const reversal = (await reverse(host.finance, voucher, '2034-01-01', clientId)).body;
  expect(reversal).toMatchObject({ number: '记-2034-01-0001', reversalOf: voucher.id, claimId: claim.card.claimId });
  expect(reversal.lines.map((line) => [line.debitMinor, line.creditMinor])).toEqual(
    voucher.lines.map((line) => [-line.debitMinor || 0, -line.creditMinor || 0]),
  );
  expect((await reverse(host.finance, voucher, '2034-01-01', clientId)).body).toEqual(reversal);
  expect((await reverse(host.finance, voucher)).body.refusal).toBe('voucher_already_reversed');
  expect((await reverse(host.finance, reversal)).body.refusal).toBe('voucher_posted');
  const params = { voucherId: voucher.id };
  expect((await host.call(host.finance, endpoints.getVoucher, { params })).body).toMatchObject({
    status: 'reversed',
    reversedBy: reversal.id,
    lines: voucher.lines,
  });
  const freed = await host.getClaim(host.staff, claim);
  expect(freed.card).toMatchObject({ status: 'approved', voucherNumber: null });
  expect(freed.lines[0]?.invoice.status).toBe('approved');
  expect((await host.book(freed)).id).not.toBe(voucher.id);
});

test('L8: ledger, chart and vouchers are for finance', async () => {
  const voucher = await host.book(await anApproved());
  const params = { voucherId: voucher.id };
  for (const person of [host.staff, host.head, host.management]) {
    expect((await host.call(person, endpoints.accounts)).body.refusal).toBe('right_missing');
    expect((await host.call(person, endpoints.listVouchers)).body.refusal).toBe('right_missing');
    expect((await host.call(person, endpoints.getVoucher, { params })).body.refusal).toBe('right_missing');
    expect((await reverse(person, voucher)).body.refusal).toBe('right_missing');
  }
  for (const endpoint of [endpoints.accounts, endpoints.listVouchers]) {
    expect((await host.call(null, endpoint)).status).toBe(401);
  }
  expect((await reverse(null, voucher)).status).toBe(401);
  const unknown = { voucherId: '01990000-0000-7000-8000-000000000000' as Voucher['id'] }; // Nothing has it.
  expect((await host.call(host.finance, endpoints.getVoucher, { params: unknown })).body.refusal).toBe(
    'object_missing',
  );
  expect((await host.call(host.finance, endpoints.accounts)).body.accounts.length).toBeGreaterThan(156);
  expect((await host.call(host.finance, endpoints.listVouchers)).body.vouchers.length).toBeGreaterThan(0);
});

test('L5: posted vouchers cannot be changed or removed, nor an unbalanced one be put in, not even in the database', async () => {
  const voucher = await host.book(await anApproved());
  for (const statement of [
    'update vouchers set date = current_date',
    'delete from vouchers',
    'update voucher_lines set debit_minor = debit_minor + 1',
    'delete from voucher_lines',
    'truncate vouchers cascade',
  ]) {
    await expect(host.database.query(statement)).rejects.toThrow(/append-only/);
  }
  const extra = host.database.query(
    `insert into voucher_lines (voucher_id, position, summary, account_code, debit_minor, credit_minor)
     values ($1, 99, 'x', '660201', 1, 0)`,
    [voucher.id],
  );
  await expect(extra).rejects.toThrow(/does not balance/);
});

const download = (person: TestPerson | null, { id }: Pick<BookingInstance, 'id'>) =>
  host.http.inject({
    method: 'GET',
    url: bookingInstancePath(id),
    headers: person ? { authorization: `Bearer ${person.token}` } : {},
  });

const bookingOf = async (person: TestPerson, claim: Claim) => {
  const invoiceId = claim.lines[0]?.invoiceId;
  if (!invoiceId) throw new Error('the claim has no line');
  return (await host.call(person, invoiceEndpoints.get, { params: { invoiceId } })).body.bookingInstance;
};

test('L9: booking writes the receiver’s instance of each invoice, which reads back as its booking', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'instance one' }, { seed: 'instance two' }]);
  const claim = await host.approveAll(await host.submit(host.staff, draft));
  const voucher = await host.book(claim);
  expect(voucher.instances.map((instance) => instance.invoiceId).sort()).toEqual(
    claim.lines.map((line) => line.invoiceId).sort(),
  );
  for (const instance of voucher.instances) {
    expect(instance).toMatchObject({ entryPoint: 'einv_spcl_receiver', isBooked: true, isSuperseded: false });
    const answer = await download(host.finance, instance);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${instance.fileName}"`);
    const { documents } = await readInvoice(answer.rawPayload, { fileName: instance.fileName });
    const line = claim.lines.find(({ invoiceId }) => invoiceId === instance.invoiceId);
    expect(documents[0]).toMatchObject({
      isInvoice: false,
      fields: { invoiceNumber: line?.invoice.number, voucherNumber: voucher.number, totalAmount: '106.00' },
    });
    expect(
      answer.payload.match(/RecordedAmount [^>]*>([\d.]+)</g)?.map((text) => /([\d.]+)<$/.exec(text)?.[1]),
    ).toEqual(['100.00', '6.00', '106.00']);
  }
  expect(await bookingOf(host.finance, claim)).toMatchObject({ voucherId: voucher.id });
});

test('L9: instances are for finance', async () => {
  const claim = await anApproved();
  const [instance] = (await host.book(claim)).instances;
  if (!instance) throw new Error('no instance was written');
  expect((await download(null, instance)).statusCode).toBe(401);
  for (const person of [host.staff, host.head, host.management, host.stranger]) {
    expect((await download(person, instance)).statusCode).toBe(403);
  }
  expect(await bookingOf(host.staff, claim)).toBeNull();
  const unknown = { id: '01990000-0000-7000-8000-000000000000' as BookingInstance['id'] }; // Nothing has it.
  expect((await download(host.finance, unknown)).statusCode).toBe(404);
});

test('L9: a reversal is followed by an instance that says the invoice is not booked, a new booking by a new one', async () => {
  const claim = await anApproved();
  const voucher = await host.book(claim);
  await reverse(host.finance, voucher);
  const params = { voucherId: voucher.id };
  const after = (await host.call(host.finance, endpoints.getVoucher, { params })).body.instances;
  expect(after.map(({ isBooked, isSuperseded }) => [isBooked, isSuperseded])).toEqual([
    [true, true],
    [false, false],
  ]);
  const [, takenBack] = after as [BookingInstance, BookingInstance]; // See above.
  const text = (await download(host.finance, takenBack)).payload;
  expect(text).toContain('<einv:WhetherEinvoiceHasBeenBooked contextRef="c1">false<');
  const again = await host.book(await host.getClaim(host.staff, claim));
  expect(await bookingOf(host.finance, claim)).toMatchObject({ voucherId: again.id, isBooked: true });
  for (const statement of ['update booking_instances set is_booked = true', 'delete from booking_instances']) {
    await expect(host.database.query(statement)).rejects.toThrow(/append-only/);
  }
});

const anApprovedForeign = (currency: string) => host.anApprovedForeign(currency);

test('L10: a claim in a foreign currency is booked in yuan, at a rate that the voucher names, and never without', async () => {
  const claim = await anApprovedForeign('EUR');
  expect(claim.card).toMatchObject({ currency: 'EUR', totalMinor: 10_600 });
  expect((await propose(host.finance, claim)).body).toMatchObject({
    refusal: 'exchange_rate_missing',
    params: { currency: 'EUR' },
  });
  const query = { exchangeRate: '7.85' };
  const { body: proposal } = await host.call(host.finance, endpoints.proposal, { params: paramsOf(claim), query });
  expect(proposal).toMatchObject({ currency: 'CNY', exchange: { currency: 'EUR', rate: '7.85' } });
  expect(proposal.lines.map((line) => [line.debitMinor, line.creditMinor])).toEqual([
    [83_210, 0],
    [0, 83_210],
  ]);
  expect(proposal.lines[0]?.summary).toContain('EUR 106.00 × 7.85');
  const { date, lines } = proposal;
  expect((await book(host.finance, claim, { date, lines })).body.refusal).toBe('exchange_rate_missing');
  const body = { clientId: aClientId(), date, lines, exchangeRate: '7.85' };
  const voucher = (await host.call(host.finance, endpoints.book, { params: paramsOf(claim), body })).body;
  expect(voucher).toMatchObject({ currency: 'CNY', exchange: { currency: 'EUR', rate: '7.85' }, instances: [] });
  expect((await reverse(host.finance, voucher)).body.exchange).toEqual(voucher.exchange);
});

test('L10: a rate that is none is refused, and so is one for a claim in yuan', async () => {
  const claim = await anApproved();
  const ask = (exchangeRate: string) =>
    host.call(host.finance, endpoints.proposal, { params: paramsOf(claim), query: { exchangeRate } });
  expect((await ask('7.85')).body.refusal).toBe('exchange_rate_unfit');
  for (const rate of ['0', '0.00', '-7', 'seven', '7,85', '1e3']) {
    expect((await ask(rate)).body.refusal).toBe('request_malformed');
  }
});

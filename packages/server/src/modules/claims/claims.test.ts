import {
  type ApprovalStepId,
  type Claim,
  type ClaimCardData,
  type ClaimId,
  conversations,
  type EngagementId,
  claims as endpoints,
  type InvoiceId,
  invoices as invoiceEndpoints,
  sync,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, type TestPerson } from '../invoices/testing/invoices-host.ts';
import { type ClaimsHost, startClaimsHost } from './testing/claims-host.ts';

let host: ClaimsHost;
beforeAll(async () => {
  host = await startClaimsHost();
});
afterAll(() => host.close());

const invoicesOf = (claim: Claim): InvoiceId[] => claim.lines.map((line) => line.invoiceId);
const paramsOf = (claim: Claim) => ({ claimId: claim.card.claimId });
const create = (person: TestPerson | null, invoiceIds: InvoiceId[], clientId = aClientId()) =>
  host.call(person, endpoints.create, { body: { clientId, invoiceIds } });
const submit = (person: TestPerson | null, claim: Claim) =>
  host.call(person, endpoints.submit, { params: paramsOf(claim), body: { version: claim.card.version } });
const withdraw = (person: TestPerson | null, claim: Claim) =>
  host.call(person, endpoints.withdraw, { params: paramsOf(claim) });
const edit = (person: TestPerson | null, claim: Claim, change: object) =>
  host.call(person, endpoints.edit, { params: paramsOf(claim), body: { version: claim.card.version, ...change } });

function decide(
  person: TestPerson | null,
  claim: Claim,
  decision: { decision: 'approve' | 'return' | 'delegate'; reason?: string; approverId?: TestPerson['userId'] },
  stepIndex = claim.card.steps.findIndex((step) => step.status === 'pending'),
) {
  const { approvalId, steps } = claim.card;
  const stepId = steps[stepIndex]?.id;
  if (!approvalId || !stepId) throw new Error('the claim has no such step');
  return host.call(person, endpoints.decide, { params: { approvalId }, body: { stepId, ...decision } });
}

const inboxOf = async (person: TestPerson) => (await host.call(person, endpoints.inbox)).body;
const countsOf = async (person: TestPerson) => (await host.call(person, sync.snapshot)).body.inbox;
const stepsOf = (claim: Claim) => claim.card.steps.map((step) => `${step.ground} ${step.status}`);

/** The newest state of each card that this person sees in the conversation with the approvals assistant. */
async function claimCards(person: TestPerson): Promise<ClaimCardData[]> {
  const { conversations: list } = (await host.call(person, sync.snapshot)).body;
  const last = new Map<string, ClaimCardData>();
  for (const { id } of list.filter((summary) => summary.kind === 'app')) {
    const query = { limit: 200 };
    const { body } = await host.call(person, conversations.history, { params: { conversationId: id }, query });
    for (const event of [...body.events, ...body.amendments]) {
      if (event.kind !== 'card.set') continue;
      const [element] = event.card.body;
      if (element?.type !== 'Countinghouse.Claim') continue;
      last.set(`${id} ${event.messageSeq}`, element.data as ClaimCardData); // Our own server made it.
    }
  }
  return [...last.values()];
}

test('C2: a draft holds several invoices with proposals, belongs to its claimant alone, and is made once per client id', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'c2a' }, { seed: 'c2b', amountWithTax: '212.00' }]);
  expect(draft.card).toMatchObject({
    status: 'draft',
    title: '咨询费报销',
    totalMinor: 31_800,
    lineCount: 2,
    costTo: { kind: 'department', departmentId: host.departmentId },
    costName: { zh: '审计一部' },
    steps: [],
  });
  expect(draft.card.number).toMatch(/^BX-\d{6}-\d{4}$/);
  expect(draft.lines.map((line) => [line.expenseType, line.invoice.status])).toEqual([
    ['consulting', 'claimed'],
    ['consulting', 'claimed'],
  ]);
  expect(draft.actions).toEqual(['edit', 'submit', 'withdraw']);
  for (const person of [host.finance, host.head, host.management, host.stranger]) {
    expect((await host.call(person, endpoints.get, { params: paramsOf(draft) })).body.refusal).toBe('object_missing');
  }
  expect((await host.call(null, endpoints.get, { params: paramsOf(draft) })).status).toBe(401);
});

test('C2: the same client id gives the same draft; other content under it is refused', async () => {
  const withdrawn = await host.aDraft(host.staff, [{ seed: 'once' }]);
  await withdraw(host.staff, withdrawn);
  const clientId = aClientId();
  const first = await create(host.staff, invoicesOf(withdrawn), clientId);
  const second = await create(host.staff, invoicesOf(withdrawn), clientId);
  expect(second.body).toEqual(first.body);
  const other = await host.aDraft(host.staff, [{ seed: 'twice' }]);
  expect((await create(host.staff, invoicesOf(other), clientId)).body.refusal).toBe('client_id_reused');
});

test('C2: the cost of an invoice dropped in an engagement’s conversation is proposed for the engagement', async () => {
  const group = await host.aGroup(host.staff, [host.lead], host.engagementId);
  const lines = [{ name: '*住宿服务*住宿费', unit: '天', quantity: '2', amountWithTax: '1272.00', taxRate: '6%' }];
  const invoice = await host.anInvoice(host.staff, group, { seed: 'engagement', kind: 'digital_special', lines });
  const draft = (await create(host.staff, [invoice.card.invoiceId])).body;
  expect(draft.card.costTo).toEqual({ kind: 'engagement', engagementId: host.engagementId });
  expect(draft.lines[0]?.excess).toMatchObject({ rule: 'hotel_per_night', limitMinor: 100_000, actualMinor: 127_200 });
  expect((await submit(host.staff, draft)).body).toMatchObject({
    refusal: 'claim_reason_missing',
    params: { invoiceId: invoice.card.invoiceId },
  });
  const reason = '展会期间酒店涨价';
  const invoiceId = invoice.card.invoiceId;
  const edited = await edit(host.staff, draft, { lines: [{ invoiceId, expenseType: 'travel_hotel', reason }] });
  const submitted = (await submit(host.staff, edited.body)).body;
  expect(stepsOf(submitted)).toEqual(['engagement_lead pending']);
  expect((await inboxOf(host.lead)).approvals.map((card) => card.lines[0]?.reason)).toContain(reason);
});

test('C2: an invoice that is claimed, doubtful, a duplicate in a claim, or not one’s own cannot be drafted', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'taken' }]);
  const again = await create(host.staff, invoicesOf(draft));
  expect(again).toMatchObject({ status: 409, body: { refusal: 'invoice_already_claimed' } });
  expect((await create(host.stranger, invoicesOf(draft))).body.refusal).toBe('object_missing');
  expect((await create(host.finance, invoicesOf(draft))).body.refusal).toBe('right_missing');
  expect((await create(null, invoicesOf(draft))).status).toBe(401);
  const lines = [{ name: '*鉴证咨询服务*咨询服务费', amountWithTax: '106.00', taxRate: '6%' }];
  const options = { seed: 'taken', kind: 'digital_special' as const, lines };
  const copy = await host.anInvoice(host.stranger, await host.aGroup(host.stranger), options);
  expect(copy.card.duplicate).toMatchObject({ kind: 'same_document', claimNumber: draft.card.number });
  expect(await create(host.stranger, [copy.card.invoiceId])).toMatchObject({
    status: 409,
    body: { refusal: 'invoice_duplicate', params: { claimNumber: draft.card.number } },
  });
  await withdraw(host.staff, draft);
  expect((await create(host.stranger, [copy.card.invoiceId])).status).toBe(200);
  expect((await create(host.staff, invoicesOf(draft))).body.refusal).toBe('invoice_duplicate');
});

test('C5: editing needs the newest version, a known type, and a bearer of one’s own', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'e1' }, { seed: 'e2' }]);
  const [first, second] = invoicesOf(draft);
  const line = (invoiceId: InvoiceId | undefined, expenseType = 'office') => ({ invoiceId, expenseType, reason: '' });
  const edited = (await edit(host.staff, draft, { title: '新标题', lines: [line(second)] })).body;
  expect(edited.card).toMatchObject({ title: '新标题', lineCount: 1, version: draft.card.version + 1 });
  expect(edited.lines[0]?.expenseType).toBe('office');
  const freed = await host.call(host.staff, invoiceEndpoints.get, { params: { invoiceId: first as InvoiceId } }); // The draft has two.
  expect(freed.body.card).toMatchObject({ status: 'checked', claimNumber: null });
  expect((await edit(host.staff, draft, { title: '旧版本' })).body.refusal).toBe('version_stale');
  expect((await edit(host.staff, edited, { lines: [line(second, 'yacht')] })).body.refusal).toBe('request_malformed');
  const foreign = { kind: 'engagement', engagementId: '01990000-0000-7000-8000-000000000000' as EngagementId }; // Nobody has it.
  expect((await edit(host.staff, edited, { costTo: foreign })).body.refusal).toBe('object_missing');
  const stranger = { kind: 'engagement', engagementId: host.engagementId };
  const theirs = await host.aDraft(host.stranger, [{ seed: 'e3' }]);
  expect((await edit(host.stranger, theirs, { costTo: stranger })).body.refusal).toBe('object_missing');
  expect((await edit(host.stranger, edited, { title: '别人的' })).body.refusal).toBe('object_missing');
  expect((await edit(null, edited, { title: '无名' })).status).toBe(401);
  const back = (await edit(host.staff, edited, { lines: [line(second), line(first)] })).body;
  expect(back.card.lineCount).toBe(2);
});

test('C5: a claim without a bearer of the cost, or out of date, cannot be handed in', async () => {
  const homeless = await host.aPerson('homeless');
  const draft = await host.aDraft(homeless, [{ seed: 'homeless' }]);
  expect(draft.card.costTo).toBeNull();
  expect((await submit(homeless, draft)).body.refusal).toBe('claim_cost_missing');
  const stale = { ...draft, card: { ...draft.card, version: draft.card.version - 1 } };
  expect((await submit(homeless, stale)).body.refusal).toBe('version_stale');
  expect((await submit(host.stranger, draft)).body.refusal).toBe('object_missing');
  expect((await submit(null, draft)).status).toBe(401);
});

test('C6, C7: each step reaches approver and claimant: one card each that changes in place, inbox and history', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'walk', amountWithTax: '53000.00' }]);
  const before = await countsOf(host.head);
  const submitted = await host.submit(host.staff, draft);
  expect(stepsOf(submitted)).toEqual(['department_head pending', 'partner waiting']);
  expect((await countsOf(host.head)).approvals).toBe(before.approvals + 1);
  expect((await inboxOf(host.partner)).approvals.map((card) => card.claimId)).not.toContain(draft.card.claimId);
  const found = async (person: TestPerson) =>
    (await claimCards(person)).filter((card) => card.claimId === draft.card.claimId);
  expect((await found(host.staff)).map((card) => card.status)).toEqual(['submitted']);
  expect((await found(host.head)).map((card) => card.status)).toEqual(['submitted']);
  expect(await found(host.partner)).toEqual([]);

  const half = (await decide(host.head, submitted, { decision: 'approve' })).body;
  expect(stepsOf(half)).toEqual(['department_head approved', 'partner pending']);
  expect((await countsOf(host.head)).approvals).toBe(before.approvals);
  expect((await inboxOf(host.partner)).approvals.map((card) => card.claimId)).toContain(draft.card.claimId);
  const done = (await decide(host.partner, half, { decision: 'approve', reason: '同意' })).body;
  expect(done.card.status).toBe('approved');
  for (const person of [host.staff, host.head, host.partner]) {
    const cards = await found(person);
    expect(cards).toHaveLength(1);
    expect(cards[0]).toEqual(done.card);
  }
  const own = await host.getClaim(host.staff, done);
  expect(own.history.map((entry) => entry.what)).toEqual(['created', 'submitted', 'step_approved', 'approved']);
  expect(own.lines[0]?.invoice).toMatchObject({ status: 'approved', claimStatus: 'approved' });
  expect(own.actions).toEqual([]);
  const { queueCount } = await inboxOf(host.finance);
  expect(queueCount).toBeGreaterThan(0);
  // Pushed to finance without being asked for, and to nobody else.
  expect((await countsOf(host.finance)).queue).toBe(queueCount);
  expect((await countsOf(host.staff)).queue).toBe(0);
});

test('AP5: no step can be skipped, by nobody: every person, every step, every decision, before their turn and after', async () => {
  const everybody = [host.staff, host.head, host.partner, host.lead, host.finance, host.management, host.stranger];
  const submitted = await host.submit(
    host.staff,
    await host.aDraft(host.staff, [{ seed: 'skip', amountWithTax: '53000.00' }]),
  );
  const attempt = async (claim: Claim, allowed: TestPerson | null, stepIndex: number) => {
    for (const person of everybody) {
      for (const decision of ['approve', 'return', 'delegate'] as const) {
        if (person === allowed) continue;
        const body = { decision, reason: '硬闯', approverId: host.lead.userId };
        const answer = await decide(person, claim, body, stepIndex);
        expect([person.userId, decision, answer.status >= 400]).toEqual([person.userId, decision, true]);
      }
    }
    expect((await host.getClaim(host.staff, claim)).card).toEqual(claim.card);
  };
  await attempt(submitted, null, 1);
  await attempt(submitted, host.head, 0);
  const half = (await decide(host.head, submitted, { decision: 'approve' })).body;
  await attempt(half, null, 0);
  await attempt(half, host.partner, 1);
  expect((await decide(null, half, { decision: 'approve' })).status).toBe(401);
  const done = (await decide(host.partner, half, { decision: 'approve' })).body;
  await attempt(done, null, 0);
  await attempt(done, null, 1);
});

test('AP5: two approvals of one step at once: one counts', async () => {
  const submitted = await host.submit(
    host.staff,
    await host.aDraft(host.staff, [{ seed: 'race', amountWithTax: '53000.00' }]),
  );
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => decide(host.head, submitted, { decision: 'approve' })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  expect(stepsOf(await host.getClaim(host.staff, submitted))).toEqual(['department_head approved', 'partner pending']);
});

test('AP7: a return needs a reason, lets the claimant mend and hand in anew, and starts the chain again', async () => {
  const submitted = await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'return' }]));
  expect((await decide(host.head, submitted, { decision: 'return', reason: ' ' })).body.refusal).toBe(
    'approval_reason_missing',
  );
  const returned = (await decide(host.head, submitted, { decision: 'return', reason: '请补充事由' })).body;
  expect(returned.card.status).toBe('returned');
  expect((await inboxOf(host.staff)).returned.map((card) => card.claimId)).toContain(returned.card.claimId);
  expect((await countsOf(host.staff)).returned).toBeGreaterThan(0);
  const edited = (await edit(host.staff, await host.getClaim(host.staff, returned), { title: '咨询费（补充事由）' }))
    .body;
  const again = await host.submit(host.staff, edited);
  expect(again.card.approvalId).not.toBe(submitted.card.approvalId);
  expect(stepsOf(again)).toEqual(['department_head pending']);
  expect((await decide(host.head, submitted, { decision: 'approve' })).body.refusal).toBe('approval_not_pending');
  expect((await host.approveAll(again)).card.status).toBe('approved');
});

test('AP8: a step can be handed to a fit person; a partner’s only to a partner', async () => {
  const submitted = await host.submit(
    host.staff,
    await host.aDraft(host.staff, [{ seed: 'delegate', amountWithTax: '53000.00' }]),
  );
  const delegate = (claim: Claim, by: TestPerson, to: TestPerson | undefined) =>
    decide(by, claim, { decision: 'delegate', approverId: to?.userId, reason: '出差' });
  for (const unfit of [host.stranger, host.finance, host.staff, host.head, undefined]) {
    expect((await delegate(submitted, host.head, unfit)).body.refusal).toBe('approval_approver_unfit');
  }
  const deputy = await host.aPerson('deputy', ['manager'], host.departmentId);
  const delegated = (await delegate(submitted, host.head, deputy)).body;
  expect(stepsOf(delegated)).toEqual(['department_head delegated', 'added pending', 'partner waiting']);
  expect((await decide(host.head, delegated, { decision: 'approve' })).body.refusal).toBe('approval_not_yours');
  const half = (await decide(deputy, delegated, { decision: 'approve' })).body;
  expect(stepsOf(half)).toEqual(['department_head delegated', 'added approved', 'partner pending']);
  const manager = await host.aPerson('manager', ['manager']);
  expect((await delegate(half, host.partner, manager)).body.refusal).toBe('approval_approver_unfit');
});

test('AP2: the head’s own claim goes to the next suitable person', async () => {
  const submitted = await host.submit(host.head, await host.aDraft(host.head, [{ seed: 'head own' }]));
  expect(submitted.card.steps.map((step) => step.approverId)).not.toContain(host.head.userId);
  expect((await decide(host.head, submitted, { decision: 'approve' })).body.refusal).toBe('approval_not_yours');
});

test('C8: taking back frees the invoices and ends the approval; what is approved cannot be taken back', async () => {
  const submitted = await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'back' }]));
  expect((await withdraw(host.head, submitted)).body.refusal).toBe('right_missing');
  expect((await withdraw(host.stranger, submitted)).body.refusal).toBe('object_missing');
  expect((await withdraw(null, submitted)).status).toBe(401);
  const withdrawn = (await withdraw(host.staff, submitted)).body;
  expect([withdrawn.card.status, ...stepsOf(withdrawn)]).toEqual(['withdrawn', 'department_head cancelled']);
  expect(withdrawn.lines[0]?.invoice).toMatchObject({ status: 'checked', claimNumber: null });
  expect((await withdraw(host.staff, submitted)).body.refusal).toBe('claim_not_draft');
  expect((await submit(host.staff, withdrawn)).body.refusal).toBe('claim_not_draft');
  expect((await decide(host.head, submitted, { decision: 'approve' }, 0)).status).toBeGreaterThanOrEqual(400);
  const approved = await host.approveAll(
    await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'late' }])),
  );
  expect((await withdraw(host.staff, approved)).body.refusal).toBe('claim_not_draft');
  expect((await edit(host.staff, approved, { title: 'zu spät' })).body.refusal).toBe('claim_not_draft');
});

test('I6, C9: correcting an invoice changes the line of a draft; once handed in it is fixed', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'fix' }]);
  const [invoiceId] = invoicesOf(draft);
  const correct = async (value: string) => {
    const params = { invoiceId: invoiceId as InvoiceId }; // The draft has one.
    const { version } = (await host.call(host.staff, invoiceEndpoints.get, { params })).body.card;
    const corrections = [
      { field: 'totalAmount', value },
      { field: 'amountWithoutTax', value: String(Number(value) - 6) },
    ];
    return host.call(host.staff, invoiceEndpoints.correct, { params, body: { version, corrections } });
  };
  await correct('126.00');
  const changed = await host.getClaim(host.staff, draft);
  expect([changed.card.totalMinor, changed.lines[0]?.amountMinor]).toEqual([12_600, 12_600]);
  await host.submit(host.staff, changed);
  expect((await correct('99.00')).body.refusal).toBe('invoice_not_correctable');
});

test('C10: lists: mine, the queue of finance, and all that I may see', async () => {
  const approved = await host.approveAll(
    await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'lists' }])),
  );
  const ids = async (person: TestPerson, scope: 'mine' | 'queue' | 'all', status?: 'draft') => {
    const answer = await host.call(person, endpoints.list, { query: { scope, ...(status ? { status } : {}) } });
    return answer.status === 200 ? answer.body.claims.map((card) => card.claimId) : answer.body.refusal;
  };
  const { claimId } = approved.card;
  expect(await ids(host.staff, 'mine')).toContain(claimId);
  expect(await ids(host.finance, 'queue')).toContain(claimId);
  expect(await ids(host.head, 'all')).toContain(claimId);
  expect(await ids(host.stranger, 'all')).not.toContain(claimId);
  expect(await ids(host.management, 'all')).toEqual([]);
  expect(await ids(host.staff, 'queue')).toBe('right_missing');
  expect(await ids(host.staff, 'mine', 'draft')).not.toContain(claimId);
  expect((await host.call(null, endpoints.list, { query: { scope: 'all' } })).status).toBe(401);
  expect((await host.call(null, endpoints.inbox)).status).toBe(401);
  expect((await host.call(host.staff, endpoints.expenseTypes)).body.expenseTypes.length).toBeGreaterThan(8);
});

test('C1, AP5: the database itself refuses skipped steps', async () => {
  const draft = await host.aDraft(host.staff, [{ seed: 'sql' }]);
  const { claimId } = draft.card;
  const set = (id: ClaimId, status: string) =>
    host.database.query('update claims set status = $2 where id = $1', [id, status]);
  for (const status of ['approved', 'booked', 'archived']) {
    await expect(set(claimId, status)).rejects.toThrow(/cannot go from draft/);
  }
  const submitted = await host.submit(host.staff, draft);
  await expect(set(claimId, 'approved')).rejects.toThrow(/no completed approval/);
  const stepId = submitted.card.steps[0]?.id as ApprovalStepId; // A submitted claim has one.
  await host.approveAll(submitted);
  await expect(set(claimId, 'booked')).rejects.toThrow(/no voucher/);
  await expect(host.database.query('delete from claims where id = $1', [claimId])).rejects.toThrow(/never deleted/);
  const undo = host.database.query(`update approval_steps set status = 'pending' where id = $1`, [stepId]);
  await expect(undo).rejects.toThrow(/cannot go from approved/);
});

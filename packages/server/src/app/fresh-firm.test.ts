import { randomUUID } from 'node:crypto';
import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import {
  type BodyOf,
  type Claim,
  type ClientId,
  claims,
  conversations,
  type Endpoint,
  engagements,
  type FileId,
  type Invoice,
  identity,
  invoices,
  ledger,
  type OrgRole,
} from '@countinghouse/protocol';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallInput, callEndpoint, type SignedIn } from '../platform/http/testing/call-endpoint.ts';
import { linkForFirstAdministrator } from './first-administrator.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let host: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  host = await startTestServer();
  const { platform, identity: people } = host.server;
  const link = await linkForFirstAdministrator(platform.database, people);
  if (!link) throw new Error('a fresh firm gives no link');
  admin = await redeem(link);
});
afterAll(() => host.close());

const call = async <E extends Endpoint>(person: SignedIn | null, endpoint: E, input?: CallInput<E>) =>
  (await callEndpoint(host.server.http, person, endpoint, input)).body;

async function redeem(link: string): Promise<SignedIn> {
  const token = new URL(link).searchParams.get('token') ?? '';
  const answer = await call(null, identity.redeemLink, { body: { token, carrier: 'token' } });
  if (!answer.token) throw new Error(`the link was refused: ${answer.refusal}`);
  return { userId: answer.userId, token: answer.token };
}

const newClientId = () => randomUUID() as ClientId; // has the form that the schema asks for

/** Added by the administrator and signed in with the link that this gave. */
async function hire(
  login: string,
  roles: OrgRole[],
  departmentId: BodyOf<typeof identity.setDepartment>['departmentId'],
) {
  const body = { login, name: { zh: login }, title: { zh: '' }, kind: 'person' as const, departmentId, roles };
  return redeem((await call(admin, identity.createPerson, { body })).signInLink);
}

async function upload(person: SignedIn, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileId> {
  const headers = { authorization: `Bearer ${person.token}`, 'tus-resumable': '1.0.0' };
  const created = await fetch(`${host.baseUrl}/api/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  });
  const { pathname } = new URL(created.headers.get('location') ?? '', host.baseUrl);
  await fetch(host.baseUrl + pathname, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: bytes,
  });
  return pathname.split('/').at(-1) as FileId; // the server's own id
}

/** Dropped into a conversation with themselves and a colleague, and read. */
async function drop(person: SignedIn, colleague: SignedIn, seed: string): Promise<Invoice> {
  const lines = [{ name: '*印刷品*宣传册印刷', amountWithTax: '318.00', taxRate: '6%' as const }];
  const facts = anInvoice({ seed, buyer, kind: 'digital_special', lines });
  const fileId = await upload(person, `${facts.number}.xml`, new TextEncoder().encode(makeXml(facts)));
  const room = await call(person, conversations.create, {
    body: { clientId: newClientId(), title: '发票', memberIds: [colleague.userId] },
  });
  await call(person, conversations.postMessage, {
    params: { conversationId: room.id },
    body: { clientId: newClientId(), text: '', fileIds: [fileId] },
  });
  await host.server.invoices.idle();
  const listed = await call(person, invoices.list, { query: { mine: true } });
  const row = listed.invoices.find((candidate) => candidate.card.file.fileId === fileId);
  if (!row) throw new Error('the dropped file became no invoice');
  return call(person, invoices.get, { params: { invoiceId: row.card.invoiceId } });
}

const buyer = { name: '衡岳会计师事务所（特殊普通合伙）', taxId: '91310115MA1K4HY761' };
const checkOf = (invoice: Invoice, id: string) => invoice.card.checks.find((check) => check.id === id)?.status;
const submit = (person: SignedIn, { card }: Claim) =>
  call(person, claims.submit, { params: { claimId: card.claimId }, body: { version: card.version } });

/** Approved by whoever is asked, booked as proposed and archived by finance. */
async function complete(claim: Claim, people: { approver: SignedIn; finance: SignedIn }): Promise<Claim> {
  const { approver, finance } = people;
  const { claimId, approvalId, steps } = claim.card;
  const pending = steps.find((step) => step.status === 'pending');
  if (!approvalId || !pending) throw new Error('nobody is asked');
  expect(pending.approverId).toBe(approver.userId);
  const decided = await call(approver, claims.decide, {
    params: { approvalId },
    body: { stepId: pending.id, decision: 'approve' },
  });
  expect(decided.card.status).toBe('approved');
  const { date, lines } = await call(finance, ledger.proposal, { params: { claimId } });
  const voucher = await call(finance, ledger.book, {
    params: { claimId },
    body: { clientId: newClientId(), date, lines },
  });
  expect(voucher.refusal).toBeUndefined();
  const entry = await call(finance, ledger.archive, { params: { claimId } });
  const answer = await fetch(`${host.baseUrl}/api/archive/${entry.id}/package`, {
    headers: { authorization: `Bearer ${finance.token}` },
  });
  const files = Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())));
  expect(files.some((name) => name.endsWith('bagit.txt'))).toBe(true);
  return call(finance, claims.get, { params: { claimId } });
}

test('a fresh firm is set up through the interface and takes an invoice to the archive', async () => {
  // Before anything is set up, the invoice is read, its buyer is nobody known, and the claim says what it lacks.
  const staff = await hire('li', ['staff'], null);
  const early = await drop(staff, admin, 'early');
  expect(checkOf(early, 'buyer_is_firm')).toBe('fail');

  await call(admin, identity.setFirm, { body: { name: { zh: '衡岳会计师事务所' }, buyers: [buyer] } });
  const department = await call(admin, identity.createDepartment, { body: { name: { zh: '审计一部' }, headId: null } });
  const head = await hire('lin', ['staff', 'manager'], department.id);
  const finance = await hire('sun', ['staff', 'finance'], department.id);
  await call(admin, identity.changeDepartment, {
    params: { departmentId: department.id },
    body: { name: department.name, headId: head.userId },
  });

  const invoice = await drop(staff, head, 'first');
  expect(checkOf(invoice, 'buyer_is_firm')).toBe('pass');
  const draft = await call(staff, claims.create, {
    body: { clientId: newClientId(), invoiceIds: [invoice.card.invoiceId] },
  });
  expect(draft.card.costTo).toBeNull();
  expect((await submit(staff, draft)).refusal).toBe('claim_cost_missing');

  // In a department the same draft can be given its bearer, and later ones propose it.
  await call(admin, identity.setDepartment, {
    params: { userId: staff.userId },
    body: { departmentId: department.id },
  });
  const edited = await call(staff, claims.edit, {
    params: { claimId: draft.card.claimId },
    body: { version: draft.card.version, costTo: { kind: 'department', departmentId: department.id } },
  });
  const submitted = await submit(staff, edited);
  expect(submitted.card.status).toBe('submitted');
  const archived = await complete(submitted, { approver: head, finance });
  expect(archived.card.status).toBe('archived');
}, 60_000);

test('the lead of a new engagement approves what it pays', async () => {
  const made = await call(admin, identity.createDepartment, { body: { name: { zh: '审计二部' }, headId: null } });
  const departmentId = made.id;
  const lead = await hire('chen', ['staff', 'manager'], departmentId);
  const junior = await hire('wang', ['staff'], departmentId);
  const finance = await hire('qian', ['staff', 'finance'], departmentId);
  const engagement = await call(lead, engagements.create, {
    body: {
      code: 'A2026-001',
      name: { zh: '恒远股份 2026 年报审计' },
      clientName: '恒远股份有限公司',
      leadId: lead.userId,
      dueDate: '2026-12-31',
    },
  });
  await call(lead, engagements.setMember, {
    params: { engagementId: engagement.id, userId: junior.userId },
    body: { role: 'junior' },
  });
  const invoice = await drop(junior, lead, 'engagement');
  const draft = await call(junior, claims.create, {
    body: { clientId: newClientId(), invoiceIds: [invoice.card.invoiceId] },
  });
  expect(draft.card.costTo).toEqual({ kind: 'department', departmentId });
  const edited = await call(junior, claims.edit, {
    params: { claimId: draft.card.claimId },
    body: { version: draft.card.version, costTo: { kind: 'engagement', engagementId: engagement.id } },
  });
  const submitted = await submit(junior, edited);
  // Off the engagement and in another department: what was handed in keeps both.
  await call(lead, engagements.removeMember, { params: { engagementId: engagement.id, userId: junior.userId } });
  await call(admin, identity.setDepartment, { params: { userId: junior.userId }, body: { departmentId: null } });
  const archived = await complete(submitted, { approver: lead, finance });
  expect(archived.card).toMatchObject({ status: 'archived', costTo: { engagementId: engagement.id } });
}, 60_000);

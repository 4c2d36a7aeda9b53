import { randomUUID } from 'node:crypto';
import {
  approvals,
  type BodyOf,
  type DepartmentId,
  type Endpoint,
  engagements,
  type Id,
  identity,
  sync,
  type UserId,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallInput, callEndpoint, type SignedIn } from '../platform/http/testing/call-endpoint.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let host: TestServer;
let admin: SignedIn;
let manager: SignedIn;
let staff: SignedIn;
let other: SignedIn;
let guest: SignedIn;

beforeAll(async () => {
  host = await startTestServer();
  admin = await host.aUser({ login: 'admin', roles: ['system_admin'] });
  manager = await host.aUser({ login: 'manager', roles: ['staff', 'manager'] });
  staff = await host.aUser({ login: 'staff', roles: ['staff'] });
  other = await host.aUser({ login: 'other', roles: ['staff', 'finance', 'management'] });
  guest = await host.aUser({ login: 'guest', roles: ['guest'], kind: 'guest' });
});
afterAll(() => host.close());

const call = <E extends Endpoint>(person: SignedIn | null, endpoint: E, input?: CallInput<E>) =>
  callEndpoint(host.server.http, person, endpoint, input);

async function actionsOn(objectId: string): Promise<string[]> {
  const rows = await host.server.platform.database.query<{ action: string }>(
    `select body::json->>'action' as action from audit_entries where object_id = $1 order by index`,
    [objectId],
  );
  return rows.map((row) => row.action);
}

const anId = <Kind extends string>() => randomUUID() as Id<Kind>; // a uuid, as the schema asks for
const directoryOf = async (person: SignedIn) => (await call(person, identity.directory)).body;
const aDepartment = async (name: string) =>
  (await call(admin, identity.createDepartment, { body: { name: { zh: name }, headId: null } })).body.id;
const engagementBody = (code: string, leadId: UserId) => ({
  code,
  name: { zh: `${code} 年报审计`, en: `${code} audit` },
  clientName: '恒远股份',
  leadId,
  dueDate: '2026-12-31',
});
const anEngagement = async (code: string, leadId: UserId) =>
  (await call(manager, engagements.create, { body: engagementBody(code, leadId) })).body.id;

const firm = {
  name: { zh: '衡岳会计师事务所', en: 'Hengyue CPA' },
  buyers: [{ name: ' 衡岳会计师事务所（特殊普通合伙） ', taxId: '9131 0115 ma1k4hy761' }],
};

test('the firm’s profile is kept in the form that invoices print, and everybody sees it', async () => {
  expect((await call(admin, identity.setFirm, { body: firm })).status).toBe(200);
  const { body } = await call(staff, identity.me);
  expect(body.firm).toEqual({
    name: firm.name,
    buyers: [{ name: '衡岳会计师事务所（特殊普通合伙）', taxId: '91310115MA1K4HY761' }],
  });
  expect(await actionsOn('firm')).toContain('firm.saved');
});

test('what is no tax id is refused by name', async () => {
  const wrong = { ...firm, buyers: [{ name: '衡岳', taxId: '12345' }] };
  const { status, body } = await call(admin, identity.setFirm, { body: wrong });
  expect({ status, refusal: body.refusal, params: body.params }).toEqual({
    status: 422,
    refusal: 'tax_id_malformed',
    params: { taxId: '12345' },
  });
  const blank = { ...firm, name: { zh: ' ' } };
  expect((await call(admin, identity.setFirm, { body: blank })).body.refusal).toBe('request_malformed');
});

test('a department has one name and a head of the firm', async () => {
  const made = await call(admin, identity.createDepartment, {
    body: { name: { zh: ' 审计一部 ', en: 'Audit I' }, headId: manager.userId },
  });
  expect(made.body).toMatchObject({ name: { zh: '审计一部', en: 'Audit I' }, headId: manager.userId });
  const again = await call(admin, identity.createDepartment, { body: { name: { zh: '审计一部' }, headId: null } });
  expect(again.body).toMatchObject({ refusal: 'department_name_taken', params: { name: '审计一部' } });
  const changed = await call(admin, identity.changeDepartment, {
    params: { departmentId: made.body.id },
    body: { name: { zh: '审计一部' }, headId: staff.userId },
  });
  expect(changed.status).toBe(200);
  expect((await directoryOf(staff)).departments).toContainEqual({
    id: made.body.id,
    name: { zh: '审计一部' },
    headId: staff.userId,
  });
  for (const headId of [guest.userId, anId<'user'>()]) {
    const refused = await call(admin, identity.changeDepartment, {
      params: { departmentId: made.body.id },
      body: { name: { zh: '审计一部' }, headId },
    });
    expect(refused.body).toMatchObject({ refusal: 'person_not_of_firm', params: { userId: headId } });
  }
  const unknown = await call(admin, identity.changeDepartment, {
    params: { departmentId: anId<'department'>() },
    body: { name: { zh: '谁也不是' }, headId: null },
  });
  expect(unknown.body.refusal).toBe('object_missing');
  expect(await actionsOn(made.body.id)).toEqual(['department.saved', 'department.saved']);
});

test('two departments of one name at once: one is made', async () => {
  const body = { name: { zh: '同名部' }, headId: null };
  const answers = await Promise.all([1, 2, 3].map(() => call(admin, identity.createDepartment, { body })));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
});

test('a person changes department, and a guest has none', async () => {
  const departmentId = await aDepartment('税务部');
  const put = (userId: UserId, to: DepartmentId | null) =>
    call(admin, identity.setDepartment, { params: { userId }, body: { departmentId: to } });
  expect((await put(staff.userId, departmentId)).status).toBe(200);
  expect((await call(staff, identity.me)).body.person.departmentId).toBe(departmentId);
  expect((await put(staff.userId, null)).status).toBe(200);
  expect((await call(staff, identity.me)).body.person.departmentId).toBeNull();
  expect((await put(guest.userId, departmentId)).body.refusal).toBe('person_not_of_firm');
  expect((await put(staff.userId, anId<'department'>())).body.refusal).toBe('object_missing');
  expect((await put(anId<'user'>(), departmentId)).body.refusal).toBe('object_missing');
  expect(await actionsOn(staff.userId)).toContain('person.department-set');
});

test('a new person may be put into a department that exists', async () => {
  const departmentId = await aDepartment('IT 审计部');
  const body = (login: string, department: DepartmentId) => ({
    ...{ login, name: { zh: login }, title: { zh: '' }, kind: 'person' as const },
    ...{ departmentId: department, roles: ['staff' as const] },
  });
  expect((await call(admin, identity.createPerson, { body: body('in-it', departmentId) })).status).toBe(200);
  const unknown = body('nowhere', anId<'department'>());
  expect((await call(admin, identity.createPerson, { body: unknown })).body.refusal).toBe('object_missing');
});

test('partners are active people of the firm', async () => {
  const put = (userIds: UserId[]) => call(admin, approvals.setPartners, { body: { userIds } });
  expect((await call(admin, approvals.partners)).body.userIds).toEqual([]);
  expect((await put([manager.userId, staff.userId, staff.userId])).status).toBe(200);
  expect((await put([manager.userId])).status).toBe(200);
  expect((await call(admin, approvals.partners)).body.userIds).toEqual([manager.userId]);
  expect((await put([guest.userId])).body.refusal).toBe('person_not_of_firm');
  const leaver = await host.aUser({ login: 'leaver', roles: ['staff'] });
  await call(admin, identity.deactivate, { params: { userId: leaver.userId } });
  expect((await put([leaver.userId])).body.refusal).toBe('person_not_of_firm');
  expect((await call(admin, approvals.partners)).body.userIds).toEqual([manager.userId]);
});

test('a manager opens an engagement; its lead and its members meet it in their directory', async () => {
  const engagementId = await anEngagement('A-1', staff.userId);
  expect((await directoryOf(staff)).engagements.map((found) => found.code)).toContain('A-1');
  expect((await directoryOf(guest)).engagements).toEqual([]);
  const params = { engagementId, userId: guest.userId };
  const asClient = await call(staff, engagements.setMember, { params, body: { role: 'client' } });
  expect(asClient.status).toBe(200);
  expect((await directoryOf(guest)).engagements.map((found) => found.code)).toEqual(['A-1']);
  expect((await call(staff, engagements.members, { params: { engagementId } })).body.members).toEqual([
    { userId: staff.userId, role: 'lead' },
    { userId: guest.userId, role: 'client' },
  ]);
  expect((await call(staff, engagements.removeMember, { params })).status).toBe(200);
  expect((await call(staff, engagements.removeMember, { params })).status).toBe(200);
  expect((await directoryOf(guest)).engagements).toEqual([]);
  expect(await actionsOn(engagementId)).toEqual([
    'engagement.created',
    'engagement.member-set',
    'engagement.member-set',
    'engagement.member-removed',
  ]);
});

test('whoever is put into a department or onto an engagement is told at once', async () => {
  const departmentId = await aDepartment('咨询部');
  const engagementId = await anEngagement('A-11', manager.userId);
  const toldAfter = async (work: () => Promise<unknown>) => {
    const { userSeq } = (await call(other, sync.snapshot)).body;
    await work();
    const { events } = (await call(other, sync.events, { query: { afterSeq: userSeq } })).body;
    return events.map((event) => event.kind);
  };
  const member = { engagementId, userId: other.userId };
  expect(
    await toldAfter(() =>
      call(admin, identity.setDepartment, { params: { userId: other.userId }, body: { departmentId } }),
    ),
  ).toEqual(['me.changed']);
  expect(
    await toldAfter(() => call(manager, engagements.setMember, { params: member, body: { role: 'senior' } })),
  ).toEqual(['me.changed']);
  expect(await toldAfter(() => call(manager, engagements.removeMember, { params: member }))).toEqual(['me.changed']);
  // What changes nothing says nothing.
  expect(await toldAfter(() => call(manager, engagements.removeMember, { params: member }))).toEqual([]);
});

test('the lead changes with the engagement and cannot be taken off it', async () => {
  const engagementId = await anEngagement('A-2', staff.userId);
  const body = { ...engagementBody('A-2', other.userId), dueDate: null };
  const changed = await call(staff, engagements.change, { params: { engagementId }, body });
  expect(changed.body).toMatchObject({ leadId: other.userId, dueDate: null });
  expect((await call(manager, engagements.members, { params: { engagementId } })).body.members).toEqual([
    { userId: other.userId, role: 'lead' },
    { userId: staff.userId, role: 'senior' },
  ]);
  const params = { engagementId, userId: other.userId };
  expect((await call(manager, engagements.removeMember, { params })).body.refusal).toBe('engagement_lead_bound');
  const demoted = await call(manager, engagements.setMember, { params, body: { role: 'junior' } });
  expect(demoted.body.refusal).toBe('engagement_lead_bound');
  // Who led it before is a member now, and may read it but not govern it.
  expect((await call(staff, engagements.change, { params: { engagementId }, body })).body.refusal).toBe(
    'right_missing',
  );
});

test('what an engagement cannot be is refused by name', async () => {
  const engagementId = await anEngagement('A-3', staff.userId);
  const create = (body: BodyOf<typeof engagements.create>) => call(manager, engagements.create, { body });
  const change = (body: BodyOf<typeof engagements.create>) =>
    call(manager, engagements.change, { params: { engagementId }, body });
  await anEngagement('A-4', staff.userId);
  expect((await create(engagementBody('A-3', staff.userId))).body).toMatchObject({
    refusal: 'engagement_code_taken',
    params: { code: 'A-3' },
  });
  expect((await change(engagementBody('A-4', staff.userId))).body.refusal).toBe('engagement_code_taken');
  expect((await create(engagementBody('A-5', guest.userId))).body.refusal).toBe('person_not_of_firm');
  expect((await change(engagementBody('A-3', guest.userId))).body.refusal).toBe('person_not_of_firm');
  const noSuchDay = { ...engagementBody('A-6', staff.userId), dueDate: '2026-02-31' };
  expect((await create(noSuchDay)).body.refusal).toBe('request_malformed');
  const put = (userId: UserId, role: 'senior' | 'expert') =>
    call(manager, engagements.setMember, { params: { engagementId, userId }, body: { role } });
  expect((await put(guest.userId, 'senior')).body.refusal).toBe('person_unfit_for_role');
  expect((await put(anId<'user'>(), 'expert')).body.refusal).toBe('person_not_of_firm');
});

test('managers and system administrators govern all engagements, leads their own, others none', async () => {
  const engagementId = await anEngagement('A-7', staff.userId);
  const codes = async (person: SignedIn) =>
    (await call(person, engagements.list)).body.engagements.map(({ engagement }) => engagement.code);
  expect(await codes(manager)).toContain('A-7');
  expect(await codes(admin)).toContain('A-7');
  expect(await codes(staff)).toContain('A-7');
  expect(await codes(other)).not.toContain('A-7');
  expect(await codes(guest)).toEqual([]);
  const body = engagementBody('A-7', staff.userId);
  const params = { engagementId };
  expect((await call(staff, engagements.create, { body: engagementBody('A-8', staff.userId) })).body.refusal).toBe(
    'right_missing',
  );
  // Finance may read every engagement, a guest of another one nothing.
  expect((await call(other, engagements.change, { params, body })).body.refusal).toBe('right_missing');
  expect((await call(guest, engagements.change, { params, body })).body.refusal).toBe('object_missing');
  expect((await call(guest, engagements.members, { params })).body.refusal).toBe('object_missing');
  const member = { engagementId, userId: other.userId };
  expect((await call(other, engagements.setMember, { params: member, body: { role: 'senior' } })).body.refusal).toBe(
    'right_missing',
  );
  expect((await call(other, engagements.removeMember, { params: member })).body.refusal).toBe('right_missing');
  const unknown = { engagementId: anId<'engagement'>() };
  expect((await call(manager, engagements.members, { params: unknown })).body.refusal).toBe('object_missing');
});

test('organisation is for system administrators, and for nobody who is signed out', async () => {
  const departmentId = await aDepartment('综合部');
  const profile = { name: { zh: '别的部' }, headId: null };
  const attempts = (person: SignedIn | null) => [
    call(person, identity.setFirm, { body: firm }),
    call(person, identity.createDepartment, { body: profile }),
    call(person, identity.changeDepartment, { params: { departmentId }, body: profile }),
    call(person, identity.setDepartment, { params: { userId: other.userId }, body: { departmentId } }),
    call(person, approvals.setPartners, { body: { userIds: [other.userId] } }),
    call(person, approvals.partners),
  ];
  for (const person of [manager, staff, other, guest]) {
    for (const attempt of attempts(person)) expect((await attempt).body.refusal).toBe('right_missing');
  }
  const engagementId = await anEngagement('A-9', staff.userId);
  const member = { engagementId, userId: other.userId };
  const signedOut = [
    ...attempts(null),
    call(null, engagements.list),
    call(null, engagements.create, { body: engagementBody('A-10', staff.userId) }),
    call(null, engagements.change, { params: { engagementId }, body: engagementBody('A-9', staff.userId) }),
    call(null, engagements.members, { params: { engagementId } }),
    call(null, engagements.setMember, { params: member, body: { role: 'senior' } }),
    call(null, engagements.removeMember, { params: member }),
  ];
  for (const attempt of signedOut) expect((await attempt).body.refusal).toBe('session_missing');
});

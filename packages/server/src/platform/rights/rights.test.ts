import { randomUUID } from 'node:crypto';
import {
  type ConversationRole,
  type ConversationSettings,
  defaultConversationSettings,
  type OrgRole,
  type UserId,
  type UserKind,
} from '@countinghouse/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { createLogger } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/testing/test-database.ts';
import { can, demand, parameters, where } from './rights.ts';
import { type FactsByType, ruleTable } from './rule-table.ts';
import type { Subject } from './subject.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url, log: createLogger('silent') });
  // Only the columns that the rules speak of.
  await database.query(`
    create table conversations (id uuid, settings jsonb, archived_at timestamptz);
    create table conversation_members (conversation_id uuid, user_id uuid, role text, left_at timestamptz, visible_from_seq bigint);
    create table files (id uuid, owner_id uuid);
    create table message_files (file_id uuid, conversation_id uuid, seq bigint);
    create table invoices (id uuid, uploader_id uuid, file_id uuid, status text);
    create table invoice_questions (invoice_id uuid, asked_of_id uuid);
    create table claims (id uuid, claimant_id uuid, submitted_at timestamptz);
    create table claim_lines (claim_id uuid, invoice_id uuid);
    create table engagements (id uuid, lead_id uuid);
    create table engagement_members (engagement_id uuid, user_id uuid);
    create table approvals (id uuid, subject_id uuid);
    create table approval_steps (approval_id uuid, approver_id uuid, status text);
  `);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

type RowType = 'conversation' | 'file' | 'invoice' | 'claim' | 'engagement';
const tables: Record<RowType, string> = {
  conversation: 'conversations',
  file: 'files',
  invoice: 'invoices',
  claim: 'claims',
  engagement: 'engagements',
};

const orgRoles: OrgRole[] = [
  'staff',
  'manager',
  'finance',
  'management',
  'system_admin',
  'security_admin',
  'audit_admin',
  'guest',
];
const kinds: UserKind[] = ['person', 'guest', 'app'];
const memberRoles: ConversationRole[] = ['owner', 'admin', 'member', 'guest'];
const stepStates = ['waiting', 'pending', 'approved', 'returned', 'delegated', 'cancelled'];
const invoiceStates = ['reading', 'refused', 'not_invoice', 'checked', 'claimed', 'approved', 'booked', 'archived'];

/** Not all of them are stored, as where some were added later. */
const someSettings = (some: <T>(items: readonly T[]) => T): Partial<ConversationSettings> => ({
  join: some(['invite', 'ask', 'open']),
  mayInvite: some(['members', 'admins']),
  ...some([{}, { mayPost: 'members' as const }, { mayPost: 'admins' as const }]),
});

/** Random numbers decide everything, so that a failing seed shows the same world again. */
function aWorld(pick: (below: number) => number) {
  const some = <T>(items: readonly T[]): T => items[pick(items.length)] as T; // the index lies inside
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
  const users = ids(5) as UserId[]; // uuids, as the schema asks for
  const subjects: Subject[] = users.map((userId) => ({
    userId,
    kind: some(kinds),
    roles: new Set(Array.from({ length: pick(3) }, () => some(orgRoles))),
    sessionId: undefined,
  }));
  const conversations = ids(4).map((id) => ({
    id,
    settings: pick(3) === 0 ? null : someSettings(some),
    isArchived: pick(4) === 0,
  }));
  const members = conversations.flatMap(({ id: conversationId }) =>
    users
      .filter(() => pick(2) === 0)
      .map((userId) => ({
        conversationId,
        userId,
        role: some(memberRoles),
        hasLeft: pick(3) === 0,
        visibleFrom: pick(4),
      })),
  );
  const files = ids(3).map((id) => ({ id, ownerId: some(users) }));
  const posted = files
    .filter(() => pick(2) === 0)
    .map((file) => ({ fileId: file.id, conversationId: some(conversations).id, seq: pick(4) }));
  const invoices = ids(4).map((id) => ({
    id,
    uploaderId: some(users),
    fileId: some(files).id,
    status: some(invoiceStates),
  }));
  const questions = invoices
    .filter(() => pick(2) === 0)
    .map((invoice) => ({ invoiceId: invoice.id, askedOfId: some(users) }));
  const claims = ids(3).map((id) => ({ id, claimantId: some(users), isHandedIn: pick(2) === 0 }));
  const lines = invoices
    .filter(() => pick(3) > 0)
    .map((invoice) => ({ invoiceId: invoice.id, claimId: some(claims).id }));
  const approvals = claims.filter(() => pick(3) > 0).map((claim) => ({ id: randomUUID(), subjectId: claim.id }));
  const steps = approvals.flatMap((approval) =>
    Array.from({ length: 1 + pick(3) }, () => ({
      approvalId: approval.id,
      approverId: some(users),
      status: some(stepStates),
    })),
  );
  const engagements = ids(3).map((id) => ({ id, leadId: some(users), memberIds: users.filter(() => pick(2) === 0) }));
  return {
    ...{ subjects, conversations, members, files, posted, invoices, questions, claims, lines, approvals, steps },
    engagements,
  };
}
type World = ReturnType<typeof aWorld>;

async function store(world: World): Promise<void> {
  const insert = async (table: string, rows: readonly (readonly unknown[])[]) => {
    await database.query(`truncate ${table}`);
    for (const row of rows)
      await database.query(`insert into ${table} values (${row.map((_, at) => `$${at + 1}`).join(', ')})`, row);
  };
  await insert(
    'conversations',
    world.conversations.map((c) => [c.id, c.settings && JSON.stringify(c.settings), c.isArchived ? new Date() : null]),
  );
  await insert(
    'conversation_members',
    world.members.map((m) => [m.conversationId, m.userId, m.role, m.hasLeft ? new Date() : null, m.visibleFrom]),
  );
  await insert(
    'files',
    world.files.map((f) => [f.id, f.ownerId]),
  );
  await insert(
    'message_files',
    world.posted.map((p) => [p.fileId, p.conversationId, p.seq]),
  );
  await insert(
    'invoices',
    world.invoices.map((i) => [i.id, i.uploaderId, i.fileId, i.status]),
  );
  await insert(
    'invoice_questions',
    world.questions.map((q) => [q.invoiceId, q.askedOfId]),
  );
  await insert(
    'claims',
    world.claims.map((c) => [c.id, c.claimantId, c.isHandedIn ? new Date() : null]),
  );
  await insert(
    'claim_lines',
    world.lines.map((l) => [l.claimId, l.invoiceId]),
  );
  await insert(
    'approvals',
    world.approvals.map((a) => [a.id, a.subjectId]),
  );
  await insert(
    'approval_steps',
    world.steps.map((s) => [s.approvalId, s.approverId, s.status]),
  );
  await insert(
    'engagements',
    world.engagements.map((e) => [e.id, e.leadId]),
  );
  await insert(
    'engagement_members',
    world.engagements.flatMap((e) => e.memberIds.map((userId) => [e.id, userId])),
  );
}

const hasDecided = (status: string) => ['pending', 'approved', 'returned', 'delegated'].includes(status);

function approversOf(world: World, claimId: string): Set<UserId> {
  const own = new Set(
    world.approvals.filter((approval) => approval.subjectId === claimId).map((approval) => approval.id),
  );
  return new Set(
    world.steps.filter((step) => own.has(step.approvalId) && hasDecided(step.status)).map((step) => step.approverId),
  );
}
const approversOfInvoice = (world: World, invoiceId: string): Set<UserId> =>
  new Set(
    world.lines.filter((line) => line.invoiceId === invoiceId).flatMap((line) => [...approversOf(world, line.claimId)]),
  );

/** Facts of every row, worked out from the world without any SQL. */
function factsOf(world: World): { [Type in RowType]: Map<string, FactsByType[Type]> } {
  const isRead = (status: string) => !['reading', 'refused', 'not_invoice'].includes(status);
  return {
    conversation: new Map(
      world.conversations.map(({ id, settings, isArchived }) => [
        id,
        {
          settings: { ...defaultConversationSettings, ...settings },
          isArchived,
          members: new Map(
            world.members.filter((m) => m.conversationId === id && !m.hasLeft).map((m) => [m.userId, m.role]),
          ),
        },
      ]),
    ),
    file: new Map(
      world.files.map((file) => {
        const read = world.invoices.filter((invoice) => invoice.fileId === file.id);
        const viewers = world.posted
          .filter((post) => post.fileId === file.id)
          .flatMap((post) =>
            world.members.filter(
              (m) => m.conversationId === post.conversationId && !m.hasLeft && post.seq >= m.visibleFrom,
            ),
          );
        return [
          file.id,
          {
            ownerId: file.ownerId,
            viewerIds: new Set(viewers.map((viewer) => viewer.userId)),
            approverIds: new Set(read.flatMap((invoice) => [...approversOfInvoice(world, invoice.id)])),
            isInvoice: read.some((invoice) => isRead(invoice.status)),
          },
        ];
      }),
    ),
    invoice: new Map(
      world.invoices.map((invoice) => [
        invoice.id,
        {
          uploaderId: invoice.uploaderId,
          approverIds: approversOfInvoice(world, invoice.id),
          askedIds: new Set(world.questions.filter((q) => q.invoiceId === invoice.id).map((q) => q.askedOfId)),
        },
      ]),
    ),
    claim: new Map(
      world.claims.map((claim) => [
        claim.id,
        { claimantId: claim.claimantId, approverIds: approversOf(world, claim.id), isHandedIn: claim.isHandedIn },
      ]),
    ),
    engagement: new Map(
      world.engagements.map(({ id, leadId, memberIds }) => [id, { leadId, memberIds: new Set(memberIds) }]),
    ),
  };
}

async function permittedBySql(subject: Subject, action: string, type: RowType): Promise<string[]> {
  const { values, bind } = parameters();
  const rows = await database.query<{ id: string }>(
    `select r.id from ${tables[type]} r where ${where(subject, action, type, { alias: 'r', bind })}`,
    values,
  );
  return rows.map((row) => row.id).sort();
}

function compare<Type extends RowType>(
  facts: Map<string, FactsByType[Type]>,
  subject: Subject,
  action: string,
  type: Type,
): string[] {
  return [...facts]
    .filter(([, known]) => can(subject, action, type, known))
    .map(([id]) => id)
    .sort();
}

test('can and where give the same answer for every subject, action and row of random worlds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), async (stream) => {
      const world = aWorld((below) => (stream.next().value ?? 0) % below);
      await store(world);
      const facts = factsOf(world);
      for (const type of ['conversation', 'file', 'invoice', 'claim', 'engagement'] as const) {
        const actions = new Set(ruleTable[type].map((rule) => rule.action));
        for (const action of actions) {
          for (const subject of world.subjects) {
            const known: Map<string, never> = facts[type] as Map<string, never>; // the loop pairs each type with its own facts
            expect(await permittedBySql(subject, action, type), `${action} ${type}`).toEqual(
              compare(known, subject, action, type),
            );
          }
        }
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

const subjectWith = (roles: OrgRole[], kind: UserKind = 'person'): Subject => ({
  userId: randomUUID() as UserId, // a uuid, as the schema asks for
  kind,
  roles: new Set(roles),
  sessionId: undefined,
});

test('management has no way to a single invoice, finance to all', () => {
  const facts = { uploaderId: randomUUID() as UserId, approverIds: new Set<UserId>(), askedIds: new Set<UserId>() }; // as above
  expect(can(subjectWith(['management']), 'read', 'invoice', facts)).toBe(false);
  expect(can(subjectWith(['finance']), 'read', 'invoice', facts)).toBe(true);
  expect(can(subjectWith(['system_admin', 'security_admin', 'audit_admin', 'manager']), 'read', 'invoice', facts)).toBe(
    false,
  );
});

test('a draft claim is the claimant’s alone, and nobody books their own', () => {
  const finance = subjectWith(['finance']);
  const others = randomUUID() as UserId; // as above
  const facts = { claimantId: others, approverIds: new Set<UserId>(), isHandedIn: false };
  expect(can(finance, 'read', 'claim', facts)).toBe(false);
  expect(can(finance, 'book', 'claim', { ...facts, isHandedIn: true })).toBe(true);
  expect(can(finance, 'book', 'claim', { ...facts, claimantId: finance.userId, isHandedIn: true })).toBe(false);
});

test('what no rule allows is refused by name, and an unknown action is a mistake of ours', () => {
  expect(() => demand(subjectWith(['staff']), 'read', 'totals')).toThrow(
    expect.objectContaining({ refusal: 'right_missing' }),
  );
  expect(() => can(subjectWith(['staff']), 'devour', 'totals', {})).toThrow('no rule speaks of "devour"');
});

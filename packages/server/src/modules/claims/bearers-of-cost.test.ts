import type { EngagementId, OrgRole, UserId, UserKind } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Subject } from '../../platform/rights/index.ts';
import { createEngagements, findEngagementOf, findEngagements, listEngagementsFor } from '../engagements/index.ts';
import { type InvoicesHost, startInvoicesHost } from '../invoices/testing/invoices-host.ts';

let host: InvoicesHost;
let lead: UserId;
let junior: UserId;
let stranger: UserId;
let engagementId: EngagementId;

beforeAll(async () => {
  host = await startInvoicesHost();
  lead = (await host.aPerson('lead')).userId;
  junior = (await host.aPerson('junior')).userId;
  stranger = (await host.aPerson('stranger')).userId;
  const engagements = createEngagements(host.platform);
  engagementId = await host.database.transaction((tx) =>
    engagements.createEngagement(
      tx,
      {
        code: 'HY-2025',
        name: { zh: '恒远股份 2025 年报审计' },
        clientName: '恒远股份',
        leadId: lead,
        dueDate: '2026-12-31',
        members: [{ userId: junior, role: 'junior' }],
      },
      null,
    ),
  );
});
afterAll(() => host.close());

const subject = (userId: UserId, roles: OrgRole[] = ['staff'], kind: UserKind = 'person'): Subject => ({
  userId,
  kind,
  roles: new Set(roles),
  sessionId: undefined,
});
const codesFor = async (asker: Subject) =>
  (await listEngagementsFor(host.database, asker)).map((engagement) => engagement.code);

test('E1: people see the engagements on which they work; finance sees all', async () => {
  expect(await codesFor(subject(junior))).toEqual(['HY-2025']);
  expect(await codesFor(subject(stranger))).toEqual([]);
  expect(await codesFor(subject(stranger, ['guest'], 'guest'))).toEqual([]);
  expect(await codesFor(subject(stranger, ['management']))).toEqual([]);
  expect(await codesFor(subject(stranger, ['finance']))).toEqual(['HY-2025']);
});

test('E2: the lead is a member; unknown and foreign engagements look alike', async () => {
  expect(await codesFor(subject(lead))).toEqual(['HY-2025']);
  expect(await findEngagementOf(host.database, { engagementId, userId: lead })).toMatchObject({
    id: engagementId,
    leadId: lead,
    dueDate: '2026-12-31',
  });
  expect(await findEngagementOf(host.database, { engagementId, userId: stranger })).toBeUndefined();
  const unknown = '01990000-0000-7000-8000-000000000000' as EngagementId; // Nothing has it.
  expect(await findEngagements(host.database, [engagementId, unknown])).toHaveLength(1);
});

test('E3: making an engagement and setting its members is in the audit log', async () => {
  const rows = await host.database.query<{ action: string }>(
    `select body::json->>'action' as action from audit_entries where object_id = $1 order by index`,
    [engagementId],
  );
  expect(rows.map((row) => row.action)).toEqual([
    'engagement.created',
    'engagement.member-set',
    'engagement.member-set',
  ]);
});

import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Engagement, EngagementRole } from './identity.ts';
import { EngagementId, UserId } from './ids.ts';
import { CalendarDate, GivenName, oneOf } from './values.ts';

export const EngagementMember = Type.Object({ userId: UserId, role: EngagementRole });
export type EngagementMember = Static<typeof EngagementMember>;

const EngagementProfile = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 40, pattern: '^\\S+( \\S+)*$' }),
  name: GivenName,
  clientName: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  leadId: UserId,
  dueDate: Type.Union([CalendarDate, Type.Null()]),
});
const EngagementParams = Type.Object({ engagementId: EngagementId });
const MemberParams = Type.Object({ engagementId: EngagementId, userId: UserId });

export const engagements = {
  /** Wider than the directory, which shows the engagements on which the caller works. */
  list: endpoint({
    id: 'engagements.list',
    method: 'GET',
    path: '/api/engagements',
    summary: 'Engagements that the caller administers.',
    response: Type.Object({
      engagements: Type.Array(Type.Object({ engagement: Engagement, memberCount: Type.Integer() })),
    }),
  }),
  create: endpoint({
    id: 'engagements.create',
    method: 'POST',
    path: '/api/engagements',
    summary: 'Open an engagement; its lead becomes a member and approves its costs.',
    body: EngagementProfile,
    response: Engagement,
  }),
  change: endpoint({
    id: 'engagements.change',
    method: 'PUT',
    path: '/api/engagements/:engagementId',
    summary: 'Replace what an engagement is called, its client, its lead and its due date.',
    params: EngagementParams,
    body: EngagementProfile,
    response: Engagement,
  }),
  members: endpoint({
    id: 'engagements.members',
    method: 'GET',
    path: '/api/engagements/:engagementId/members',
    summary: 'Who works on an engagement, the lead first.',
    params: EngagementParams,
    response: Type.Object({ members: Type.Array(EngagementMember) }),
  }),
  /** The lead is changed with the engagement itself. */
  setMember: endpoint({
    id: 'engagements.set-member',
    method: 'PUT',
    path: '/api/engagements/:engagementId/members/:userId',
    summary: 'Add somebody to an engagement, or change their role on it.',
    params: MemberParams,
    body: Type.Object({ role: oneOf(['senior', 'junior', 'specialist', 'expert', 'client']) }),
  }),
  removeMember: endpoint({
    id: 'engagements.remove-member',
    method: 'DELETE',
    path: '/api/engagements/:engagementId/members/:userId',
    summary: 'Take somebody off an engagement.',
    params: MemberParams,
  }),
};

import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { OrgRole } from './identity.ts';

/** Times in which one may change what one said; a year, beyond which nobody means a slip of the pen. */
export const policyMinutesMax = 366 * 24 * 60;

/** How the firm wants its messages handled; one for all. */
export const MessagingPolicy = Type.Object({
  /** So long after posting an author may take a message back; null: never. Owner and admins of a group always may. */
  recallMinutes: Type.Union([Type.Integer({ minimum: 1, maximum: policyMinutesMax }), Type.Null()]),
  /** So long after posting an author may change the text; null: never. */
  editMinutes: Type.Union([Type.Integer({ minimum: 1, maximum: policyMinutesMax }), Type.Null()]),
  /** People with one of these roles make groups; guests never do. */
  mayCreateGroups: Type.Array(OrgRole),
  /** People with one of these roles make groups with guests in them. */
  mayCreateWithGuests: Type.Array(OrgRole),
});
export type MessagingPolicy = Static<typeof MessagingPolicy>;

const everybodyOfFirm: MessagingPolicy['mayCreateGroups'] = [
  'staff',
  'manager',
  'finance',
  'management',
  'system_admin',
  'security_admin',
  'audit_admin',
];

export const defaultMessagingPolicy: MessagingPolicy = {
  recallMinutes: 24 * 60,
  editMinutes: 24 * 60,
  mayCreateGroups: everybodyOfFirm,
  mayCreateWithGuests: everybodyOfFirm,
};

export const policies = {
  getMessaging: endpoint({
    id: 'policies.get-messaging',
    method: 'GET',
    path: '/api/policies/messaging',
    summary: 'How the firm wants its messages handled.',
    response: MessagingPolicy,
  }),
  setMessaging: endpoint({
    id: 'policies.set-messaging',
    method: 'PUT',
    path: '/api/policies/messaging',
    summary: 'Change it (system administrators).',
    body: MessagingPolicy,
    response: MessagingPolicy,
  }),
};

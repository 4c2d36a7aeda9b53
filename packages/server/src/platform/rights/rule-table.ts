import {
  type ConversationRole,
  type ConversationSettings,
  defaultConversationSettings,
  type UserId,
} from '@countinghouse/protocol';
import { all, any, anybody, type Condition, kind, owner, related, role } from './condition.ts';

export interface ConversationFacts {
  /** Present members. */
  members: ReadonlyMap<UserId, ConversationRole>;
  settings: ConversationSettings;
  isArchived: boolean;
}
export interface FileFacts {
  ownerId: UserId;
  /** Present members of conversations where the file was posted, within the history that they may see. */
  viewerIds: ReadonlySet<UserId>;
  /** People who decide or decided about a claim that holds an invoice read from the file. */
  approverIds: ReadonlySet<UserId>;
  /** An invoice was read from it. */
  isInvoice: boolean;
}
export interface InvoiceFacts {
  uploaderId: UserId;
  approverIds: ReadonlySet<UserId>;
  /** People whom finance asked about it. */
  askedIds: ReadonlySet<UserId>;
}
export interface ClaimFacts {
  claimantId: UserId;
  approverIds: ReadonlySet<UserId>;
  /** Drafts belong to the claimant alone. */
  isHandedIn: boolean;
}
export interface EngagementFacts {
  leadId: UserId;
  memberIds: ReadonlySet<UserId>;
}
export type NoFacts = Record<string, never>;

/** Alias of each type's table in the SQL that `where` returns. */
export interface FactsByType {
  conversation: ConversationFacts;
  file: FileFacts;
  invoice: InvoiceFacts;
  claim: ClaimFacts;
  engagement: EngagementFacts;
  ledger: NoFacts;
  totals: NoFacts;
  account: NoFacts;
  audit: NoFacts;
  'notification-policy': NoFacts;
  policy: NoFacts;
  'ownerless-group': NoFacts;
  directory: NoFacts;
  link: NoFacts;
}
export type ResourceType = keyof FactsByType;

export interface Rule<Facts> {
  action: string;
  effect: 'allow' | 'deny';
  when: Condition<Facts>;
}
type RuleTable = { [Type in ResourceType]: readonly Rule<FactsByType[Type]>[] };

const allow = <Facts>(action: string, when: Condition<Facts>): Rule<Facts> => ({ action, effect: 'allow', when });
const deny = <Facts>(action: string, when: Condition<Facts>): Rule<Facts> => ({ action, effect: 'deny', when });

const membersWith = (roles: readonly ConversationRole[]) =>
  related<ConversationFacts>(
    (facts) => new Set([...facts.members].filter(([, held]) => roles.includes(held)).map(([userId]) => userId)),
    (alias, user) =>
      `select 1 from conversation_members m where m.conversation_id = ${alias}.id and m.user_id = ${user} and m.left_at is null and m.role in (${roles.map((held) => `'${held}'`).join(', ')})`,
  );

const setting = <Name extends keyof ConversationSettings>(
  name: Name,
  value: ConversationSettings[Name] & string,
): Condition<ConversationFacts> => ({
  holds: (_subject, facts) => facts.settings[name] === value,
  sql: (_subject, alias) =>
    `coalesce(${alias}.settings ->> '${name}', '${defaultConversationSettings[name]}') = '${value}'`,
});
const archived: Condition<ConversationFacts> = {
  holds: (_subject, facts) => facts.isArchived,
  sql: (_subject, alias) => `${alias}.archived_at is not null`,
};

const decidedStates = `('pending', 'approved', 'returned', 'delegated')`;
const claimApprover = related<ClaimFacts>(
  (facts) => facts.approverIds,
  (alias, user) =>
    `select 1 from approvals a join approval_steps s on s.approval_id = a.id where a.subject_id = ${alias}.id and s.approver_id = ${user} and s.status in ${decidedStates}`,
);
const approverOfInvoice = (invoiceId: string, user: string) =>
  `select 1 from claim_lines l join approvals a on a.subject_id = l.claim_id join approval_steps s on s.approval_id = a.id where l.invoice_id = ${invoiceId} and s.approver_id = ${user} and s.status in ${decidedStates}`;

const handedIn: Condition<ClaimFacts> = {
  holds: (_subject, facts) => facts.isHandedIn,
  sql: (_subject, alias) => `${alias}.submitted_at is not null`,
};
const isInvoiceFile: Condition<FileFacts> = {
  holds: (_subject, facts) => facts.isInvoice,
  sql: (_subject, alias) =>
    `exists (select 1 from invoices i where i.file_id = ${alias}.id and i.status not in ('reading', 'refused', 'not_invoice'))`,
};
const notGuest = kind('person', 'app');

/**
 * Who may do what. A later deny beats every allow; what no rule allows is refused. Each condition has an SQL twin, and
 * `rights.test.ts` proves on random data that both faces give the same answer.
 */
export const ruleTable: RuleTable = {
  conversation: [
    allow('read', membersWith(['owner', 'admin', 'member', 'guest'])),
    allow('post', membersWith(['owner', 'admin'])),
    allow('post', all(membersWith(['member', 'guest']), setting('mayPost', 'members'))),
    deny('post', archived),
    allow('invite', membersWith(['owner', 'admin'])),
    allow('invite', all(membersWith(['member']), setting('mayInvite', 'members'))),
    deny('invite', kind('guest')),
    // For people of the firm who are not in it.
    allow('find', all(kind('person'), any(setting('join', 'ask'), setting('join', 'open')))),
    deny('find', archived),
    allow('join', all(kind('person'), setting('join', 'open'))),
    deny('join', archived),
    allow('ask', all(kind('person'), setting('join', 'ask'))),
    deny('ask', archived),
    allow('govern', membersWith(['owner', 'admin'])),
    deny('govern', kind('guest')),
  ],
  file: [
    allow(
      'read',
      owner('owner_id', (facts) => facts.ownerId),
    ),
    allow(
      'read',
      related(
        (facts) => facts.viewerIds,
        (alias, user) =>
          `select 1 from message_files mf join conversation_members m on m.conversation_id = mf.conversation_id where mf.file_id = ${alias}.id and m.user_id = ${user} and m.left_at is null and mf.seq >= m.visible_from_seq`,
      ),
    ),
    allow('read', all(role('finance'), isInvoiceFile)),
    allow(
      'read',
      related(
        (facts) => facts.approverIds,
        (alias, user) =>
          `select 1 from invoices i where i.file_id = ${alias}.id and exists (${approverOfInvoice('i.id', user)})`,
      ),
    ),
    allow(
      'post',
      owner('owner_id', (facts) => facts.ownerId),
    ),
  ],
  invoice: [
    allow(
      'read',
      owner('uploader_id', (facts) => facts.uploaderId),
    ),
    allow('read', role('finance')),
    allow(
      'read',
      related(
        (facts) => facts.approverIds,
        (alias, user) => approverOfInvoice(`${alias}.id`, user),
      ),
    ),
    allow(
      'read',
      related(
        (facts) => facts.askedIds,
        (alias, user) =>
          `select 1 from invoice_questions q where q.invoice_id = ${alias}.id and q.asked_of_id = ${user}`,
      ),
    ),
    allow(
      'correct',
      owner('uploader_id', (facts) => facts.uploaderId),
    ),
    allow('correct', role('finance')),
    allow(
      'claim',
      all<InvoiceFacts>(
        notGuest,
        owner('uploader_id', (facts) => facts.uploaderId),
      ),
    ),
    allow('ask', role('finance')),
    deny('correct', kind('guest')),
  ],
  claim: [
    allow(
      'read',
      owner('claimant_id', (facts) => facts.claimantId),
    ),
    allow('read', all(role('finance'), handedIn)),
    allow('read', claimApprover),
    allow(
      'edit',
      owner('claimant_id', (facts) => facts.claimantId),
    ),
    allow('book', all(role('finance'), handedIn)),
    // Nobody books or archives money that goes to themselves.
    deny(
      'book',
      owner('claimant_id', (facts) => facts.claimantId),
    ),
    deny('read', kind('guest')),
    deny('edit', kind('guest')),
  ],
  engagement: [
    allow(
      'read',
      related(
        (facts) => facts.memberIds,
        (alias, user) =>
          `select 1 from engagement_members m where m.engagement_id = ${alias}.id and m.user_id = ${user}`,
      ),
    ),
    // Finance books on every engagement.
    allow('read', role('finance')),
    allow('govern', role('manager', 'system_admin')),
    allow(
      'govern',
      owner('lead_id', (facts) => facts.leadId),
    ),
    allow('create', role('manager', 'system_admin')),
    deny('govern', kind('guest')),
    deny('create', kind('guest')),
  ],
  ledger: [allow('read', role('finance')), allow('write', role('finance'))],
  totals: [allow('read', role('management', 'finance'))],
  account: [
    allow('read', role('system_admin', 'security_admin')),
    allow('write', role('system_admin')),
    allow('cut-off', role('system_admin', 'security_admin')),
  ],
  audit: [allow('read', role('audit_admin'))],
  'notification-policy': [allow('write', role('security_admin'))],
  policy: [allow('write', role('system_admin'))],
  'ownerless-group': [allow('appoint', role('system_admin'))],
  directory: [allow('read', any(notGuest)), allow('read-shared', anybody())],
  // The server asks the open web for them, which is not for everybody to make it do.
  link: [allow('preview', notGuest)],
};

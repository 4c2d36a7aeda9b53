import type { ArchiveId, ClaimId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { approvalDecided } from '../approvals/index.ts';
import { rolesChanged } from '../identity/index.ts';
import { invoiceCorrected, questionsChanged, rememberApp } from '../invoices/index.ts';
import { voucherReversed } from '../ledger/index.ts';
import { accessClaimForUpdate } from './access.ts';
import { notify, refreshInboxes } from './actions/announce.ts';
import { follow, handleReversal } from './actions/book-claim.ts';
import { applyCommand } from './actions/change-claim.ts';
import { handleDecision } from './actions/decide-claim.ts';
import { handleCorrection } from './actions/follow-correction.ts';
import type { ClaimsContext, ClaimsDeps } from './deps.ts';
import type { ClaimRecord } from './domain/claim.ts';
import { registerClaimRoutes } from './routes.ts';

export type { ClaimsDeps } from './deps.ts';
export type { ClaimRecord } from './domain/claim.ts';
export { expenseKinds } from './domain/expense-types.ts';
export { firmDate } from './domain/firm-calendar.ts';
export { listHistory } from './store/trace-store.ts';

export interface Claims {
  registerRoutes(app: FastifyInstance): void;
  /** A locked claim that the subject may book and archive; throws `object_missing` or `right_missing`. */
  accessForArchive(tx: Transaction, input: { subject: Subject; claimId: ClaimId }): Promise<ClaimRecord>;
  /** The claim must be booked. */
  markArchived(tx: Transaction, input: { claim: ClaimRecord; archiveId: ArchiveId; actorId: UserId }): Promise<void>;
}

const assistant = { login: 'app-approvals', name: { zh: '审批助手', en: 'Approvals assistant' } };

export function createClaims(platform: Platform, deps: ClaimsDeps): Claims {
  const { database, clock, newId, events } = platform;
  const context: ClaimsContext = {
    database,
    clock,
    newId,
    events,
    ...deps,
    appId: rememberApp((tx) => deps.identity.ensureApp(tx, assistant)),
  };
  events.on(approvalDecided, (tx, decided) => handleDecision(context, tx, decided));
  events.on(voucherReversed, (tx, reversal) => handleReversal(context, tx, reversal));
  events.on(invoiceCorrected, (tx, corrected) => handleCorrection(context, tx, corrected));
  events.on(rolesChanged, (tx, { userId }) => refreshInboxes(context, tx, [userId]));
  events.on(questionsChanged, (tx, { userId }) => refreshInboxes(context, tx, [userId]));
  return {
    registerRoutes: (app) => registerClaimRoutes(app, context),
    accessForArchive: (tx, input) => accessClaimForUpdate(tx, { ...input, action: 'book' }),
    markArchived: async (tx, { claim, archiveId, actorId }) => {
      const step = { command: 'archive', actorId, what: 'archived', changes: { archiveId } } as const;
      const archived = await applyCommand(context, tx, claim, step);
      await follow(context, tx, { claim: archived, command: 'archive', actorId });
      const notice = { kind: 'archived', number: claim.number } as const;
      await notify(context, tx, { userId: claim.claimantId, claim: archived, notice, card: 'without' });
    },
  };
}

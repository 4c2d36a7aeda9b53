import type { UserId } from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';
import type { ApprovalRecord } from './domain/approval.ts';

/** A step was decided. The one who asked for the approval moves its subject along. */
export const approvalDecided = defineEvent<{
  before: ApprovalRecord;
  after: ApprovalRecord;
  actorId: UserId;
  decision: 'approve' | 'return' | 'delegate';
  reason: string;
}>('approval.decided');

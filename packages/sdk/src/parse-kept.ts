import type {
  ConversationId,
  ConversationSummary,
  Cursor,
  InboxCounts,
  ThreadDraft,
  UserId,
} from '@countinghouse/protocol';
import type { PendingDraft } from './drafts.ts';
import type { PendingMark } from './marks.ts';
import {
  isFields,
  isFlag,
  isGoverned,
  isInstant,
  isListOf,
  isName,
  isNullOr,
  isOptional,
  isSeq,
  isText,
} from './parse-fields.ts';

/**
 * What the device gives back may be damaged, or written by another version. Each of these gives undefined unless the
 * record has all that is worked with; what is only passed on to views is not looked at.
 */

/** What stands above the rows and logs of one person. */
export interface KeptHead {
  userId: UserId;
  sessionTag: string;
  userSeq: number;
  inbox: InboxCounts;
  /** Conversations whose logs are kept, the one looked at longest ago first. */
  logs: ConversationId[];
}

const isCursor = (value: unknown): value is Cursor => isFields(value) && isSeq(value.seq) && isSeq(value.messageCount);
const isDraft = (value: unknown): value is PendingDraft =>
  isFields(value) && isInstant(value.at) && isText(value.text) && isListOf(value.mentions, isName);

const isThreadDraft = (value: unknown): value is ThreadDraft =>
  isDraft(value) && 'seq' in value && isSeq(value.seq) && 'threadSeq' in value && isSeq(value.threadSeq);

const inboxNames = ['approvals', 'returned', 'questions', 'queue'] as const;

export function parseHead(value: unknown): KeptHead | undefined {
  if (!isFields(value) || !isFields(value.inbox)) return undefined;
  const { userId, sessionTag, userSeq, inbox, logs } = value;
  const isWhole =
    isName(userId) &&
    isText(sessionTag) &&
    isSeq(userSeq) &&
    inboxNames.every((name) => Number.isSafeInteger(inbox[name])) &&
    isListOf(logs, isName);
  // The brands of ids are the only thing that was not looked at.
  return isWhole ? (value as unknown as KeptHead) : undefined;
}

export function parseRow(value: unknown, id: string): ConversationSummary | undefined {
  if (!isFields(value) || value.id !== id) return undefined;
  const isWhole =
    [value.kind, value.dataClass, value.myRole].every(isName) &&
    isText(value.title) &&
    [value.memberCount, value.headSeq, value.messageCount].every(isSeq) &&
    isCursor(value.cursor) &&
    [value.peerId, value.parentId, value.engagementId].every((other) => isNullOr(other, isName)) &&
    isOptional(value.mark, isCursor) &&
    isNullOr(value.draft, (draft) => isDraft(draft) && 'seq' in draft && isSeq(draft.seq)) &&
    isOptional(value.threadDrafts, (drafts) => isListOf(drafts, isThreadDraft)) &&
    isNullOr(value.lastMessage, isLine) &&
    isListOf(value.mentionSeqs, isSeq) &&
    isFlag(value.isArchived) &&
    isGoverned(value.settings) &&
    isFields(value.mine) &&
    isFlag(value.mine.isPinned) &&
    isName(value.mine.notify);
  // Each field was looked at, apart from the names of kinds and roles, which later versions may add to.
  return isWhole ? (value as unknown as ConversationSummary) : undefined;
}

const isLine = (value: unknown): boolean =>
  isFields(value) && isSeq(value.seq) && isName(value.actorId) && isInstant(value.at) && isText(value.preview);

export const parseCursor = (value: unknown): Cursor | undefined => (isCursor(value) ? value : undefined);

export const parsePendingDraft = (value: unknown): PendingDraft | undefined => (isDraft(value) ? value : undefined);

const isPendingMark = (value: unknown): value is PendingMark => isFields(value) && isNullOr(value.mark, isCursor);

export const parsePendingMark = (value: unknown): PendingMark | undefined => (isPendingMark(value) ? value : undefined);

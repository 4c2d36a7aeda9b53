import type { ConversationId, ConversationSummary, Draft, ThreadDraft, UserId } from '@countinghouse/protocol';

/** A draft that the server does not have yet; a blank text discards the one that it has. */
export interface PendingDraft {
  at: string;
  text: string;
  mentions: readonly UserId[];
}

export const isBlank = (text: string): boolean => text.trim() === '';

/** As the list shows it before the server has numbered it. */
export const shownDraft = ({ at, text, mentions }: PendingDraft, known: Draft | null): Draft | null =>
  isBlank(text) ? null : { seq: known?.seq ?? 0, at, text, mentions: [...mentions] };

export const isSameDraft = (shown: Draft | null, text: string, mentions: readonly UserId[]): boolean =>
  isBlank(text)
    ? shown === null
    : shown?.text === text &&
      shown.mentions.length === mentions.length &&
      shown.mentions.every((id, at) => id === mentions[at]);

/** Where something is begun: in a conversation, or in a thread of it. */
export interface DraftPlace {
  conversationId: ConversationId;
  /** First message of the thread. */
  threadSeq?: number | undefined;
}

/** A conversation's id, or that with the number of a thread behind a blank. */
export type DraftKey = string;

export const draftKeyOf = ({ conversationId, threadSeq }: DraftPlace): DraftKey =>
  threadSeq === undefined ? conversationId : `${conversationId} ${threadSeq}`;

export function draftPlaceOf(key: DraftKey): DraftPlace {
  const [id = '', threadSeq] = key.split(' ');
  const conversationId = id as ConversationId; // keys are made of one
  return threadSeq === undefined ? { conversationId } : { conversationId, threadSeq: Number(threadSeq) };
}

export const draftAt = (row: ConversationSummary | undefined, { threadSeq }: DraftPlace): Draft | null =>
  (threadSeq === undefined ? row?.draft : row?.threadDrafts?.find((each) => each.threadSeq === threadSeq)) ?? null;

/** The row with another draft in its place, those of threads in the order of threads. */
export function withDraft(
  row: ConversationSummary,
  { threadSeq }: Pick<DraftPlace, 'threadSeq'>,
  draft: Draft | null,
): ConversationSummary {
  if (threadSeq === undefined) return { ...row, draft };
  const { threadDrafts = [], ...rest } = row;
  const others: ThreadDraft[] = threadDrafts.filter((each) => each.threadSeq !== threadSeq);
  if (draft) others.push({ ...draft, threadSeq });
  if (others.length === 0) return rest;
  return { ...rest, threadDrafts: others.sort((left, right) => left.threadSeq - right.threadSeq) };
}

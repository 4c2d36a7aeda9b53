import {
  type ConversationSummary,
  type MentionGroup,
  type MessageContent,
  mentionSeqsMax,
  type UserId,
} from '@countinghouse/protocol';

type Named = Pick<MessageContent, 'mentions' | 'mentionGroups'>;

/** Whether it names the caller; undefined where a role in the engagement decides, which only the server knows. */
export function namesMe(
  { mentions, mentionGroups = [] }: Named,
  row: Pick<ConversationSummary, 'engagementId' | 'myRole'>,
  me: UserId | undefined,
): boolean | undefined {
  if (me === undefined) return false;
  if (mentions.includes(me)) return true;
  const included = mentionGroups.map((group) => isIn(group, row));
  if (included.includes(true)) return true;
  return included.includes(undefined) ? undefined : false;
}

function isIn(
  group: MentionGroup,
  { engagementId, myRole }: Pick<ConversationSummary, 'engagementId' | 'myRole'>,
): boolean | undefined {
  switch (group) {
    case 'all':
      return true;
    case 'admins':
      return myRole === 'owner' || myRole === 'admin';
    case 'guests':
      return myRole === 'guest';
    default:
      return engagementId === null ? false : undefined;
  }
}

/** Oldest first, as many as the server tells of. */
export function withMention(seqs: readonly number[], seq: number): number[] {
  if (seqs.includes(seq)) return [...seqs];
  return [...seqs, seq].sort((left, right) => left - right).slice(-mentionSeqsMax);
}

/** The same array where nothing is read of it. */
export const mentionsBeyond = (seqs: number[], readSeq: number): number[] =>
  seqs.every((seq) => seq > readSeq) ? seqs : seqs.filter((seq) => seq > readSeq);

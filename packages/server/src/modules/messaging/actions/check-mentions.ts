import { type MentionGroup, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { AccessedConversation } from '../access.ts';
import { mayMention, mentionableGroups } from '../domain/mentions.ts';
import { settingsOf } from '../domain/settings.ts';
import { findMembers } from '../store/member-store.ts';

export interface SettledMentions {
  mentions: UserId[];
  mentionGroups?: MentionGroup[];
}

/** Whom a text names: members only, each once. Throws `mention_restricted`. */
export async function settleMentions(
  tx: Transaction,
  {
    accessed: { conversation, member },
    ...wanted
  }: { accessed: AccessedConversation; mentions: readonly UserId[]; mentionGroups: readonly MentionGroup[] },
): Promise<SettledMentions> {
  const named = [...new Set(wanted.mentions)];
  const places = named.map((userId) => ({ conversationId: conversation.id, userId }));
  const present = new Set((places.length > 0 ? await findMembers(tx, places) : []).map((row) => row.userId));
  const groups = mentionableGroups(wanted.mentionGroups, conversation.kind);
  const facts = { kind: conversation.kind, settings: settingsOf(conversation), role: member.role };
  if (groups.some((group) => !mayMention(group, facts))) throw mentionRestricted();
  return presentMentions(
    named.filter((userId) => present.has(userId)),
    groups,
  );
}

export const mentionRestricted = (): Refusal =>
  new Refusal('mention_restricted', 'only the owner and admins mention everybody here');

export const presentMentions = (mentions: UserId[], groups: MentionGroup[]): SettledMentions =>
  groups.length > 0 ? { mentions, mentionGroups: groups } : { mentions };

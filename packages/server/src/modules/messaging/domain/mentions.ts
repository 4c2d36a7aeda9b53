import type { ConversationKind, ConversationRole, ConversationSettings, MentionGroup } from '@countinghouse/protocol';

export interface MentionFacts {
  kind: ConversationKind;
  settings: ConversationSettings;
  role: ConversationRole;
}

/** Owner and admins mention everybody, members where the settings say so, guests never; other groups are for all. */
export function mayMention(group: MentionGroup, { settings, role }: MentionFacts): boolean {
  if (group !== 'all' || role === 'owner' || role === 'admin') return true;
  return role === 'member' && settings.mayMentionAll === 'members';
}

/** Roles mean something in groups only. */
export const mentionableGroups = (groups: readonly MentionGroup[], kind: ConversationKind): MentionGroup[] =>
  kind === 'group' ? [...new Set(groups)] : [];

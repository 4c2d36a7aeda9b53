import type { ConversationRole, MentionGroup } from '@countinghouse/protocol';
import { defineTexts } from '../../shared/texts.ts';

/** What stands after `@` in a message, in the language of whoever writes it. */
export const mentionGroupNames = defineTexts({
  zh: {
    all: '所有人',
    admins: '管理员',
    guests: '外部人员',
    lead: '项目负责人',
    senior: '高级',
    junior: '助理',
    specialist: '专员',
    expert: '专家',
    client: '客户',
  },
  en: {
    all: 'everyone',
    admins: 'admins',
    guests: 'guests',
    lead: 'lead',
    senior: 'seniors',
    junior: 'juniors',
    specialist: 'specialists',
    expert: 'experts',
    client: 'clients',
  },
});

export const mentionGroups = Object.keys(mentionGroupNames.zh) as readonly MentionGroup[]; // The keys of the texts are the groups.

/** The names of a group in every language: a mention was written in the writer's. */
export const namesOfGroup = (group: MentionGroup): readonly string[] => [
  mentionGroupNames.zh[group],
  mentionGroupNames.en[group],
];

interface MayMention {
  kind: 'group' | 'direct' | 'app';
  myRole: ConversationRole;
  hasEngagement: boolean;
  mayMentionAll: 'members' | 'admins';
}

/** Groups that the writer may call in this conversation; those of an engagement only where there is one. */
export function mentionableGroups({ kind, myRole, hasEngagement, mayMentionAll }: MayMention): readonly MentionGroup[] {
  if (kind !== 'group') return [];
  const governs = myRole === 'owner' || myRole === 'admin';
  const mayAll = governs || (mayMentionAll === 'members' && myRole !== 'guest');
  return mentionGroups.filter((group) => {
    if (group === 'all') return mayAll;
    if (group === 'admins' || group === 'guests') return true;
    return hasEngagement;
  });
}

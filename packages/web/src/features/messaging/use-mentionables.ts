import type { ConversationSummary, UserId } from '@countinghouse/protocol';
import { useMemo } from 'react';
import { useLocale } from '../../shared/locale.tsx';
import type { Directory } from '../../shared/messenger.tsx';
import { textsFor } from '../../shared/texts.ts';
import { mentionableGroups, mentionGroupNames } from './mention-groups.ts';
import type { Mentionable } from './mentions.ts';

interface MentionablesInput {
  members: readonly { userId: UserId }[];
  summary: Pick<ConversationSummary, 'kind' | 'myRole' | 'engagementId' | 'settings'>;
  meId: UserId;
  directory: Directory;
}

/** Whom a message here can name: the members, then the groups that the writer may call. */
export function useMentionables({ members, summary, meId, directory }: MentionablesInput): Mentionable[] {
  const { locale } = useLocale();
  const { kind, myRole, engagementId, settings } = summary;
  const { mayMentionAll } = settings;
  return useMemo(() => {
    const people = members.flatMap(({ userId }) => {
      const person = directory.person(userId);
      if (!person || userId === meId || person.kind === 'app') return [];
      const words = `${person.login} ${person.name.zh} ${person.name.en ?? ''}`;
      const note = directory.nameOf(person.title);
      return [{ target: { kind: 'person' as const, id: userId }, name: directory.nameOf(person.name), words, note }];
    });
    const names = textsFor(mentionGroupNames, locale);
    const groups = mentionableGroups({ kind, myRole, hasEngagement: engagementId !== null, mayMentionAll });
    return [
      ...people,
      ...groups.map((group) => ({
        target: { kind: 'group' as const, group },
        name: names[group],
        words: `${group} ${mentionGroupNames.zh[group]} ${mentionGroupNames.en[group]}`,
        note: '',
      })),
    ];
  }, [members, kind, myRole, engagementId, mayMentionAll, meId, directory, locale]);
}

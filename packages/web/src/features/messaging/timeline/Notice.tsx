import type { UserId } from '@countinghouse/protocol';
import type { NoticeEvent } from '@countinghouse/sdk';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { useScope } from '../scope.ts';
import { messagingTexts } from '../texts.ts';
import styles from './Timeline.module.css';
import { timelineTexts } from './texts.ts';

interface NoticeProps {
  event: NoticeEvent;
  userIds: readonly UserId[];
}

const roleTexts = { owner: 'roleOwner', admin: 'roleAdmin', member: 'roleMember', guest: 'roleGuest' } as const;

/** A line about the conversation itself: who came and went, how it is governed. */
export function Notice({ event, userIds }: NoticeProps) {
  const texts = useTexts(messagingTexts);
  const own = useTexts(timelineTexts);
  const { lookOf, actions } = useScope();
  const actor = lookOf(event.actorId).name;
  const names = userIds.map((id) => lookOf(id).name).join(texts.nameSeparator);
  switch (event.kind) {
    case 'member.joined':
      return event.userId === event.actorId ? texts.joinedSelf(actor) : texts.joinedBy(actor, names);
    case 'member.left':
      return event.userId === event.actorId ? texts.left(actor) : texts.removed(actor, lookOf(event.userId).name);
    case 'member.role-set':
      return own.roleSet(actor, lookOf(event.userId).name, own[roleTexts[event.role]]);
    case 'conversation.renamed':
      return <VisibleText text={texts.renamed(actor, event.title)} />;
    case 'conversation.settings-set':
      return own.settingsSet(actor);
    case 'conversation.archived':
      return event.isArchived ? own.archived(actor) : own.unarchived(actor);
    case 'pin.set':
      return (
        <>
          {own.pinnedNotice(actor)}{' '}
          <button type="button" className={styles.inNotice} onClick={() => actions.jumpTo(event.messageSeq)}>
            {own.showPinned}
          </button>
        </>
      );
  }
}

import type { ConversationId, MemberSettings } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { lockMembership } from '../store/draft-store.ts';
import { setChoices } from '../store/member-store.ts';
import { appendUserEvents } from './append-user-events.ts';

/** The caller's own choices for one conversation, on all their devices; the same again changes nothing. */
export const setMine = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, changes }: { conversationId: ConversationId; changes: Partial<MemberSettings> },
): Promise<MemberSettings> =>
  context.database.transaction(async (tx) => {
    const place = { conversationId, userId: subject.userId };
    await lockMembership(tx, place);
    const { member } = await accessConversation(tx, subject, { action: 'read', conversationId });
    const before: MemberSettings = { isPinned: member.isPinned, notify: member.notify };
    const mine = { ...before, ...changes };
    if (mine.isPinned === before.isPinned && mine.notify === before.notify) return mine;
    await setChoices(tx, place, mine);
    await appendUserEvents(context, tx, [{ ...place, kind: 'conversation.set', data: null }]);
    return mine;
  });

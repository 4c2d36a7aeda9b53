import type { ConversationSummary, MessagingPolicy } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';

/** What the reader may do with one message; the server decides, this keeps what it would refuse out of the menu. */
export interface MessageRights {
  reply: boolean;
  react: boolean;
  edit: boolean;
  recall: boolean;
  pin: boolean;
  forward: boolean;
  copy: boolean;
}

export interface RightsFacts {
  meId: string;
  policy: Pick<MessagingPolicy, 'editMinutes' | 'recallMinutes'>;
  summary: Pick<ConversationSummary, 'kind' | 'myRole' | 'isArchived' | 'settings'>;
}

type Judged = Pick<
  TimelineMessage,
  'actorId' | 'at' | 'seq' | 'state' | 'recalled' | 'text' | 'forward' | 'poll' | 'voice' | 'files' | 'cards'
>;

const nothing: MessageRights = {
  reply: false,
  react: false,
  edit: false,
  recall: false,
  pin: false,
  forward: false,
  copy: false,
};

export const governs = ({ kind, myRole }: Pick<ConversationSummary, 'kind' | 'myRole'>): boolean =>
  kind === 'group' && (myRole === 'owner' || myRole === 'admin');

/** Why nothing can be written here; null where it can. */
export function postingClosed(summary: RightsFacts['summary']): 'archived' | 'restricted' | null {
  if (summary.isArchived) return 'archived';
  return summary.settings.mayPost === 'admins' && !governs(summary) && summary.kind === 'group' ? 'restricted' : null;
}

export function rightsOver(message: Judged, { meId, policy, summary }: RightsFacts, now: number): MessageRights {
  if (message.seq === 0 || message.state !== 'sent' || message.recalled) return nothing;
  const isMine = message.actorId === meId;
  const isOpen = !summary.isArchived;
  const minutes = (now - Date.parse(message.at)) / 60_000;
  const isWithin = (limit: number | null) => limit !== null && minutes < limit;
  const saysOwnWords = message.text !== '' && !message.forward && !message.poll && !message.voice;
  const hasContent =
    message.text !== '' || message.files.length > 0 || message.forward !== undefined || message.poll !== undefined;
  return {
    reply: postingClosed(summary) === null,
    react: isOpen,
    edit: postingClosed(summary) === null && isMine && saysOwnWords && isWithin(policy.editMinutes),
    recall: isOpen && (governs(summary) || (isMine && isWithin(policy.recallMinutes))),
    pin: isOpen && (summary.settings.mayPin === 'members' ? summary.myRole !== 'guest' : governs(summary)),
    forward: hasContent,
    copy: message.text !== '',
  };
}

import {
  type ConversationId,
  type ConversationKind,
  type DataClass,
  decideNotification,
  type MemberSettings,
  type MessageContent,
  messagePreview,
  type NotificationReason,
  type NotificationSettings,
  type UserId,
} from '@countinghouse/protocol';

/** A conversation in which something is unread, as one member has it. */
export interface WaitingPlace {
  userId: UserId;
  conversationId: ConversationId;
  kind: ConversationKind;
  title: string;
  dataClass: DataClass;
  memberCount: number;
  notify: MemberSettings['notify'];
  cursorSeq: number;
  visibleFromSeq: number;
}

export interface Message {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  content: MessageContent;
  namedIds: ReadonlySet<UserId>;
  isEverybodyNamed: boolean;
}

/** What somebody is to be told of one conversation. */
export interface News {
  place: WaitingPlace;
  /** Oldest first; never empty. */
  messages: readonly (Message & { reason: NotificationReason })[];
}

export interface Asked {
  settings: NotificationSettings;
  now: Date;
  /** Messages up to here were dealt with before. */
  afterSeq: number;
}

/** The messages that this member is to be told of: unread, within what they may see, and wanted by their rules. */
export function pickNews(
  place: WaitingPlace,
  messages: readonly Message[],
  { settings, now, afterSeq }: Asked,
): News | undefined {
  const chosen = messages.flatMap((message) => {
    if (message.conversationId !== place.conversationId || message.seq <= afterSeq) return [];
    if (message.seq < place.visibleFromSeq) return [];
    const isNamed = message.isEverybodyNamed || message.namedIds.has(place.userId);
    const decision = decideNotification(
      { actorId: message.actorId, text: message.content.text, isNamed },
      {
        userId: place.userId,
        now,
        settings,
        conversation: place,
        hasRead: message.seq <= place.cursorSeq,
        isOnScreen: false,
      },
    );
    return decision.kind === 'notify' ? [{ ...message, reason: decision.reason }] : [];
  });
  return chosen.length > 0 ? { place, messages: chosen } : undefined;
}

/** Words leave the house only where the firm and the person want it, and never out of the most sensitive class. */
export const mayShowWords = (
  { dataClass }: Pick<WaitingPlace, 'dataClass'>,
  choice: { isPreviewAllowed: boolean; isPreviewShown: boolean },
): boolean => choice.isPreviewAllowed && choice.isPreviewShown && dataClass !== 'core';

/** One line of a message, for where words may be shown. */
export const lineOf = (message: Message): string => messagePreview(message.content);

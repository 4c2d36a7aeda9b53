import type { ConversationKind } from './conversations.ts';
import type { MemberSettings } from './groups.ts';
import type { UserId } from './ids.ts';
import type { NotificationSettings } from './notifications.ts';

/** In bigger groups the choice `all` notifies of what names the person only, or one busy room would drown the rest. */
export const loudGroupMax = 200;

/** Why somebody is notified: a direct message, their name (or role, or everybody), one of their words, or any message. */
export type NotificationReason = 'direct' | 'mention' | 'keyword' | 'message';

export type NotificationDecision =
  /** Nothing is to be shown: an own message, or one that was read. */
  | { kind: 'none' }
  /** It counts as unread and is not announced. */
  | { kind: 'badge' }
  | { kind: 'notify'; hasSound: boolean; reason: NotificationReason };

/** A message that came. */
export interface NotifiableMessage {
  actorId: UserId;
  text: string;
  /** It names the person: by themselves, by a role that they have, or with everybody. */
  isNamed: boolean;
}

export interface NotificationContext {
  userId: UserId;
  now: Date;
  settings: NotificationSettings;
  conversation: { kind: ConversationKind; memberCount: number; notify: MemberSettings['notify'] };
  /** On any device. */
  hasRead: boolean;
  /** Somebody looks at this conversation on the device that is asked. */
  isOnScreen: boolean;
}

/** The one rule for desktop, sound, push and mail; client and server ask it alike. */
export function decideNotification(message: NotifiableMessage, context: NotificationContext): NotificationDecision {
  const { settings, conversation, now } = context;
  if (message.actorId === context.userId || context.hasRead || context.isOnScreen) return { kind: 'none' };
  const reason = reasonOf(message, context);
  if (conversation.notify === 'none' || settings.what === 'nothing') return { kind: 'badge' };
  if (reason === 'message' && !wantsEverything(context)) return { kind: 'badge' };
  if (reason === 'direct' && conversation.notify === 'mentions') return { kind: 'badge' };
  if (isQuietAt(settings, now) && !settings.quietExceptions.includes(message.actorId)) return { kind: 'badge' };
  return { kind: 'notify', hasSound: settings.isSoundOn, reason };
}

function reasonOf(message: NotifiableMessage, { settings, conversation }: NotificationContext): NotificationReason {
  if (message.isNamed) return 'mention';
  if (holdsKeyword(message.text, settings.keywords)) return 'keyword';
  return conversation.kind === 'group' ? 'message' : 'direct';
}

const wantsEverything = ({ settings, conversation }: NotificationContext): boolean =>
  settings.what === 'all' && conversation.notify === 'all' && conversation.memberCount <= loudGroupMax;

/** Wherever the word stands, whatever its case and the width of its letters; blank words are no words. */
export function holdsKeyword(text: string, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  const folded = fold(text);
  return keywords.some((keyword) => keyword.trim() !== '' && folded.includes(fold(keyword.trim())));
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether the person does not want to be disturbed at that moment: "until" or the daily window. */
export function isQuietAt(settings: Pick<NotificationSettings, 'quietUntil' | 'quietHours'>, at: Date): boolean {
  if (settings.quietUntil !== null && at.getTime() < Date.parse(settings.quietUntil)) return true;
  const { quietHours } = settings;
  if (!quietHours) return false;
  const minute = minuteOfDay(at, quietHours.timeZone);
  const { fromMinute, toMinute } = quietHours;
  // A window that ends where it begins is the whole day; one that ends before it begins goes over midnight.
  if (fromMinute === toMinute) return true;
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
// Every zone of the world fits; a name from outside that is none never gets here.
const clocksMax = 600;

/** Minutes since midnight there. Throws `RangeError` where the zone is unknown. */
export function minuteOfDay(at: Date, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    if (clocks.size < clocksMax) clocks.set(timeZone, clock);
  }
  const [hours = '0', minutes = '0'] = clock.format(at).split(':');
  return Number(hours) * 60 + Number(minutes);
}

export function isTimeZone(name: string): boolean {
  try {
    minuteOfDay(new Date(0), name);
    return true;
  } catch {
    return false;
  }
}

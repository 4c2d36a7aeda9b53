import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { UserId } from './ids.ts';
import { Instant, oneOf } from './values.ts';

export const notificationKeywordsMax = 20;
export const notificationKeywordLengthMax = 40;
export const quietExceptionsMax = 50;
/** Subscriptions come from browsers; known push services stay well below. */
export const pushEndpointLengthMax = 1_000;
export const emailLengthMax = 254;
/** So many wrong codes, then a new one must be mailed. */
export const emailCodeAttemptsMax = 5;

/** A time of every day; minutes since midnight in the zone. One that ends before it begins goes over midnight. */
export const QuietHours = Type.Object({
  fromMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  toMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  /** IANA name: `Asia/Shanghai`. */
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
});
export type QuietHours = Static<typeof QuietHours>;

/** As `quietUntil`: until the person ends it. */
export const quietForGood = '9999-12-31T00:00:00.000Z';

/** `60`: one mail at most in an hour, about what was unread for an hour. `daily`: at 18:00 of the person's zone. */
export const MissedMail = oneOf(['off', '15', '60', 'daily']);
export type MissedMail = Static<typeof MissedMail>;

/** How a person wants to be told, the same on all devices. `notification-rules.ts` says what it means. */
export const NotificationSettings = Type.Object({
  /** Notifications of pages that are open; the browser's permission belongs to each device. */
  isDesktopOn: Type.Boolean(),
  isSoundOn: Type.Boolean(),
  what: oneOf(['all', 'mentions', 'nothing']),
  /** Push and mail hold the words of messages, where the firm allows it; otherwise conversation and sender only. */
  isPreviewShown: Type.Boolean(),
  quietHours: Type.Union([QuietHours, Type.Null()]),
  /** Not to be disturbed before then. */
  quietUntil: Type.Union([Instant, Type.Null()]),
  /** Their messages come through all the same. */
  quietExceptions: Type.Array(UserId, { maxItems: quietExceptionsMax }),
  /** Words that count as a mention: `审计报告`. */
  keywords: Type.Array(Type.String({ minLength: 1, maxLength: notificationKeywordLengthMax, pattern: '\\S' }), {
    maxItems: notificationKeywordsMax,
  }),
  mail: MissedMail,
  /** For the daily mail. */
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
});
export type NotificationSettings = Static<typeof NotificationSettings>;

export const defaultNotificationSettings: NotificationSettings = {
  isDesktopOn: true,
  isSoundOn: true,
  what: 'all',
  isPreviewShown: false,
  quietHours: null,
  quietUntil: null,
  quietExceptions: [],
  keywords: [],
  mail: 'off',
  timeZone: 'Asia/Shanghai',
};

const Email = Type.String({
  minLength: 3,
  maxLength: emailLengthMax,
  pattern: '^[^\\s@<>"(),:;\\\\\\[\\]]+@[^\\s@<>"(),:;\\\\\\[\\]]+$',
});

/** What a device gives to be reached: `PushSubscription.toJSON()` of the browser. */
export const PushTarget = Type.Object({
  endpoint: Type.String({ minLength: 8, maxLength: pushEndpointLengthMax, pattern: '^https://' }),
  keys: Type.Object({
    /** Public key of the device, P-256, base64url. */
    p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$' }),
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}(==)?$' }),
  }),
});
export type PushTarget = Static<typeof PushTarget>;

/** What a push says to the service worker, encrypted on its way. `preview` only where person and firm want it. */
export const PushMessage = Type.Object({
  conversationId: Type.String(),
  /** The newest message that it tells of, and how many there are. */
  seq: Type.Integer(),
  count: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  body: Type.String(),
});
export type PushMessage = Static<typeof PushMessage>;

const NotificationState = Type.Object({
  settings: NotificationSettings,
  email: Type.Object({
    /** Confirmed; mail goes there. */
    address: Type.Union([Type.String(), Type.Null()]),
    /** Waits for the code that was mailed there. */
    pending: Type.Union([Type.String(), Type.Null()]),
  }),
  /** The firm has a mail server. */
  isMailAvailable: Type.Boolean(),
  /** The firm allows words of messages in push and mail. */
  isPreviewAllowed: Type.Boolean(),
  /** For `pushManager.subscribe`, base64url. */
  pushKey: Type.String(),
  /** This session is subscribed. */
  isPushOn: Type.Boolean(),
});
export type NotificationState = Static<typeof NotificationState>;

export const notifications = {
  get: endpoint({
    id: 'notifications.get',
    method: 'GET',
    path: '/api/me/notifications',
    summary: 'How I want to be told, and what is possible.',
    response: NotificationState,
  }),
  /** Refuses a time zone that is none (`time_zone_unknown`). Announced to all devices by `list.changed`. */
  set: endpoint({
    id: 'notifications.set',
    method: 'PUT',
    path: '/api/me/notifications',
    summary: 'Choose how I want to be told, on all devices.',
    body: NotificationSettings,
    response: NotificationState,
  }),
  subscribe: endpoint({
    id: 'notifications.subscribe',
    method: 'PUT',
    path: '/api/me/push',
    summary: 'Reach this device by web push; it takes the place of what was said of this session before.',
    body: PushTarget,
  }),
  unsubscribe: endpoint({
    id: 'notifications.unsubscribe',
    method: 'DELETE',
    path: '/api/me/push',
    summary: 'Do not reach this device by web push any more.',
  }),
  /** Refuses with `mail_unavailable` where the firm has no mail server, and `rate_exceeded`. */
  setEmail: endpoint({
    id: 'notifications.set-email',
    method: 'PUT',
    path: '/api/me/email',
    summary: 'Give an address; a code is mailed there.',
    body: Type.Object({ address: Email }),
    response: NotificationState,
  }),
  /** A wrong code, or one that is too old, is `email_code_wrong`. */
  confirmEmail: endpoint({
    id: 'notifications.confirm-email',
    method: 'POST',
    path: '/api/me/email/confirm',
    summary: 'Confirm the address with the code that was mailed there.',
    body: Type.Object({ code: Type.String({ pattern: '^\\d{6}$' }) }),
    response: NotificationState,
  }),
  removeEmail: endpoint({
    id: 'notifications.remove-email',
    method: 'DELETE',
    path: '/api/me/email',
    summary: 'Forget my address; no mail goes there any more.',
    response: NotificationState,
  }),
  policy: endpoint({
    id: 'notifications.policy',
    method: 'GET',
    path: '/api/admin/notification-policy',
    summary: 'What the firm allows in push and mail (security administrators).',
    response: Type.Object({ isPreviewAllowed: Type.Boolean() }),
  }),
  setPolicy: endpoint({
    id: 'notifications.set-policy',
    method: 'PUT',
    path: '/api/admin/notification-policy',
    summary: 'Allow or forbid words of messages in push and mail.',
    body: Type.Object({ isPreviewAllowed: Type.Boolean() }),
    response: Type.Object({ isPreviewAllowed: Type.Boolean() }),
  }),
};

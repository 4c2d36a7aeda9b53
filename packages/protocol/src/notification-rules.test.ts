import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserId } from './ids.ts';
import {
  decideNotification,
  holdsKeyword,
  isQuietAt,
  isTimeZone,
  loudGroupMax,
  minuteOfDay,
  type NotifiableMessage,
  type NotificationContext,
} from './notification-rules.ts';
import { defaultNotificationSettings as defaults, type NotificationSettings } from './notifications.ts';

// Ids of the right type, not of the right form: the rules only compare them.
const [me, other, boss] = ['me', 'other', 'boss'] as unknown as [UserId, UserId, UserId];
const noon = new Date('2026-11-22T04:00:00.000Z'); // 12:00 in Shanghai
const allDay = { fromMinute: 0, toMinute: 0, timeZone: 'Asia/Shanghai' };

const aMessage = (change: Partial<NotifiableMessage> = {}): NotifiableMessage => ({
  actorId: other,
  text: '早',
  isNamed: false,
  ...change,
});

function aContext({
  settings,
  conversation,
  ...change
}: Partial<Omit<NotificationContext, 'settings' | 'conversation'>> & {
  settings?: Partial<NotificationSettings>;
  conversation?: Partial<NotificationContext['conversation']>;
} = {}): NotificationContext {
  return {
    userId: me,
    now: noon,
    hasRead: false,
    isOnScreen: false,
    settings: { ...defaults, ...settings },
    conversation: { kind: 'group', memberCount: 5, notify: 'all', ...conversation },
    ...change,
  };
}

const table: [string, Partial<NotifiableMessage>, Parameters<typeof aContext>[0], string][] = [
  ['any message of a small group', {}, {}, 'message'],
  ['a direct message', {}, { conversation: { kind: 'direct' } }, 'direct'],
  ['a message of a program', {}, { conversation: { kind: 'app' } }, 'direct'],
  ['a mention', { isNamed: true }, {}, 'mention'],
  ['an own message', { actorId: me, isNamed: true }, {}, 'none'],
  ['what was read on another device', { isNamed: true }, { hasRead: true }, 'none'],
  ['what is on the screen', { isNamed: true }, { isOnScreen: true }, 'none'],
  ['a muted conversation', { isNamed: true }, { conversation: { notify: 'none' } }, 'badge'],
  ['mentions only, in a conversation: any message', {}, { conversation: { notify: 'mentions' } }, 'badge'],
  [
    'mentions only, in a conversation: a mention',
    { isNamed: true },
    { conversation: { notify: 'mentions' } },
    'mention',
  ],
  ['mentions only, in a direct one', {}, { conversation: { kind: 'direct', notify: 'mentions' } }, 'badge'],
  ['mentions and direct: any message', {}, { settings: { what: 'mentions' } }, 'badge'],
  ['mentions and direct: direct', {}, { settings: { what: 'mentions' }, conversation: { kind: 'direct' } }, 'direct'],
  [
    'mentions and direct: a keyword',
    { text: '审计报告好了' },
    { settings: { what: 'mentions', keywords: ['审计报告'] } },
    'keyword',
  ],
  ['nothing: a mention', { isNamed: true }, { settings: { what: 'nothing' } }, 'badge'],
  ['a big group: any message', {}, { conversation: { memberCount: loudGroupMax + 1 } }, 'badge'],
  ['a big group: a mention', { isNamed: true }, { conversation: { memberCount: 10_000 } }, 'mention'],
  ['quiet hours', { isNamed: true }, { settings: { quietHours: allDay } }, 'badge'],
  ['quiet until later', {}, { settings: { quietUntil: '2026-11-22T05:00:00.000Z' } }, 'badge'],
  ['quiet until earlier', {}, { settings: { quietUntil: '2026-11-22T03:00:00.000Z' } }, 'message'],
  ['quiet, an exception', { actorId: boss }, { settings: { quietHours: allDay, quietExceptions: [boss] } }, 'message'],
  [
    'an exception in a muted conversation',
    { actorId: boss },
    { settings: { quietHours: allDay, quietExceptions: [boss] }, conversation: { notify: 'none' } },
    'badge',
  ],
];

test.each(table)('%s', (_name, message, context, expected) => {
  const decision = decideNotification(aMessage(message), aContext(context));
  expect(decision.kind === 'notify' ? decision.reason : decision.kind).toBe(expected);
});

test('sound is what was chosen', () => {
  for (const isSoundOn of [true, false]) {
    expect(decideNotification(aMessage(), aContext({ settings: { isSoundOn } }))).toMatchObject({
      hasSound: isSoundOn,
    });
  }
});

const anyContext = fc.record({
  message: fc.record({ actorId: fc.constantFrom(me, other, boss), text: fc.string(), isNamed: fc.boolean() }),
  context: fc
    .record({
      what: fc.constantFrom('all' as const, 'mentions' as const, 'nothing' as const),
      notify: fc.constantFrom('all' as const, 'mentions' as const, 'none' as const),
      kind: fc.constantFrom('group' as const, 'direct' as const, 'app' as const),
      memberCount: fc.integer({ min: 1, max: 10_000 }),
      isQuiet: fc.boolean(),
      exceptions: fc.subarray([other, boss]),
      keywords: fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      hasRead: fc.boolean(),
      isOnScreen: fc.boolean(),
    })
    .map(({ what, notify, kind, memberCount, isQuiet, exceptions, keywords, hasRead, isOnScreen }) =>
      aContext({
        hasRead,
        isOnScreen,
        settings: { what, keywords, quietExceptions: exceptions, quietHours: isQuiet ? allDay : null },
        conversation: { notify, kind, memberCount },
      }),
    ),
});

test('whatever is chosen: nothing for what is read or one’s own, and nobody is told what they muted', () => {
  fc.assert(
    fc.property(anyContext, ({ message, context }) => {
      const { kind } = decideNotification(message, context);
      if (message.actorId === me || context.hasRead || context.isOnScreen) expect(kind).toBe('none');
      else expect(kind).not.toBe('none');
      if (context.conversation.notify === 'none' || context.settings.what === 'nothing')
        expect(kind).not.toBe('notify');
      const isExcepted = context.settings.quietExceptions.includes(message.actorId);
      if (context.settings.quietHours && !isExcepted) expect(kind).not.toBe('notify');
    }),
  );
});

test('to be named never makes it quieter, and less wanted never makes it louder', () => {
  fc.assert(
    fc.property(anyContext, ({ message, context }) => {
      const isTold = (change: Partial<NotifiableMessage>, what = context.settings.what) =>
        decideNotification({ ...message, ...change }, { ...context, settings: { ...context.settings, what } }).kind ===
        'notify';
      if (isTold({ isNamed: false })) expect(isTold({ isNamed: true })).toBe(true);
      if (isTold({}, 'mentions')) expect(isTold({}, 'all')).toBe(true);
    }),
  );
});

test('a keyword is found wherever it stands, whatever its case and width', () => {
  expect(holdsKeyword('请看ＡＢＣ公司的审计报告。', ['abc'])).toBe(true);
  expect(holdsKeyword('审计的报告', ['审计报告'])).toBe(false);
  expect(holdsKeyword('anything', ['  '])).toBe(false);
});

const quietAt = (fromMinute: number, toMinute: number, at: string, timeZone = 'Asia/Shanghai') =>
  isQuietAt({ quietUntil: null, quietHours: { fromMinute, toMinute, timeZone } }, new Date(at));

test('quiet hours go over midnight, by the clock of their zone, and end when they say', () => {
  const night: [number, number] = [22 * 60, 8 * 60];
  expect(quietAt(...night, '2026-11-22T14:00:00.000Z')).toBe(true); // 22:00
  expect(quietAt(...night, '2026-11-22T13:59:00.000Z')).toBe(false);
  expect(quietAt(...night, '2026-11-22T23:59:00.000Z')).toBe(true); // 07:59
  expect(quietAt(...night, '2026-11-23T00:00:00.000Z')).toBe(false); // 08:00
  expect(quietAt(12 * 60, 13 * 60, '2026-11-22T04:30:00.000Z')).toBe(true);
  expect(quietAt(12 * 60, 13 * 60, '2026-11-22T05:00:00.000Z')).toBe(false);
  expect(quietAt(...night, '2026-11-22T14:00:00.000Z', 'Europe/London')).toBe(false);
});

test('quiet hours of a zone whose clocks change go by the changed clock', () => {
  // New York went from EDT to EST on 2026-11-01.
  expect(minuteOfDay(new Date('2026-10-31T12:00:00.000Z'), 'America/New_York')).toBe(8 * 60);
  expect(minuteOfDay(new Date('2026-11-02T12:00:00.000Z'), 'America/New_York')).toBe(7 * 60);
});

test('a zone is one that exists', () => {
  expect(isTimeZone('Asia/Shanghai')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});

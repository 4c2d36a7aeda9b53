import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConversationLog, type HistoryPage } from './conversation-log.ts';
import { aClientId, aConversationId, aUserId, ModelConversation } from './testing/model-server.ts';
import { isShown } from './timeline.ts';
import type { TimelineEntry } from './types.ts';

const limit = 4;
const me = aUserId('me');

const seqOf = (entry: TimelineEntry): number => (entry.kind === 'message' ? entry.message.seq : entry.event.seq);

type Step = {
  do:
    | 'post'
    | 'card'
    | 'rename'
    | 'edit'
    | 'recall'
    | 'react'
    | 'reply'
    | 'pin'
    | 'deliver'
    | 'ask-newest'
    | 'ask-later'
    | 'ask-older'
    | 'answer';
  pick: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(
    ...(['post', 'card', 'rename', 'edit', 'recall', 'react', 'reply', 'pin'] as const),
    ...(['deliver', 'deliver', 'deliver', 'ask-newest', 'ask-later', 'ask-older', 'answer', 'answer'] as const),
  ),
  pick: fc.nat(1000),
});

type Answer = (log: ConversationLog) => void;

/** What a client may ask at any moment; the answer is made now and may arrive much later. */
function ask(kind: Step['do'], server: ModelConversation, log: ConversationLog): Answer {
  if (kind === 'ask-newest') {
    const page: HistoryPage = server.history({ limit });
    return (target) => target.applyNewest(page, limit);
  }
  if (kind === 'ask-later') {
    const afterSeq = log.knownTo;
    const page = server.history({ afterSeq, limit });
    return (target) => void target.applyLater(page, limit, afterSeq);
  }
  const beforeSeq = log.knownFrom;
  const page = server.history({ beforeSeq, limit });
  return (target) => target.applyOlder(page, limit, beforeSeq);
}

const userOf = (pick: number) => aUserId(pick % 2 ? 'me' : 'other');

function grow(server: ModelConversation, { do: action, pick }: Step): void {
  const messages = server.events.filter((event) => event.kind === 'message.posted');
  const message = messages[pick % Math.max(1, messages.length)];
  if (action === 'card' && message) server.setCard(message.seq, `card-${pick % 3}`);
  else if (action === 'edit' && message) server.edit(message.actorId, message.seq, `edited ${pick}`);
  else if (action === 'recall' && message) server.recall(message.actorId, message.seq);
  else if (action === 'react' && message) server.react(userOf(pick), message.seq, pick % 3 ? '👍' : '🎉', pick % 5 > 1);
  else if (action === 'reply' && message) server.say(userOf(pick), { text: 'reply', threadSeq: message.seq });
  else if (action === 'pin' && message) server.pin(me, message.seq, pick % 2 === 0);
  else if (action === 'rename') server.rename(`title ${pick}`);
  else server.post(userOf(pick), aClientId(`client-${server.headSeq}`), `text ${pick}`);
}

function settle(server: ModelConversation, log: ConversationLog): void {
  for (let round = 0; !log.applyLater(server.history({ afterSeq: log.knownTo, limit }), limit, log.knownTo); round++) {
    if (round > server.headSeq) throw new Error('catching up does not end');
  }
  for (let round = 0; log.hasOlder; round++) {
    const beforeSeq = log.knownFrom;
    log.applyOlder(server.history({ beforeSeq, limit }), limit, beforeSeq);
    if (round > server.headSeq) throw new Error('going back does not end');
  }
}

test('S1: whatever comes late, twice, out of order or not at all, the end is the same as the history', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const server = new ModelConversation(aConversationId('c'));
      const log = new ConversationLog();
      const underWay: Answer[] = [];
      for (const each of steps) {
        const knownBefore = log.knownTo;
        const event = server.events[each.pick % Math.max(1, server.headSeq)];
        if (each.do === 'deliver') {
          if (event) log.applyEvents([event]);
        } else if (each.do === 'answer') underWay.splice(each.pick % Math.max(1, underWay.length), 1)[0]?.(log);
        else if (each.do.startsWith('ask')) underWay.push(ask(each.do, server, log));
        else grow(server, each);
        const inRange = server.events.filter(
          (one) => isShown(one) && one.seq >= log.knownFrom && one.seq <= log.knownTo,
        );
        expect(log.listEntries().map(seqOf)).toEqual(inRange.map((one) => one.seq));
        expect(log.knownTo).toBeGreaterThanOrEqual(knownBefore);
      }
      settle(server, log);
      const whole = new ConversationLog();
      whole.applyNewest(server.history({ limit: 10_000 }), 10_000);
      expect(log.hasGap).toBe(false);
      expect(log.listEntries()).toEqual(whole.listEntries());
      expect(log.knownTo).toBe(server.headSeq);
    }),
    { numRuns: 300 },
  );
});

test('S2: an entry stays the same object until its message’s cards change', () => {
  const server = new ModelConversation(aConversationId('c'));
  const first = server.post(me, aClientId('client-1'), 'one');
  server.post(me, aClientId('client-2'), 'two');
  const log = new ConversationLog();
  log.applyNewest(server.history({ limit: 50 }), 50);
  const before = log.listEntries();
  log.applyEvents([server.setCard(first.seq, 'a')]);
  const after = log.listEntries();
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

test('S3: cards stand in the order in which they were first set, however they became known', () => {
  const server = new ModelConversation(aConversationId('c'));
  const message = server.post(me, aClientId('client-1'), 'two invoices');
  server.setCard(message.seq, 'z');
  server.setCard(message.seq, 'a');
  for (let index = 0; index < 10; index++) server.post(me, aClientId(`more-${index}`), 'more');
  server.setCard(message.seq, 'z');
  const log = new ConversationLog();
  log.applyNewest(server.history({ limit }), limit);
  settle(server, log);
  const [entry] = log.listEntries();
  expect(entry?.kind === 'message' && entry.message.cards.map((card) => card.cardId)).toEqual(['z', 'a']);
});

test('S4: an own message shows even before what stands ahead of it is known', () => {
  const server = new ModelConversation(aConversationId('c'));
  server.post(aUserId('other'), aClientId('client-1'), 'known');
  const log = new ConversationLog({ me: () => me, pendingReactions: () => undefined });
  log.applyNewest(server.history({ limit: 50 }), 50);
  server.post(aUserId('other'), aClientId('client-2'), 'missed');
  const own = server.post(me, aClientId('client-3'), 'mine');
  log.applyEvents([own]);
  expect(log.hasGap).toBe(true);
  expect(log.listEntries().map((entry) => entry.key)).toEqual(['other client-1', 'me client-3']);
  expect(log.messageCountAt(own.seq)).toBe(1);
});

const viewer = { me: () => me, pendingReactions: () => undefined };
const messageAt = (log: ConversationLog, seq: number) =>
  log
    .listEntries()
    .flatMap((entry) => (entry.kind === 'message' && entry.message.seq === seq ? [entry.message] : []))[0];

test('S47: a message shows the newest of everything that was done to it, in whatever order that came', () => {
  const server = new ModelConversation(aConversationId('c'));
  const other = aUserId('other');
  const { seq } = server.say(other, { text: '初稿', replyTo: 1 });
  const older = server.edit(other, seq, '二稿');
  const newer = server.edit(other, seq, '三稿', [me]);
  const first = server.react(other, seq, '👍', true);
  const mine = server.react(me, seq, '🎉', true);
  const again = server.react(me, seq, '👍', true);
  const pin = server.pin(other, seq, true);
  const poll = server.setPoll(other, seq, [2, 1]);
  const reply = server.say(other, { text: '讨论', threadSeq: seq });
  const log = new ConversationLog(viewer);
  log.applyNewest({ ...server.history({ limit: 50 }), events: server.events.slice(0, 1), headSeq: 1 }, 50);
  log.applyEvents([reply, poll, pin, again, mine, first, newer, older]);
  expect(messageAt(log, seq)).toMatchObject({
    text: '三稿',
    mentions: [me],
    editedAt: newer.at,
    replyTo: 1,
    reactions: [
      { emoji: '👍', count: 2, userIds: ['other', 'me'], isMine: true },
      { emoji: '🎉', count: 1, userIds: ['me'], isMine: true },
    ],
    pinned: { actorId: 'other', at: pin.at },
    pollState: { counts: [2, 1], voterCount: 3, isClosed: false },
    thread: { count: 1, lastSeq: reply.seq, lastAt: reply.at, lastActorId: 'other' },
  });
  expect(log.listEntries().map((entry) => entry.kind)).toEqual(['message', 'notice', 'message']);
});

test('S48: what a recalled message said is nowhere any more, whatever comes late', () => {
  const server = new ModelConversation(aConversationId('c'));
  const root = server.post(me, aClientId('root'), '话题');
  const message = server.say(aUserId('other'), { text: '机密', threadSeq: root.seq });
  const edit = server.edit(aUserId('other'), message.seq, '机密二');
  const early = server.history({ limit: 50 });
  const card = server.setCard(message.seq, 'a');
  const log = new ConversationLog(viewer);
  log.applyEvents([message, edit]);
  log.applyEvents([server.recall(me, message.seq)]);
  log.applyEvents([card, edit, message]);
  log.applyNewest(early, 50);
  const recalled = messageAt(log, message.seq);
  expect(recalled).toMatchObject({ text: '', cards: [], threadSeq: root.seq, recalled: { actorId: 'me' } });
  expect(messageAt(log, root.seq)?.thread?.count).toBe(1);
  expect(JSON.stringify([log.listEntries(), log.toKept(100)])).not.toContain('机密');
});

test('S49: a part of the past grows until it meets the live end, and both are one then, without a hole or a double', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), fc.nat(1000), (steps, pick) => {
      const server = new ModelConversation(aConversationId('c'));
      const [live, past] = [new ConversationLog(viewer), new ConversationLog(viewer)];
      for (const each of steps.slice(0, 25)) grow(server, each);
      live.applyNewest(server.history({ limit }), limit);
      const seq = 1 + (pick % server.headSeq);
      past.applyAround(server.history({ beforeSeq: seq + 1, limit }), server.history({ afterSeq: seq, limit }), limit);
      for (const each of steps.slice(25)) {
        const before = server.headSeq;
        if (each.do === 'answer') {
          const afterSeq = past.knownTo;
          past.applyLater(server.history({ afterSeq, limit }), limit, afterSeq);
        } else if (each.do === 'ask-older') {
          const beforeSeq = past.knownFrom;
          past.applyOlder(server.history({ beforeSeq, limit }), limit, beforeSeq);
        } else if (!each.do.startsWith('ask')) grow(server, each);
        const heard = server.events.slice(before);
        live.applyEvents(heard);
        past.applyAmendments(heard);
      }
      for (let round = 0; !live.joinOlder(past); round++) {
        const afterSeq = past.knownTo;
        past.applyLater(server.history({ afterSeq, limit }), limit, afterSeq);
        if (round > server.headSeq) throw new Error('the live end is never met');
      }
      const whole = new ConversationLog(viewer);
      whole.applyNewest(server.history({ limit: 10_000 }), 10_000);
      const shownFrom = (log: ConversationLog) => log.listEntries().filter((entry) => seqOf(entry) >= live.knownFrom);
      expect(live.knownFrom).toBeLessThanOrEqual(past.knownFrom);
      expect(live.listEntries()).toEqual(shownFrom(whole));
    }),
    { numRuns: 150, seed: 5 },
  );
});

test('S50: the oldest entries of a long log are forgotten, and read again they are the same', () => {
  const server = new ModelConversation(aConversationId('c'));
  for (let index = 0; index < 40; index++) server.append(aUserId('other'), `${index}`);
  server.edit(aUserId('other'), 3, '改过');
  const log = new ConversationLog(viewer);
  log.applyNewest(server.history({ limit: 50 }), 50);
  const before = log.listEntries();
  log.keepNewest(5);
  expect(log.listEntries()).toEqual(before.slice(-5));
  expect(log.hasOlder).toBe(true);
  settle(server, log);
  expect(log.listEntries()).toEqual(before);
});

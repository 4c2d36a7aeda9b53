import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConversationLog, type HistoryPage } from './conversation-log.ts';
import { aClientId, aConversationId, aUserId, ModelConversation } from './testing/model-server.ts';
import type { TimelineEntry } from './types.ts';

const limit = 4;
const me = aUserId('me');

const seqOf = (entry: TimelineEntry): number => (entry.kind === 'message' ? entry.message.seq : entry.event.seq);

type Step = {
  do: 'post' | 'card' | 'rename' | 'deliver' | 'ask-newest' | 'ask-later' | 'ask-older' | 'answer';
  pick: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('post', 'card', 'rename', 'deliver', 'deliver', 'ask-newest', 'ask-later', 'ask-older', 'answer'),
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

function grow(server: ModelConversation, { do: action, pick }: Step): void {
  const messages = server.events.filter((event) => event.kind === 'message.posted');
  const message = messages[pick % Math.max(1, messages.length)];
  if (action === 'card' && message) server.setCard(message.seq, `card-${pick % 3}`);
  else if (action === 'rename') server.rename(`title ${pick}`);
  else server.post(aUserId(pick % 2 ? 'me' : 'other'), aClientId(`client-${server.headSeq}`), `text ${pick}`);
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
          ({ kind, seq }) => kind !== 'card.set' && seq >= log.knownFrom && seq <= log.knownTo,
        );
        expect(log.listEntries(undefined).map(seqOf)).toEqual(inRange.map((one) => one.seq));
        expect(log.knownTo).toBeGreaterThanOrEqual(knownBefore);
      }
      settle(server, log);
      const whole = new ConversationLog();
      whole.applyNewest(server.history({ limit: 10_000 }), 10_000);
      expect(log.hasGap).toBe(false);
      expect(log.listEntries(me)).toEqual(whole.listEntries(me));
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
  const before = log.listEntries(me);
  log.applyEvents([server.setCard(first.seq, 'a')]);
  const after = log.listEntries(me);
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
  const [entry] = log.listEntries(me);
  expect(entry?.kind === 'message' && entry.message.cards.map((card) => card.cardId)).toEqual(['z', 'a']);
});

test('S4: an own message shows even before what stands ahead of it is known', () => {
  const server = new ModelConversation(aConversationId('c'));
  server.post(aUserId('other'), aClientId('client-1'), 'known');
  const log = new ConversationLog();
  log.applyNewest(server.history({ limit: 50 }), 50);
  server.post(aUserId('other'), aClientId('client-2'), 'missed');
  const own = server.post(me, aClientId('client-3'), 'mine');
  log.applyEvents([own]);
  expect(log.hasGap).toBe(true);
  expect(log.listEntries(me).map((entry) => entry.key)).toEqual(['other client-1', 'me client-3']);
  expect(log.messageCountAt(own.seq)).toBe(1);
});

import type { ConversationSummary, UserId } from '@countinghouse/protocol';
import type { TimelineEntry, TimelineMessage } from '../types.ts';
import { outboxKeyOf, type PostRecord } from './post-ledger.ts';
import { isVisible, type Membership, type ReferenceConversation } from './reference-conversation.ts';
import { digestOf } from './reference-database.ts';
import type { SimulatedWindow } from './simulated-window.ts';
import { seqOf } from './watcher.ts';
import type { World } from './world.ts';

// The slowest way there is, twice: what a proxy repeats comes after three times the usual.
const underWayMsMax = 30_000;

/** Once the network is whole and everything is quiet: each window shows exactly what the reference holds. */
export function checkAgreement(world: World): void {
  for (const device of world.devices) {
    for (const window of device.windows) {
      if (device.userId !== undefined && device.userId === window.userId) checkWindow(world, window, device.userId);
      else checkSignedOut(world, window);
    }
  }
}

function checkSignedOut(world: World, window: SimulatedWindow): void {
  const { connection } = window.messenger.list.getSnapshot();
  if (connection !== 'signed-out' && window.userId !== undefined) {
    world.fail('a window whose session has ended says so', `${window.name} is ${connection}`);
  }
}

function checkWindow(world: World, window: SimulatedWindow, userId: UserId): void {
  const list = window.messenger.list.getSnapshot();
  if (list.connection !== 'live' || !list.isLoaded) {
    world.fail('in the end everybody is connected', `${window.name} is ${list.connection}`);
    return;
  }
  const expected = sortedAsShown(world.database.summaries(userId));
  demandSame(world, 'the list is what the server says', {
    where: window.name,
    actual: list.conversations.map(canonical),
    expected: expected.map(canonical),
  });
  const inbox = world.database.inboxOf(userId);
  demandSame(world, 'the inbox is what the server says', {
    where: window.name,
    actual: [canonical(list.inbox)],
    expected: [canonical(inbox)],
  });
  const actual = digestOf(list.conversations, list.inbox);
  if (actual.own !== digestOf(expected, inbox).own) world.fail('digests agree', window.name);
  for (const conversationId of window.opened.keys()) {
    const conversation = world.database.conversations.get(conversationId);
    if (conversation) checkConversation(world, window, { conversation, member: conversation.members.get(userId) });
  }
}

function checkConversation(
  world: World,
  window: SimulatedWindow,
  { conversation, member }: { conversation: ReferenceConversation; member: Membership | undefined },
): void {
  const state = window.opened.get(conversation.id)?.getSnapshot();
  if (!state) return;
  const where = `${window.name} ${conversation.id}`;
  const written = state.entries.filter((entry) => seqOf(entry) > 0);
  if (!member) {
    if (written.length > 0) world.fail('nothing is left in view after leaving a conversation', where);
    return;
  }
  if (!state.isLoaded || state.hasOlder) {
    world.fail('in the end the whole conversation can be read', where);
    return;
  }
  demandSame(world, 'a conversation is what its log says', {
    where,
    actual: written.map(describeEntry),
    expected: describeLog(conversation, member),
  });
  demandSame(world, 'the members are those of the server', {
    where,
    actual: state.members.map(({ userId }) => userId).sort(),
    expected: [...conversation.members.keys()].sort(),
  });
  checkThread(world, window, conversation);
  checkQuotes(world, window, conversation);
  for (const { userId, cursor } of state.members) {
    // Read positions of others are pushed without a number, so that one that is lost comes with the next.
    const isAhead = cursor.seq > (conversation.members.get(userId)?.cursor.seq ?? 0);
    if (isAhead) world.fail('nobody is said to have read what they have not', `${where} ${userId}`);
  }
}

/** Newest activity first; a conversation without messages counts from its making, which its id tells. */
function sortedAsShown(rows: readonly ConversationSummary[]): ConversationSummary[] {
  const atOf = ({ id, lastMessage }: ConversationSummary): number =>
    lastMessage ? Date.parse(lastMessage.at) : Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return [...rows].sort((left, right) => atOf(right) - atOf(left) || (left.id < right.id ? 1 : -1));
}

const describeEntry = (entry: TimelineEntry): string => {
  if (entry.kind === 'notice') return `${entry.event.seq} ${entry.event.kind}`;
  return describeMessage(entry.message);
};

function describeMessage({ seq, actorId, text, files, cards, ...message }: TimelineMessage): string {
  const shown = cards.map(({ cardId, card }) => `${cardId} ${card.fallbackText}`);
  const { recalled, thread, threadSeq, mentions, pinned } = message;
  const reactions = message.reactions.map(({ emoji, userIds }) => `${emoji} ${userIds}`);
  const place = `${threadSeq ?? ''} ${thread ? `${thread.count} ${thread.lastSeq}` : ''}`;
  const rest = `[${shown}] [${reactions}] ${mentions} ${pinned?.at ?? ''}`;
  return `${seq} ${actorId} ${recalled ? `recalled ${recalled.at}` : `${text} ${files.length} ${rest}`} ${place}`;
}

function describeLog(conversation: ReferenceConversation, { visibleFromSeq }: Membership): string[] {
  return conversation.events.flatMap((event) => {
    if (!conversation.shownPlaces.has(event.seq) || !isVisible(event, visibleFromSeq)) return [];
    if (event.kind !== 'message.posted') return [`${event.seq} ${event.kind}`];
    return [describeReference(conversation, event.seq)];
  });
}

/** As `describeMessage`, from what was done to the message one after the other. */
function describeReference(conversation: ReferenceConversation, seq: number): string {
  const message = conversation.messageAt(seq);
  if (!message) return `${seq} is no message`;
  const { event, text, mentions, recall } = message;
  const cards = new Map<string, string>();
  const reactions = new Map<string, readonly string[]>();
  let pinnedAt = '';
  for (const each of conversation.doneTo(seq)) {
    if (each.kind === 'card.set') cards.set(each.cardId, each.card.fallbackText);
    if (each.kind === 'reaction.set') reactions.set(each.emoji, each.userIds);
    if (each.kind === 'pin.set') pinnedAt = each.isPinned ? each.at : '';
  }
  const replies = conversation.repliesTo(seq);
  const place = `${event.content.threadSeq ?? ''} ${replies.length > 0 ? `${replies.length} ${replies.at(-1)}` : ''}`;
  if (recall) return `${seq} ${event.actorId} recalled ${recall.at} ${place}`;
  const shown = [...cards].map(([cardId, version]) => `${cardId} ${version}`);
  const used = [...reactions].filter(([, userIds]) => userIds.length > 0).map(([emoji, ids]) => `${emoji} ${ids}`);
  const rest = `[${shown}] [${used}] ${mentions} ${pinnedAt}`;
  return `${seq} ${event.actorId} ${text} ${event.content.files.length} ${rest} ${place}`;
}

function checkThread(world: World, window: SimulatedWindow, conversation: ReferenceConversation): void {
  const { rootSeq, thread } = window.threads.get(conversation.id) ?? {};
  if (rootSeq === undefined || !thread) return;
  const { root, replies, isLoaded } = thread.getSnapshot();
  if (!isLoaded) world.fail('in the end a thread can be read', `${window.name} ${conversation.id} ${rootSeq}`);
  // Whoever joined late sees neither a thread's beginning nor what was said in it before.
  if (typeof root !== 'object') return;
  const written = replies.filter(({ seq }) => seq > 0);
  demandSame(world, 'a thread is what its log says', {
    where: `${window.name} ${conversation.id} ${rootSeq}`,
    actual: [root, ...written].map(describeMessage),
    expected: [rootSeq, ...conversation.repliesTo(rootSeq)].map((seq) => describeReference(conversation, seq)),
  });
}

function checkQuotes(world: World, window: SimulatedWindow, conversation: ReferenceConversation): void {
  for (const [seq, message] of window.opened.get(conversation.id)?.messages.getSnapshot() ?? []) {
    if (message === 'unavailable') continue;
    const [actual, expected] = [describeMessage(message), describeReference(conversation, seq)];
    if (actual !== expected)
      world.fail('a quote says what its message says', `${window.name}: ${actual} / ${expected}`);
  }
}

/** Where nothing is broken on the device, both sides agree at every position: a mismatch is a defect, though it is mended. */
export function checkRepairs(world: World): void {
  for (const { name, messenger } of world.allWindows) {
    const { digestMismatches } = messenger.counts;
    if (digestMismatches > 0) world.fail('no repair is needed without damage', `${name}: ${digestMismatches}`);
  }
}

/**
 * What somebody has begun and only ever on one device is what the server has in the end, as far as that device was
 * there all the time.
 */
export function checkDrafts(world: World): void {
  for (const { userId, conversationId, text, windowName, isShared } of world.drafts.values()) {
    const window = world.allWindows.find(({ name }) => name === windowName);
    const conversation = world.database.conversations.get(conversationId);
    const member = conversation?.members.get(userId);
    // The draft goes with the membership.
    const hasLeft = conversation?.events.some((event) => event.kind === 'member.left' && event.userId === userId);
    if (isShared || !member || hasLeft || !window?.isAlive || window.userId !== userId || window.hasStoppedOnce)
      continue;
    const kept = member.draft?.text ?? '';
    if (kept !== text) world.fail('a draft is not lost', `${windowName} ${conversationId}: ${kept} instead of ${text}`);
  }
}

/** Each message that was written stands in the log once, unless there is a named reason why not. */
export function checkPosts(world: World): void {
  const textCounts = new Map<string, number>();
  for (const { events } of world.database.conversations.values()) {
    for (const event of events) {
      if (event.kind !== 'message.posted') continue;
      textCounts.set(event.content.text, (textCounts.get(event.content.text) ?? 0) + 1);
    }
  }
  for (const record of world.ledger.records.values()) {
    const count = textCounts.get(record.text) ?? 0;
    checkDiscarded(world, record);
    if (count > 1) world.fail('a message goes out once', `${record.clientId} stands in the log ${count} times`);
    if (count === 0 && !mayBeMissing(world, record)) {
      world.fail('a message that was written is sent', `${record.clientId} of ${record.windowName}`);
    }
  }
  checkOrder(world);
}

/** What was discarded may have been on its way, but it does not go out long after. */
function checkDiscarded(
  world: World,
  { clientId, userId, conversationId, discardedAtMs, deviceName }: PostRecord,
): void {
  const event = world.database.conversations.get(conversationId)?.findMessage(userId, clientId);
  if (!event || discardedAtMs === undefined) return;
  const device = world.devices.find(({ name }) => name === deviceName);
  // Where the removal could not be written, or was lost with the power, the message is there again after a reload.
  if (device?.store.hasForgotten) return;
  const lateMs = Date.parse(event.at) - discardedAtMs;
  if (lateMs > underWayMsMax) world.fail('a discarded message does not go out', `${clientId} ${lateMs} ms later`);
}

function mayBeMissing(world: World, record: PostRecord): boolean {
  if (record.discardedAtMs !== undefined || world.database.refused.has(record.clientId)) return true;
  const device = world.devices.find(({ name }) => name === record.deviceName);
  if (!device) throw new Error(`${record.deviceName} is missing`);
  const key = outboxKeyOf(record);
  // Nobody but its writer sends it, and the writer is not there.
  if (device.userId !== record.userId) return device.store.has(key) || !device.store.wasKept(key);
  const isWindowGone = !device.windows.some(({ name }) => name === record.windowName);
  return isWindowGone && !device.store.wasKept(key);
}

/**
 * What one window wrote into one conversation stands there in the order of writing, apart from what failed at first. Where
 * a device could not keep all of it, another window sends what it knows of.
 */
function checkOrder(world: World): void {
  const lastSeqs = new Map<string, number>();
  const forgetful = new Set(world.devices.filter(({ store }) => store.hasForgotten).map(({ name }) => name));
  const records = [...world.ledger.records.values()].sort((left, right) => left.order - right.order);
  for (const record of records) {
    const event = world.database.conversations.get(record.conversationId)?.findMessage(record.userId, record.clientId);
    if (!event || record.isRetried || forgetful.has(record.deviceName) || world.database.refused.has(record.clientId))
      continue;
    const key = `${record.windowName} ${record.conversationId}`;
    if (event.seq < (lastSeqs.get(key) ?? 0)) world.fail('messages keep the order of writing', record.clientId);
    lastSeqs.set(key, event.seq);
  }
}

interface Comparison {
  where: string;
  actual: readonly string[];
  expected: readonly string[];
}

function demandSame(world: World, property: string, { where, actual, expected }: Comparison): void {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) {
    if (actual[index] === expected[index]) continue;
    world.fail(
      property,
      `${where} at ${index} of ${actual.length}/${expected.length}: ${actual[index]} instead of ${expected[index]}`,
    );
    return;
  }
}

/** The same text for the same values, whatever the order of the fields. */
const canonical = (value: object): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );

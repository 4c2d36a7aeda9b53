import type { ClientId, ConversationEvent, ConversationId, MessagePosted } from '@countinghouse/protocol';
import { contentDigest } from '../client/digest.ts';
import type { JournalLine } from '../client/journal.ts';
import type { DeviceEvidence, Finding, ServerTruth } from './evidence.ts';

type Line<Kind extends JournalLine['kind']> = Extract<JournalLine, { kind: Kind }>;

/** Messages of history by author and client id; more than one is a double. */
class Messages {
  private readonly byKey = new Map<string, MessagePosted[]>();

  constructor({ histories }: ServerTruth) {
    for (const events of histories.values())
      for (const event of events) {
        if (event.kind !== 'message.posted') continue;
        const key = `${event.actorId} ${event.clientId}`;
        this.byKey.set(key, [...(this.byKey.get(key) ?? []), event]);
      }
  }

  find(userId: string, clientId: ClientId): readonly MessagePosted[] {
    return this.byKey.get(`${userId} ${clientId}`) ?? [];
  }

  /** Apps give the same client id in each conversation, once. */
  get doubles(): MessagePosted[][] {
    return [...this.byKey.values()].filter(
      (events) => new Set(events.map((event) => event.conversationId)).size < events.length,
    );
  }
}

/** What devices were told, against what history holds. */
export function checkMessages(truth: ServerTruth, devices: readonly DeviceEvidence[]): Finding[] {
  const messages = new Messages(truth);
  const doubles = messages.doubles.map(
    ([first, second]): Finding => ({
      kind: 'duplicated',
      text: `client id ${first?.clientId} stands at ${placeOf(first)} and at ${placeOf(second)}`,
    }),
  );
  const damaged = truth.damagedFiles.map(
    (where): Finding => ({
      kind: 'lost',
      text: `a file of the message at ${where} is not what was sent`,
    }),
  );
  return [
    ...doubles,
    ...damaged,
    ...checkTexts(truth),
    ...devices.flatMap((device) => [
      ...device.journal.flatMap((line) => (line.kind === 'acked' ? checkAcked(line, device, messages) : [])),
      ...checkKept(device, messages),
      ...checkMade(device, truth),
      ...(device.report?.unsent ?? []).map(
        (message): Finding => ({
          kind: 'lost',
          text: `${device.name} still has unsent: ${message}`,
        }),
      ),
    ]),
    ...[...truth.histories].flatMap(([conversationId, events]) => checkLog(conversationId, events)),
  ];
}

const placeOf = (event: MessagePosted | undefined): string => `${event?.conversationId} ${event?.seq}`;

function checkAcked(line: Line<'acked'>, { name, userId }: DeviceEvidence, messages: Messages): Finding[] {
  const { clientId, conversationId, seq } = line;
  const [found] = messages.find(userId, clientId);
  const what = `${name} was told that ${clientId} stands at ${conversationId} ${seq}`;
  if (!found) return [{ kind: 'lost', text: `${what}, but no history has it` }];
  if (contentDigest(found.content) !== line.digest)
    return [{ kind: 'lost', text: `${what}, but its content there is another` }];
  if (found.conversationId !== conversationId || found.seq !== seq)
    return [{ kind: 'reordered', text: `${what}, but it stands at ${placeOf(found)}` }];
  return [];
}

/** What a store had taken goes out, unless it was refused by name or the store was damaged afterwards. */
function checkKept({ name, userId, journal }: DeviceEvidence, messages: Messages): Finding[] {
  const owed = new Set<ClientId>();
  for (const line of journal) {
    if (line.kind === 'kept') owed.add(line.clientId);
    else if (line.kind === 'damaged') owed.clear();
  }
  // The store also takes the refusal, so that the two come in any order.
  for (const line of journal) if (line.kind === 'refused') owed.delete(line.clientId);
  return [...owed].flatMap((clientId): Finding[] =>
    messages.find(userId, clientId).length > 0
      ? []
      : [{ kind: 'lost', text: `${name} had kept ${clientId}, but no history has it` }],
  );
}

function checkMade({ name, journal }: DeviceEvidence, { histories }: ServerTruth): Finding[] {
  return journal.flatMap((line): Finding[] =>
    line.kind === 'made' && !histories.has(line.conversationId)
      ? [{ kind: 'lost', text: `${name} was told that the group ${line.conversationId} exists, but it does not` }]
      : [],
  );
}

/** `device generation number …`, as devices write it. */
const textPattern = /^(\S+) (\d+) (\d+) /;

/** Each text is written once, and a device's messages keep their order within a conversation. */
function checkTexts({ histories }: ServerTruth): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, MessagePosted>();
  for (const events of histories.values()) {
    const newest = new Map<string, { rank: number; event: MessagePosted }>();
    for (const event of events) {
      const written = event.kind === 'message.posted' ? textPattern.exec(event.content.text) : null;
      if (event.kind !== 'message.posted' || !written) continue;
      const [prefix, device = '', generation, number] = written;
      const double = seen.get(prefix);
      if (double && double.clientId !== event.clientId)
        findings.push({ kind: 'duplicated', text: `"${prefix}" stands at ${placeOf(double)} and ${placeOf(event)}` });
      seen.set(prefix, event);
      const rank = Number(generation) * 1e9 + Number(number);
      const before = newest.get(device);
      if (before && before.rank > rank)
        findings.push({
          kind: 'reordered',
          text: `"${prefix}" at ${placeOf(event)} was written before ${placeOf(before.event)}`,
        });
      newest.set(device, { rank, event });
    }
  }
  return findings;
}

/** Gapless from 1, with the count of messages that it claims. */
function checkLog(conversationId: ConversationId, events: readonly ConversationEvent[]): Finding[] {
  let messageCount = 0;
  for (const [index, event] of events.entries()) {
    if (event.kind === 'message.posted') messageCount += 1;
    if (event.seq !== index + 1)
      return [
        { kind: 'reordered', text: `the log of ${conversationId} has ${event.seq} in the place of ${index + 1}` },
      ];
    if (event.messageCount !== messageCount)
      return [
        {
          kind: 'reordered',
          text: `${conversationId} ${event.seq} counts ${event.messageCount} messages, there are ${messageCount}`,
        },
      ];
  }
  return [];
}

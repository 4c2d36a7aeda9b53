import type { Amendment } from '@countinghouse/protocol';
import { isAmendment } from './amendments.ts';
import type { KeptLog } from './conversation-log.ts';
import { isContent, isFields, isFlag, isGoverned, isInstant, isListOf, isName, isSeq, isText } from './parse-fields.ts';
import { isShown, type ShownEvent } from './timeline.ts';

/** Undefined unless the record of the device has all that is worked with, without a gap. */
export function parseLog(value: unknown, conversationId: string): KeptLog | undefined {
  if (!isFields(value) || !Array.isArray(value.events) || !Array.isArray(value.amendments)) return undefined;
  const { firstSeq, fromSeq, toSeq, eventCount, events, amendments } = value;
  const isRange = isSeq(firstSeq) && isSeq(fromSeq) && isSeq(toSeq) && eventCount === events.length;
  const areOf = (each: unknown) => isFields(each) && each.conversationId === conversationId;
  if (!isRange || !events.every(areOf) || !events.every(isKnown) || !amendments.every(isKnown)) return undefined;
  const shown: ShownEvent[] = events.filter(isShown);
  const amended: Amendment[] = amendments.filter(isAmendment);
  if (shown.length !== events.length || amended.length !== amendments.length) return undefined;
  return isGapless(shown, { fromSeq, toSeq })
    ? { firstSeq, fromSeq, toSeq, eventCount: shown.length, events: shown, amendments: amended }
    : undefined;
}

/** In its order, within its range, and no message left out. */
function isGapless(events: readonly ShownEvent[], { fromSeq, toSeq }: { fromSeq: number; toSeq: number }): boolean {
  return events.every((event, index) => {
    const before = events[index - 1];
    if (event.seq > toSeq) return false;
    if (!before) return event.seq >= fromSeq;
    const isMessage = event.kind === 'message.posted';
    return event.seq > before.seq && event.messageCount === before.messageCount + Number(isMessage);
  });
}

type Kept = ShownEvent | Amendment;

/** What each kind of event has beyond its envelope. */
const isWhole: { [Kind in Kept['kind']]: (event: Record<string, unknown>) => boolean } = {
  'message.posted': ({ clientId, content }) => isName(clientId) && isContent(content),
  'message.edited': ({ messageSeq, text, mentions }) => isSeq(messageSeq) && isText(text) && isListOf(mentions, isName),
  'message.recalled': ({ messageSeq }) => isSeq(messageSeq),
  'reaction.set': ({ messageSeq, emoji, count, userIds }) =>
    isSeq(messageSeq) && isName(emoji) && isSeq(count) && isListOf(userIds, isName),
  'pin.set': ({ messageSeq, isPinned }) => isSeq(messageSeq) && isFlag(isPinned),
  'poll.set': ({ messageSeq, counts, voterCount, isClosed }) =>
    isSeq(messageSeq) && isListOf(counts, isSeq) && isSeq(voterCount) && isFlag(isClosed),
  'card.set': ({ messageSeq, firstSeq, cardId, card }) =>
    isSeq(messageSeq) &&
    isSeq(firstSeq) &&
    isName(cardId) &&
    isFields(card) &&
    isText(card.fallbackText) &&
    isListOf(card.body, isFields),
  'member.joined': ({ userId }) => isName(userId),
  'member.left': ({ userId }) => isName(userId),
  'member.role-set': ({ userId, role }) => isName(userId) && isName(role),
  'conversation.renamed': ({ title }) => isText(title),
  'conversation.settings-set': ({ settings }) => isGoverned(settings),
  'conversation.archived': ({ isArchived }) => isFlag(isArchived),
};

function isKnown(value: unknown): value is Kept {
  if (!isFields(value)) return false;
  const { kind, seq, messageCount, at, actorId } = value;
  const isEvent = isSeq(seq) && isSeq(messageCount) && isInstant(at) && isName(actorId);
  return isEvent && isKind(kind) && isWhole[kind](value);
}

const isKind = (kind: unknown): kind is Kept['kind'] => isText(kind) && Object.hasOwn(isWhole, kind);

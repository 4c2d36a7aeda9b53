import {
  type Amendment,
  type ConversationId,
  type DataClass,
  filesPerMessageMax,
  forwardedMessagesMax,
  type MessageContent,
  type MessagePosted,
  type PollSet,
  type PostContent,
  Refusal,
} from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { fileCountOf, forwardedFrom, forwardTextLengthMax, textLengthOf } from '../domain/forwarding.ts';
import { readForSubject } from '../queries/shown-messages.ts';
import { listDataClasses } from '../store/conversation-store.ts';

/** What is passed on, and the class of the conversation that it comes from. */
export interface ResolvedForward {
  forward: NonNullable<MessageContent['forward']>;
  dataClass: DataClass;
}

/** Of one request: as many messages as it may hold, each of which may forward one, and a merged record beside. */
const sourcesMax = 2 * forwardedMessagesMax;

interface Sources {
  dataClass: DataClass;
  messages: ReadonlyMap<number, MessagePosted>;
  texts: ReadonlyMap<number, string>;
  polls: ReadonlyMap<number, PollSet>;
  recalled: ReadonlySet<number>;
}

/**
 * What is forwarded, for each message, as the subject sees it now; a refusal where one of the sources is not to be seen or
 * was recalled. One reading for each conversation that is forwarded from.
 */
export async function resolveForwards(
  context: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  messages: readonly Pick<PostContent, 'forward'>[],
): Promise<(ResolvedForward | Refusal | undefined)[]> {
  const wanted = new Map<ConversationId, Set<number>>();
  for (const { forward } of messages) {
    if (!forward) continue;
    const seqs = wanted.get(forward.conversationId) ?? new Set();
    for (const seq of forward.seqs) seqs.add(seq);
    wanted.set(forward.conversationId, seqs);
  }
  const count = [...wanted.values()].reduce((sum, seqs) => sum + seqs.size, 0);
  const tooMany = new Refusal('request_too_large', `a request forwards at most ${sourcesMax} messages`);
  if (count > sourcesMax) return messages.map(({ forward }) => forward && tooMany);
  if (wanted.size === 0) return messages.map(() => undefined);
  // A conversation keeps its class, so that it need not be read together with the messages.
  const classes = await listDataClasses(context.database, [...wanted.keys()]);
  const found = new Map<ConversationId, Sources | undefined>();
  for (const [conversationId, dataClass] of classes) {
    const seqs = [...(wanted.get(conversationId) ?? [])];
    found.set(conversationId, await readSources(context, subject, { conversationId, dataClass, seqs }));
  }
  return messages.map(({ forward }) => forward && resolve(forward, found.get(forward.conversationId)));
}

async function readSources(
  context: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  { dataClass, ...place }: { conversationId: ConversationId; dataClass: DataClass; seqs: readonly number[] },
): Promise<Sources | undefined> {
  const page = await readForSubject(context, subject, place);
  return (
    page && {
      dataClass,
      messages: new Map(page.events.map((event) => [event.seq, event])),
      texts: new Map(page.amendments.flatMap(textOf)),
      polls: new Map(
        page.amendments.flatMap((event) => (event.kind === 'poll.set' ? [[event.messageSeq, event]] : [])),
      ),
      recalled: new Set(
        page.amendments.flatMap((event) => (event.kind === 'message.recalled' ? [event.messageSeq] : [])),
      ),
    }
  );
}

const textOf = (event: Amendment): [number, string][] =>
  event.kind === 'message.edited' ? [[event.messageSeq, event.text]] : [];

function resolve(
  forward: NonNullable<PostContent['forward']>,
  sources: Sources | undefined,
): ResolvedForward | Refusal {
  if (!sources) return new Refusal('object_missing', 'no such conversation');
  if (!forward.isMerged && forward.seqs.length > 1) {
    return new Refusal('request_malformed', 'several messages are merged, or handed in as several');
  }
  const items = [];
  for (const seq of [...new Set(forward.seqs)].sort((left, right) => left - right)) {
    const message = sources.messages.get(seq);
    if (!message) return new Refusal('object_missing', `there is no message ${seq}`);
    if (sources.recalled.has(seq)) return new Refusal('message_recalled', `message ${seq} was taken back`);
    items.push(...forwardedFrom(message, sources.texts.get(seq) ?? message.content.text, sources.polls.get(seq)));
  }
  const isTooLarge =
    items.length > forwardedMessagesMax ||
    fileCountOf(items) > filesPerMessageMax ||
    textLengthOf(items) > forwardTextLengthMax;
  if (isTooLarge) return new Refusal('request_too_large', 'that is too much to forward at once');
  // A record that is passed on stays one.
  return { forward: { isMerged: forward.isMerged || items.length > 1, items }, dataClass: sources.dataClass };
}

import {
  type BodyOf,
  type ConversationId,
  conversations,
  type MessagePosted,
  messages,
  type UserId,
} from '@countinghouse/protocol';
import { newClientId, type Stage } from './fill.ts';
import { type DemoAct, type DemoLine, directLines, groups } from './story.ts';
import type { TravelClock } from './travel-clock.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A line with the place where it is said. */
type Said = DemoLine & { to(): Promise<ConversationId> };

/** All lines of the story in the order of time, with what happens to each. */
export async function talk(stage: Stage, clock: TravelClock, start: Date): Promise<void> {
  const said = new Map<string, MessagePosted>();
  for (const line of linesOf(stage)) {
    const at = start.getTime() - line.minutesAgo * minuteMs;
    await stage.clear();
    clock.travel(new Date(at));
    const conversationId = await line.to();
    const message = await stage.actor(line.who).call(conversations.postMessage, {
      params: { conversationId },
      body: { clientId: newClientId(), ...contentOf(stage, line, { said, start }) },
    });
    if (line.key) said.set(line.key, message);
    for (const [index, act] of (line.acts ?? []).entries()) {
      clock.travel(new Date(at + (index + 1) * minuteMs));
      await perform(stage, message, act);
    }
  }
}

function linesOf(stage: Stage): Said[] {
  const inGroups = groups.flatMap((group) =>
    group.lines.map((line) => ({ ...line, to: async () => stage.group(group.key) })),
  );
  const direct = directLines.map(({ from, to, text, minutesAgo }) => ({
    who: from,
    text,
    minutesAgo,
    to: async () => {
      const userId = stage.actor(to).userId;
      return (await stage.actor(from).call(conversations.openDirect, { body: { userId } })).id;
    },
  }));
  return [...inGroups, ...direct].sort((left, right) => right.minutesAgo - left.minutesAgo);
}

type Content = Omit<BodyOf<typeof conversations.postMessage>, 'clientId'>;

function contentOf(
  stage: Stage,
  line: DemoLine,
  { said, start }: { said: ReadonlyMap<string, MessagePosted>; start: Date },
): Content {
  const find = (key: string): MessagePosted => {
    const message = said.get(key);
    if (!message) throw new Error(`nobody has said ${key} yet`);
    return message;
  };
  const mentions: UserId[] = (line.mentions ?? []).map((key) => stage.actor(key).userId);
  const sources = (line.forward ?? []).map(find);
  const [first] = sources;
  return {
    text: line.text,
    mentions,
    ...(line.mentionGroups ? { mentionGroups: line.mentionGroups } : {}),
    ...(line.replyTo ? { replyTo: find(line.replyTo).seq } : {}),
    ...(line.thread ? { threadSeq: find(line.thread).seq } : {}),
    ...(first
      ? {
          forward: {
            conversationId: first.conversationId,
            seqs: sources.map((source) => source.seq),
            isMerged: sources.length > 1,
          },
        }
      : {}),
    ...(line.poll ? { poll: pollOf(line.poll, start) } : {}),
  };
}

const pollOf = (
  { closesInDays, ...poll }: NonNullable<DemoLine['poll']>,
  start: Date,
): NonNullable<Content['poll']> => ({
  ...poll,
  closesAt: new Date(start.getTime() + closesInDays * dayMs).toISOString(),
});

async function perform(stage: Stage, { conversationId, seq }: MessagePosted, act: DemoAct): Promise<void> {
  const actor = stage.actor(act.who);
  const params = { conversationId, seq };
  if ('react' in act) await actor.call(messages.react, { params, body: { emoji: act.react, isOn: true } });
  else if ('edit' in act)
    await actor.call(messages.edit, { params, body: { clientId: newClientId(), text: act.edit } });
  else if ('vote' in act) await actor.call(messages.vote, { params, body: { options: act.vote } });
  else if (act.do === 'pin') await actor.call(messages.pin, { params, body: { isPinned: true } });
  else await actor.call(messages.recall, { params });
}

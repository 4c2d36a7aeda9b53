import { randomUUID } from 'node:crypto';
import {
  type BodyOf,
  type ClientId,
  conversations,
  type FileId,
  type MessagePosted,
  messages,
  type ParamsOf,
} from '@countinghouse/protocol';
import type { Inhabitant } from './inhabitant.ts';

/** What the builder of the world lends. */
export interface Lent {
  people: ReadonlyMap<string, Inhabitant>;
  person(name: string): Inhabitant;
  canary(what: string, mayRead: readonly string[]): string;
  keep(owner: string, file: { name: string; content: string }): Promise<FileId>;
  add(pool: string, ...ids: string[]): void;
}

const newClientId = (): ClientId => randomUUID() as ClientId; // has the form that the schema asks for

type Id = ParamsOf<typeof conversations.get>['conversationId'];
type Body = Omit<BodyOf<typeof conversations.postMessage>, 'clientId'>;

/** Messages of all kinds in the room of `ann`, of which one is recalled and one goes on to the room of `cid`. */
export async function sayEverything(
  lent: Lent,
  places: { room: { id: string }; other: { id: string } },
): Promise<void> {
  const room = places.room.id as Id; // the answer's own id, as below
  const other = places.other.id as Id;
  const all = ['ann', 'bob', 'lead', 'guest'];
  const post = (name: string, conversationId: Id, body: Body): Promise<MessagePosted> =>
    lent
      .person(name)
      .call(conversations.postMessage, { params: { conversationId }, body: { clientId: newClientId(), ...body } });

  const edited = await post('ann', room, { text: lent.canary('text before its edit in room', all) });
  const params = { conversationId: room, seq: edited.seq };
  const text = lent.canary('edited text in room', all);
  await lent.person('ann').call(messages.edit, { params, body: { clientId: newClientId(), text } });
  await lent.person('ann').call(messages.pin, { params, body: { isPinned: true } });
  await lent.person('bob').call(messages.react, { params, body: { emoji: '👍', isOn: true } });
  await post('bob', room, { text: lent.canary('reply in room', all), replyTo: edited.seq, threadSeq: edited.seq });
  const poll = await post('lead', room, {
    text: '',
    poll: {
      question: lent.canary('question of the poll in room', all),
      options: [lent.canary('option of the poll in room', all), 'no'],
      isMultiple: false,
      isAnonymous: false,
      closesAt: null,
    },
  });
  lent.add('seq', '3', '6', String(edited.seq), String(poll.seq));
  await recall(lent, room, post);
  await forward(lent, { room, other, all }, post);
}

type Post = (name: string, conversationId: Id, body: Body) => Promise<MessagePosted>;

/** Whoever may have heard it before it was recalled has forgotten it here, so that what comes later is looked at alone. */
async function recall(lent: Lent, room: Id, post: Post): Promise<void> {
  const owned = ['bob'];
  const fileId = await lent.keep('bob', {
    name: `${lent.canary('name of a file that was recalled', owned)}.txt`,
    content: lent.canary('content of a file that was recalled', owned),
  });
  const texts = [lent.canary('text that was recalled', []), lent.canary('edit that was recalled', [])];
  const said = await post('bob', room, { text: texts[0] ?? '', fileIds: [fileId] });
  const params = { conversationId: room, seq: said.seq };
  const edit = { clientId: newClientId(), text: texts[1] ?? '' };
  await lent.person('bob').call(messages.edit, { params, body: edit });
  await lent.person('bob').call(messages.recall, { params });
  lent.add('seq', String(said.seq));
  const hears = ({ frames, lines }: Inhabitant) =>
    frames.filter((frame) => frame.includes('message.recalled')).length >= lines.length;
  const heard = () => ['ann', 'bob', 'lead', 'guest'].every((name) => hears(lent.person(name)));
  while (!heard()) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const person of lent.people.values()) {
    const kept = person.frames.filter((frame) => !frame.includes('message.recalled') && !isOfRecalled(frame, said));
    person.frames.splice(0, person.frames.length, ...kept);
  }
}

const isOfRecalled = (frame: string, { content }: MessagePosted): boolean =>
  frame.includes(content.text) || frame.includes('edited') || frame.includes(content.files[0]?.name ?? content.text);

async function forward(lent: Lent, { room, other, all }: { room: Id; other: Id; all: string[] }, post: Post) {
  const readers = [...all, 'cid'];
  const fileId = await lent.keep('lead', {
    name: `${lent.canary('name of a forwarded file in room', readers)}.txt`,
    content: lent.canary('content of a forwarded file in room', readers),
  });
  const said = await post('lead', room, {
    text: lent.canary('forwarded text in room', readers),
    fileIds: [fileId],
  });
  await post('lead', other, { text: '', forward: { conversationId: room, seqs: [said.seq], isMerged: true } });
}

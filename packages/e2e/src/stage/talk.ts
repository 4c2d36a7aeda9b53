import { conversations, identity, type MessagePosted, type PostContent, postBatchMax } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { newClientId } from './claims.ts';
import { composer, polling, type TalkRoom, timeline } from './desk.ts';
import type { DemoFirm, DemoLogin } from './firm.ts';
import type { Person } from './person.ts';

export type { TalkRoom } from './desk.ts';

/** A group of its own for one journey, opened by everybody who takes part. */
export async function openTalk(
  firm: DemoFirm,
  title: string,
  { owner, others }: { owner: DemoLogin; others: readonly DemoLogin[] },
): Promise<{ room: TalkRoom; people: Person[] }> {
  const people = await firm.admit(owner, ...others);
  const [maker] = people;
  if (!maker) throw new Error('nobody talks');
  const memberIds = await Promise.all(people.slice(1).map((person) => idOf(person)));
  const room = await maker.ask(conversations.create, { body: { clientId: newClientId(), title, memberIds } });
  await Promise.all(
    people.map(async (person) => {
      await person.page.goto(`/c/${room.id}`);
      await composer(person).waitFor();
    }),
  );
  return { room: { id: room.id, title }, people };
}

async function idOf(person: Person) {
  return (await person.ask(identity.me)).person.id;
}

/** Posts past the screen, for journeys about what is done with messages. */
export const post = (person: Person, room: TalkRoom, content: PostContent): Promise<MessagePosted> =>
  person.ask(conversations.postMessage, {
    params: { conversationId: room.id },
    body: { clientId: newClientId(), ...content },
  });

/** Many plain messages, in as few requests as can hold them; their numbers in order. */
export async function postAll(person: Person, room: TalkRoom, texts: readonly string[]): Promise<number[]> {
  const seqs: number[] = [];
  for (let at = 0; at < texts.length; at += postBatchMax) {
    const messages = texts
      .slice(at, at + postBatchMax)
      .map((text) => ({ conversationId: room.id, clientId: newClientId(), text }));
    const { answers } = await person.ask(conversations.postMessages, { body: { messages } });
    for (const answer of answers) {
      if (!('event' in answer)) throw new Error(`a message was refused: ${answer.refusal}`);
      seqs.push(answer.event.seq);
    }
  }
  return seqs;
}

/** A message in the open conversation by its number. */
export const messageAt = (person: Person, seq: number): Locator =>
  timeline(person).locator(`article[data-seq="${seq}"]`);

/** Opens the menu of a message as a mouse does, and chooses. */
export async function chooseFromMenu(person: Person, message: Locator, item: string): Promise<void> {
  await message.click({ button: 'right', position: { x: 12, y: 12 } });
  await person.page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Chooses an option of a poll. It is marked once the vote has reached the server, which `check` would not wait for. */
export async function vote(poll: Locator, option: RegExp): Promise<void> {
  const choice = poll.getByRole('radio', { name: option });
  await choice.click();
  await expect.poll(() => choice.isChecked(), polling).toBe(true);
}

/** ↑ in the empty composer; what was just sent can be edited once the server has it, and people press again. */
export async function editLast(person: Person): Promise<Locator> {
  const editing = person.page.getByRole('textbox', { name: '正在编辑消息' });
  const begin = async () => {
    if ((await editing.count()) === 0) await composer(person).press('ArrowUp');
    return editing.count();
  };
  await expect.poll(begin, polling).toBe(1);
  return editing;
}

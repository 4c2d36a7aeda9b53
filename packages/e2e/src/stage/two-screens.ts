import { conversations } from '@countinghouse/protocol';
import { newClientId } from './claims.ts';
import type { Colleague } from './colleague.ts';
import { composer } from './desk.ts';
import type { DemoFirm } from './firm.ts';
import type { Person } from './person.ts';
import type { TalkRoom } from './talk.ts';

export interface TwoScreens {
  /** Who is on the line without a page. */
  li: Colleague;
  room: TalkRoom;
  desk: Person;
  phone: Person;
}

/** Chen has the same conversation before them on both screens. */
export async function openTwoScreens(firm: DemoFirm, title: string): Promise<TwoScreens> {
  const li = await firm.connect('li');
  const room = await li.openGroup(title, ['chen']);
  const path = `/c/${room.id}`;
  const [desk, phone] = await Promise.all([
    firm.signIn('chen', { path }),
    firm.signIn('chen', { path, size: 'phone' }),
  ]);
  await Promise.all([desk, phone].map((each) => composer(each).waitFor()));
  return { li, room, desk, phone };
}

/** What the colleague writes; its number. */
export async function postTo(li: Colleague, room: TalkRoom, text: string): Promise<number> {
  const body = { clientId: newClientId(), text };
  return (await li.call(conversations.postMessage, { params: { conversationId: room.id }, body })).seq;
}

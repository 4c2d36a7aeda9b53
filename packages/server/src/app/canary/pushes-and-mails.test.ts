import { randomUUID } from 'node:crypto';
import { type ConversationId, conversations, identity, messages, notifications } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NotificationsHost, type Somebody, startNotificationsHost } from '../testing/notifications-host.ts';

/** Everybody wants the words of messages by push and by mail, and the firm allows it: the most that can ever get out. */
let host: NotificationsHost;
const people = new Map<string, Somebody>();
const canaries: { text: string; what: string; mayRead: Set<string> }[] = [];

const addressOf = (name: string): string => `${name}@example.com`;
const person = (name: string): Somebody => {
  const found = people.get(name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
};

function canary(what: string, mayRead: readonly string[]): string {
  const text = `CANARY${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  canaries.push({ text, what, mayRead: new Set(mayRead) });
  return text;
}

/** Everything that left the house for this person: what push services saw, what devices opened, what mail servers got. */
const receivedBy = (name: string): string =>
  [
    ...host.pushes.delivered.filter(({ device }) => device === name).map(({ text }) => text),
    ...host.mails.arrived.filter(({ to }) => to === addressOf(name)).map(({ text }) => text),
  ].join('\n');

function leaks(): string[] {
  return [...people.keys()].flatMap((name) => {
    const received = receivedBy(name);
    return canaries
      .filter(({ text, mayRead }) => received.includes(text) && !mayRead.has(name))
      .map(({ what }) => `${name} met the ${what}`);
  });
}

beforeAll(async () => {
  host = await startNotificationsHost();
  const admin = await host.aPerson('admin', { roles: ['system_admin'] });
  const security = await host.aPerson('security', { roles: ['security_admin'] });
  await host.call(security, notifications.setPolicy, { body: { isPreviewAllowed: true } });
  people.set('admin', admin).set('security', security);
  for (const name of ['ann', 'bob', 'cid', 'witness', 'outsider']) people.set(name, await host.aPerson(name));
  people.set('guest', await host.aPerson('guest', { roles: ['guest'], kind: 'guest' }));
  for (const each of people.values()) {
    await host.subscribe(each);
    await host.giveEmail(each, addressOf(each.name));
    await host.choose(each, { isPreviewShown: true, mail: '15', keywords: ['CANARY'] });
  }
});
afterAll(() => host.close());

async function room(what: string, owner: string, members: readonly string[]): Promise<ConversationId> {
  const title = canary(`title of ${what}`, [owner, ...members]);
  return host.aGroup(
    person(owner),
    members.map((name) => person(name)),
    title,
  );
}

const post = (name: string, id: ConversationId, text: string) => host.post(person(name), id, text);
const pushed = (name: string, text: string) => host.pushes.came(name, ({ body }) => body.includes(text));

test('pushes and mails hold only what their reader may see, before and after removal, recall and deactivation', async () => {
  const all = ['ann', 'bob', 'guest', 'witness'];
  const shared = await room('shared', 'ann', ['bob', 'guest', 'witness']);
  const apart = await room('apart', 'cid', ['witness']);
  const first = canary('message in shared', all);
  await post('ann', shared, first);
  const second = canary('message in apart', ['cid', 'witness']);
  await post('cid', apart, second);
  await Promise.all([...['bob', 'guest', 'witness'].map((name) => pushed(name, first)), pushed('witness', second)]);
  expect(leaks()).toEqual([]);

  // From here on the push waits, so that what changes meanwhile counts.
  host.delays.offlineMs = 300;
  const recalled = await post('ann', shared, canary('message that was recalled', ['ann']));
  const late = canary('message after which bob was removed and the guest deactivated', ['ann', 'witness']);
  await post('ann', shared, late);
  await Promise.all([
    host.call(person('ann'), messages.recall, { params: { conversationId: shared, seq: recalled.seq } }),
    host.call(person('ann'), conversations.removeMember, {
      params: { conversationId: shared, userId: person('bob').userId },
    }),
    host.call(person('admin'), identity.deactivate, { params: { userId: person('guest').userId } }),
  ]);
  await pushed('witness', late);
  host.delays.offlineMs = 0;
  const after = canary('message after the removal', ['ann', 'witness']);
  await post('ann', shared, after);
  await pushed('witness', after);
  expect(leaks()).toEqual([]);

  host.putForward(16 * 60_000);
  // What bob and the guest saw before is theirs no more: no mail may tell it again.
  for (const { text, mayRead } of canaries) {
    if (text === first || receivedBy('bob').includes(text)) continue;
    mayRead.delete('bob');
  }
  const before = new Map(['bob', 'guest'].map((name) => [name, receivedBy(name)]));
  await host.test.server.notifications.lookForMissed();
  const mail = await host.mails.came(({ to, text }) => to === addressOf('witness') && text.includes(after));
  for (const text of [first, second, late]) expect(mail.text).toContain(text);
  expect(leaks()).toEqual([]);
  for (const [name, text] of before) expect(receivedBy(name)).toBe(text);
  expect(receivedBy('outsider')).not.toContain('未读');
});

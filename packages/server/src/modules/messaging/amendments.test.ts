import {
  type ConversationId,
  conversations,
  groups,
  type MessagePosted,
  type MessagingPolicy,
  messages,
  pinsMax,
  policies,
  sync,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;
let guest: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
  guest = await host.aPerson('guest', 'guest');
  admin = await host.aPerson('admin');
  await host.database.query(`update users set roles = '{system_admin}' where id = $1`, [admin.userId]);
});
afterAll(() => host.close());

const aCard = (fallbackText: string) => ({
  type: 'AdaptiveCard' as const,
  version: '1.5' as const,
  fallbackText,
  body: [{ type: 'TextBlock' as const, text: fallbackText }],
});

type Place = Pick<MessagePosted, 'conversationId' | 'seq'>;
const placeOf = ({ conversationId, seq }: Place) => ({ conversationId, seq });
const edit = (person: TestPerson, message: Place, text: string, clientId = aClientId()) =>
  host.call(person, messages.edit, { params: placeOf(message), body: { clientId, text } });
const recall = (person: TestPerson, message: Place) => host.call(person, messages.recall, { params: placeOf(message) });
const react = (person: TestPerson, message: Place, emoji: string, isOn = true) =>
  host.call(person, messages.react, { params: placeOf(message), body: { emoji, isOn } });
const pin = (person: TestPerson, message: Place, isPinned = true) =>
  host.call(person, messages.pin, { params: placeOf(message), body: { isPinned } });
const historyOf = async (person: TestPerson, conversationId: ConversationId, query = {}) =>
  (await host.call(person, conversations.history, { params: { conversationId }, query })).body;
const bySeq = async (person: TestPerson, conversationId: ConversationId, ...seqs: number[]) =>
  (await host.call(person, messages.bySeq, { params: { conversationId }, query: { seqs: seqs.join(',') } })).body;
const rowOf = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, sync.snapshot)).body.conversations.find((row) => row.id === conversationId);

async function withPolicy(change: Partial<MessagingPolicy>, work: () => Promise<void>): Promise<void> {
  const before = (await host.call(admin, policies.getMessaging)).body;
  await host.call(admin, policies.setMessaging, { body: { ...before, ...change } });
  await work().finally(() => host.call(admin, policies.setMessaging, { body: before }));
}

/** Everything that `person` can read of the conversation, as one text. */
async function everything(person: TestPerson, conversationId: ConversationId, message: Place): Promise<string> {
  const answers = await Promise.all([
    historyOf(person, conversationId),
    historyOf(person, conversationId, { afterSeq: 0, limit: 3 }),
    historyOf(person, conversationId, { afterSeq: message.seq }),
    // Changes on pages of their own, without their message and its recall.
    historyOf(person, conversationId, { afterSeq: message.seq, limit: 1 }),
    historyOf(person, conversationId, { afterSeq: message.seq + 1, limit: 1 }),
    historyOf(person, conversationId, { beforeSeq: message.seq + 1 }),
    bySeq(person, conversationId, message.seq),
    host.call(person, messages.pins, { params: { conversationId } }),
    host.call(person, messages.versions, { params: placeOf(message) }),
    host.call(person, messages.thread, { params: placeOf(message), query: {} }),
    host.call(person, sync.snapshot),
    host.call(person, conversations.get, { params: { conversationId } }),
  ]);
  return JSON.stringify(answers);
}

test('M47: an author changes the text of a message, everybody sees the newest and how it read before', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(lead, group.id, '第一稿');
  for (let filler = 0; filler < 3; filler++) await host.post(junior, group.id, '别的');
  const first = await edit(lead, message, '第二稿');
  expect(first.body).toMatchObject({ kind: 'message.edited', messageSeq: message.seq, text: '第二稿' });
  const second = (await edit(lead, message, '第三稿')).body;

  const page = await historyOf(junior, group.id, { beforeSeq: message.seq + 1 });
  expect(page.amendments).toEqual([second]);
  expect((await bySeq(junior, group.id, message.seq)).amendments).toEqual([second]);
  const { versions } = (await host.call(junior, messages.versions, { params: placeOf(message) })).body;
  expect(versions.map((version) => version.text)).toEqual(['第一稿', '第二稿', '第三稿']);
});

test('M47: the same change again gives the same answer, other content under its client id is refused', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(lead, group.id, '原文');
  const clientId = aClientId();
  const first = await edit(lead, message, '改过', clientId);
  expect((await edit(lead, message, '改过', clientId)).body).toEqual(first.body);
  expect((await edit(lead, message, '又改', clientId)).body.refusal).toBe('client_id_reused');
  const post = host.post(lead, group.id, '同号的新消息', clientId);
  await expect(post).resolves.toMatchObject({ kind: 'message.posted' });
});

test('M47: only its author edits a message, not an empty one into it, not after the time that the firm allows', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(junior, group.id, '原文');
  expect((await edit(lead, message, '别人的话')).body.refusal).toBe('right_missing');
  expect((await edit(junior, message, ' \n')).body.refusal).toBe('message_empty');
  await withPolicy({ editMinutes: null }, async () => {
    expect((await edit(junior, message, '从不')).body.refusal).toBe('edit_time_over');
  });
  await withPolicy({ editMinutes: 1 }, async () => {
    expect((await edit(junior, message, '还来得及')).status).toBe(200);
    await host.later(61_000, async () => {
      expect((await edit(junior, message, '太晚')).body.refusal).toBe('edit_time_over');
    });
  });
});

test('M48: what a recalled message said is given to nobody any more, on no surface and in no version', async () => {
  const group = await host.aGroup(lead, [junior]);
  const file = await host.aFile(junior, '明细.txt');
  const body = { clientId: aClientId(), text: '机密一', fileIds: [file.fileId] };
  const message = (await host.call(junior, conversations.postMessage, { params: { conversationId: group.id }, body }))
    .body;
  await edit(junior, message, '机密二');
  const appId = await host.anApp('app-reader');
  const setCard = (text: string) =>
    host.database.transaction((tx) =>
      host.messaging.setCard(tx, {
        ...{ conversationId: group.id, messageSeq: message.seq, cardId: 'read', actorId: appId },
        card: aCard(text),
      }),
    );
  await setCard('机密三');
  await pin(lead, message);
  const readFile = () =>
    host.http.inject({
      url: `/api/files/${file.fileId}/content`,
      headers: { authorization: `Bearer ${lead.token}` },
    });
  expect(await everything(lead, group.id, message)).toContain('机密二');
  expect((await readFile()).statusCode).toBe(200);

  const recalled = await recall(junior, message);
  await setCard('机密四');
  expect(recalled.body).toMatchObject({ kind: 'message.recalled', messageSeq: message.seq, actorId: junior.userId });
  for (const person of [lead, junior]) {
    const shown = await everything(person, group.id, message);
    expect(shown).not.toMatch(/机密|明细/);
    expect(shown).toContain('message.recalled');
  }
  expect((await readFile()).statusCode).toBe(404);
  expect((await host.call(lead, messages.pins, { params: { conversationId: group.id } })).body.events).toEqual([]);
  expect((await rowOf(lead, group.id))?.lastMessage).toMatchObject({ seq: message.seq, preview: '', isRecalled: true });
  const again = await host.call(junior, conversations.postMessage, { params: { conversationId: group.id }, body });
  expect(again.body).toMatchObject({ seq: message.seq, content: { text: '', files: [] } });
});

test('M48: the log keeps what a recalled message said, sealed', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(junior, group.id, '留存的话');
  await recall(junior, message);
  const [row] = await host.database.query<{ length: number }>(
    'select length(ciphertext) as length from conversation_events where conversation_id = $1 and seq = $2',
    [group.id, message.seq],
  );
  expect(row?.length).toBeGreaterThan(0);
  expect(await host.tablesWith('留存的话')).toEqual([]);
});

test('M49: the author recalls within the time that the firm allows, owner and admins of a group at any time', async () => {
  const group = await host.aGroup(lead, [junior]);
  const own = await host.post(junior, group.id, '我的');
  const other = await host.post(lead, group.id, '组长的');
  expect((await recall(junior, other)).body.refusal).toBe('right_missing');
  await withPolicy({ recallMinutes: 2 }, () =>
    host.later(121_000, async () => {
      expect((await recall(junior, own)).body.refusal).toBe('recall_time_over');
      const byOwner = await recall(lead, own);
      expect(byOwner.body).toMatchObject({ actorId: lead.userId, messageSeq: own.seq });
      expect((await recall(junior, own)).body).toEqual(byOwner.body);
    }),
  );
  const direct = (await host.call(lead, conversations.openDirect, { body: { userId: junior.userId } })).body;
  const said = await host.post(junior, direct.id, '只有我能撤');
  expect((await recall(lead, said)).body.refusal).toBe('right_missing');
  expect((await recall(junior, said)).status).toBe(200);
  expect((await edit(junior, said, '改')).body.refusal).toBe('message_recalled');
  expect((await react(lead, said, '👍')).body.refusal).toBe('message_recalled');
});

test('M49: a message of an app on which work is done cannot be recalled', async () => {
  const appId = await host.anApp('app-work');
  const group = await host.aGroup(lead, [junior]);
  const posted = await host.database.transaction((tx) =>
    host.messaging.postMessage(tx, {
      conversationId: group.id,
      actorId: appId,
      clientId: aClientId(),
      text: '请确认',
      cards: [{ cardId: 'task', card: aCard('确认') }],
    }),
  );
  expect((await recall(lead, posted)).body.refusal).toBe('message_not_recallable');
});

test('M50: a reaction is on a message once for each person, whoever sets it how often', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(lead, group.id, '完成了');
  const set = await react(junior, message, '👍');
  expect(set.body.event).toMatchObject({ emoji: '👍', isOn: true, count: 1, userIds: [junior.userId] });
  expect((await react(junior, message, '👍')).body.event).toBeNull();
  await Promise.all([react(lead, message, '👍'), react(lead, message, '收到'), react(junior, message, '收到')]);
  const { amendments } = await bySeq(lead, group.id, message.seq);
  expect(amendments.map((event) => event.kind === 'reaction.set' && [event.emoji, event.count])).toEqual(
    expect.arrayContaining([
      ['👍', 2],
      ['收到', 2],
    ]),
  );
  expect(amendments).toHaveLength(2);
  expect((await react(junior, message, '👍', false)).body.event).toMatchObject({ count: 1, userIds: [lead.userId] });
  expect((await react(junior, message, '🎉', false)).body.event).toBeNull();
  expect(await host.tablesWith('👍')).toEqual([]);
});

test.each(['👍🏽', '👨‍👩‍👧‍👦', '🇨🇳', '❤️', '1️⃣', '收到', '+1', 'OK', '已核对'])(
  'M50: %s is a reaction',
  async (emoji) => {
    const group = await host.aGroup(lead);
    expect((await react(lead, await host.post(lead, group.id, '一'), emoji)).status).toBe(200);
  },
);

test.each(['', '👍👍', '两个 词', '这句话太长不是回应', '<b>', '\u202e收到', 'a\nb', '👍a'])(
  'M50: %j is no reaction',
  async (emoji) => {
    const group = await host.aGroup(lead);
    const answer = await react(lead, await host.post(lead, group.id, '一'), emoji);
    expect(['reaction_unfit', 'request_malformed']).toContain(answer.body.refusal);
  },
);

test('M51: changes of a message that a late guest may not see do not reach them', async () => {
  const group = await host.aGroup(lead, [junior]);
  const old = await host.post(lead, group.id, '之前');
  await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [guest.userId] },
  });
  const line = await host.aLine(guest);
  await edit(lead, old, '之前改过');
  await react(junior, old, '👍');
  await pin(lead, old);
  await recall(lead, old);
  await host.post(lead, group.id, '之后');
  await line.frame((frame) => JSON.stringify(frame).includes('之后'));
  const received = JSON.stringify(line.frames) + (await everything(guest, group.id, old));
  expect(received).not.toMatch(/之前|message\.edited|reaction\.set|pin\.set|message\.recalled/);
  for (const attempt of [edit(guest, old, '改'), recall(guest, old), react(guest, old, '👍'), pin(guest, old)]) {
    expect((await attempt).body.refusal).toBe('object_missing');
  }
  line.socket.close();
});

test('M61: who pins is for the settings to say, never for guests, and there is an end to it', async () => {
  const group = await host.aGroup(lead, [junior, guest]);
  const message = await host.post(lead, group.id, '第一');
  expect((await pin(guest, message)).body.refusal).toBe('pin_restricted');
  expect((await pin(junior, message)).body.event).toMatchObject({ isPinned: true, actorId: junior.userId });
  expect((await pin(lead, message)).body.event).toBeNull();
  const second = await host.post(lead, group.id, '第二');
  await pin(junior, second);
  const pins = async () => (await host.call(guest, messages.pins, { params: { conversationId: group.id } })).body;
  expect((await pins()).events.map((event) => event.seq)).toEqual([second.seq, message.seq]);
  await host.call(lead, groups.setSettings, { params: { conversationId: group.id }, body: { mayPin: 'admins' } });
  expect((await pin(junior, second, false)).body.refusal).toBe('pin_restricted');
  await host.database.query(
    'insert into message_pins (conversation_id, message_seq, event_seq) select $1, 1000 + n, n from generate_series(1, $2) n',
    [group.id, pinsMax - 2],
  );
  expect((await pin(lead, await host.post(lead, group.id, '太多'))).body.refusal).toBe('pins_exceeded');
});

test('M50: a message takes at most 50 kinds of reactions, and 100 changes of its text', async () => {
  const group = await host.aGroup(lead, [junior]);
  const message = await host.post(lead, group.id, '一');
  for (let kind = 0; kind < 50; kind++) expect((await react(lead, message, `词${kind}`)).status).toBe(200);
  expect((await react(junior, message, '词7')).body.event).toMatchObject({ count: 2 });
  expect((await react(lead, message, '再来')).body.refusal).toBe('reactions_exceeded');
  await host.database.query(
    'insert into message_edits (conversation_id, message_seq, event_seq) select $1, $2, 1000 + n from generate_series(1, 99) n',
    [group.id, message.seq],
  );
  expect((await edit(lead, message, '最后一改')).status).toBe(200);
  expect((await edit(lead, message, '再改')).body.refusal).toBe('edits_exceeded');
});

test('M52: system administrators say how long messages can be changed, and everybody can read it', async () => {
  const wish = { ...(await host.call(junior, policies.getMessaging)).body, recallMinutes: 5 };
  expect((await host.call(lead, policies.setMessaging, { body: wish })).body.refusal).toBe('right_missing');
  const withGuests: MessagingPolicy = { ...wish, mayCreateGroups: ['guest'] };
  expect((await host.call(admin, policies.setMessaging, { body: withGuests })).body.refusal).toBe('policy_unfit');
  await withPolicy({ recallMinutes: 5 }, async () => {
    expect((await host.call(guest, policies.getMessaging)).body.recallMinutes).toBe(5);
  });
  const [entry] = await host.database.query<{ body: string }>(
    `select body from audit_entries where body like '%policy.set%' limit 1`,
  );
  expect(entry?.body).toContain(admin.userId);
});

test('M63: whoever changes messages without end is told to wait, each kind of change by itself, and nothing is written', async () => {
  const once = { burst: 1, perSecond: 0.1 };
  const slow = await startMessagingHost({
    amendmentRates: { edit: once, react: once, pin: once, vote: once, recall: once },
  });
  try {
    const ann = await slow.aPerson('ann');
    const bob = await slow.aPerson('bob');
    const { id } = await slow.aGroup(ann, [bob]);
    const { seq } = await slow.post(ann, id, '一');
    const params = { conversationId: id, seq };
    const changes = [
      (who: TestPerson) => slow.call(who, messages.react, { params, body: { emoji: '👍', isOn: true } }),
      (who: TestPerson) => slow.call(who, messages.pin, { params, body: { isPinned: true } }),
      (who: TestPerson) => slow.call(who, messages.edit, { params, body: { clientId: aClientId(), text: '二' } }),
      (who: TestPerson) => slow.call(who, messages.vote, { params, body: { options: [0] } }),
      (who: TestPerson) => slow.call(who, messages.recall, { params }),
    ];
    const lengthOfLog = () => slow.database.query('select head_seq from conversations where id = $1', [id]);
    for (const change of changes) {
      expect((await change(ann)).body.refusal).not.toBe('rate_exceeded');
      const before = await lengthOfLog();
      expect((await change(ann)).body).toMatchObject({ refusal: 'rate_exceeded', params: { retryAfterSeconds: '10' } });
      expect(await lengthOfLog()).toEqual(before);
      expect((await change(bob)).body.refusal).not.toBe('rate_exceeded');
    }
    const answer = await slow.http.inject({
      method: messages.recall.method,
      url: messages.recall.path.replace(':conversationId', id).replace(':seq', String(seq)),
      headers: { authorization: `Bearer ${ann.token}` },
    });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '10']);
  } finally {
    await slow.close();
  }
});

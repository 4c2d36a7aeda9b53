import {
  type BodyOf,
  type ConversationId,
  conversations,
  groups,
  type MessagePosted,
  messages,
  type Poll,
  sync,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;
let guest: TestPerson;
let outsider: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost({ listEngagementMembers: async () => [{ userId: junior.userId, role: 'junior' }] });
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
  guest = await host.aPerson('guest', 'guest');
  outsider = await host.aPerson('outsider');
});
afterAll(() => host.close());

type Body = Omit<BodyOf<typeof conversations.postMessage>, 'clientId' | 'text'> & { text?: string };
const send = (person: TestPerson, conversationId: ConversationId, body: Body, clientId = aClientId()) =>
  host.call(person, conversations.postMessage, { params: { conversationId }, body: { clientId, text: '', ...body } });
const placeOf = ({ conversationId, seq }: Pick<MessagePosted, 'conversationId' | 'seq'>) => ({ conversationId, seq });
const thread = async (person: TestPerson, root: MessagePosted, beforeSeq?: number) =>
  (
    await host.call(person, messages.thread, {
      params: placeOf(root),
      query: beforeSeq === undefined ? {} : { beforeSeq },
    })
  ).body;
const rowOf = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, sync.snapshot)).body.conversations.find((row) => row.id === conversationId);

test('M53: a reply quotes a message of the same conversation that its author sees', async () => {
  const group = await host.aGroup(lead, [junior]);
  const other = await host.aGroup(lead, [junior]);
  const question = await host.post(lead, group.id, '数对吗？');
  expect((await send(junior, group.id, { text: '对', replyTo: question.seq })).body.content.replyTo).toBe(question.seq);
  const head = (await rowOf(junior, other.id))?.headSeq ?? 0;
  expect((await send(junior, other.id, { text: '没有', replyTo: head + 5 })).body.refusal).toBe('object_missing');
  expect((await send(junior, group.id, { text: '入群不是消息', replyTo: 1 })).body.refusal).toBe('object_missing');
  await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [guest.userId] },
  });
  expect((await send(guest, group.id, { text: '看不到', replyTo: question.seq })).body.refusal).toBe('object_missing');
});

test('M54: a thread hangs on one message, counts its messages, and comes in pages', async () => {
  const group = await host.aGroup(lead, [junior]);
  const root = await host.post(lead, group.id, '折旧怎么算？');
  const replies = await host.call(junior, conversations.postMessages, {
    body: {
      messages: Array.from({ length: 55 }, (_, index) => ({
        conversationId: group.id,
        clientId: aClientId(),
        text: `第 ${index + 1} 句`,
        threadSeq: root.seq,
      })),
    },
  });
  const events = replies.body.answers.flatMap((answer) => ('event' in answer ? [answer.event] : []));
  expect(events.map((event) => event.threadCount)).toEqual(Array.from({ length: 55 }, (_, index) => index + 1));
  const [first] = events;
  const nested = await send(lead, group.id, { text: '套娃', threadSeq: first?.seq ?? 0 });
  expect(nested.body.refusal).toBe('thread_unfit');

  const page = await thread(lead, root);
  expect(page.hasOlder).toBe(true);
  expect(page.events.map((event) => event.content.text)).toEqual([
    '折旧怎么算？',
    ...Array.from({ length: 50 }, (_, index) => `第 ${index + 6} 句`),
  ]);
  const older = await thread(lead, root, page.events[1]?.seq ?? 0);
  expect(older.hasOlder).toBe(false);
  expect(older.events).toHaveLength(6);
  const before = await host.call(lead, conversations.history, {
    params: { conversationId: group.id },
    query: { beforeSeq: root.seq + 1 },
  });
  expect(before.body.amendments).toEqual([events.at(-1)]);

  await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [guest.userId] },
  });
  await send(junior, group.id, { text: '客人来了之后', threadSeq: root.seq });
  const ofGuest = await thread(guest, root);
  expect(ofGuest.events.map((event) => event.content.text)).toEqual(['客人来了之后']);
  expect(ofGuest.hasOlder).toBe(false);
});

test('M54: where the newest message of a thread was recalled, its first message does not tell what it said', async () => {
  const group = await host.aGroup(lead, [junior]);
  const root = await host.post(lead, group.id, '问');
  const reply = (await send(junior, group.id, { text: '机密的答', threadSeq: root.seq })).body;
  await host.call(junior, messages.recall, { params: placeOf(reply) });
  const before = await host.call(lead, conversations.history, {
    params: { conversationId: group.id },
    query: { beforeSeq: root.seq + 1 },
  });
  expect(before.body.amendments).toMatchObject([{ kind: 'message.posted', threadCount: 1, content: { text: '' } }]);
  expect(JSON.stringify(await thread(lead, root))).not.toContain('机密');
});

test('M55: who is named finds the message among the unread, until it is read, edited otherwise or recalled', async () => {
  const group = await host.aGroup(lead, [junior]);
  const unread = async () => (await rowOf(junior, group.id))?.mentionSeqs;
  const named = (await send(lead, group.id, { text: '@junior @outsider', mentions: [junior.userId, outsider.userId] }))
    .body;
  expect(named.content.mentions).toEqual([junior.userId]);
  const all = (await send(lead, group.id, { text: '@所有人', mentionGroups: ['all'] })).body;
  await host.post(lead, group.id, '没有点名');
  expect(await unread()).toEqual([named.seq, all.seq]);
  const again = await send(lead, group.id, { text: '', mentions: [junior.userId] });
  expect(again.body.refusal).toBe('message_empty');

  const edit = { clientId: aClientId(), text: '不点了' };
  await host.call(lead, messages.edit, { params: placeOf(named), body: edit });
  expect(await unread()).toEqual([all.seq]);
  const late = await host.post(lead, group.id, '先没有');
  const body = { clientId: aClientId(), text: '@junior', mentions: [junior.userId] };
  await host.call(lead, messages.edit, { params: placeOf(late), body });
  expect(await unread()).toEqual([all.seq, late.seq]);
  await host.call(lead, messages.recall, { params: placeOf(all) });
  expect(await unread()).toEqual([late.seq]);
  await host.call(junior, conversations.moveCursor, { params: { conversationId: group.id }, body: { seq: late.seq } });
  expect(await unread()).toEqual([]);
});

test('M55: a message that names more people than 200 is refused, and so is one with more roles than there are', async () => {
  const group = await host.aGroup(lead, [junior]);
  const mentions = Array.from({ length: 10_000 }, () => junior.userId);
  expect((await send(lead, group.id, { text: '@', mentions })).body.refusal).toBe('request_malformed');
  const named = await send(lead, group.id, { text: '@', mentions: mentions.slice(0, 200) });
  expect(named.body.content.mentions).toEqual([junior.userId]);
  const groups = Array.from({ length: 100 }, () => 'all' as const);
  expect((await send(lead, group.id, { text: '@', mentionGroups: groups })).body.refusal).toBe('request_malformed');
});

test('M55: roles are named as they are held when the message is written; guests never name everybody', async () => {
  const created = await host.call(lead, conversations.create, {
    body: {
      clientId: aClientId(),
      title: '项目',
      memberIds: [junior.userId, guest.userId, outsider.userId],
      engagementId: '0197f000-0000-7000-8000-000000000001' as never, // an id of the right form; nobody looks it up
    },
  });
  const { id } = created.body;
  const mentioned = async (person: TestPerson) => (await rowOf(person, id))?.mentionSeqs.length;
  await send(outsider, id, { text: '@组长', mentionGroups: ['admins'] });
  await send(lead, id, { text: '@助理', mentionGroups: ['junior'] });
  await send(junior, id, { text: '@客户', mentionGroups: ['guests'] });
  expect(await mentioned(outsider)).toBe(0);
  expect(await mentioned(guest)).toBe(1);
  const toAll: Body = { text: '@所有人', mentionGroups: ['all'] };
  expect((await send(guest, id, toAll)).body.refusal).toBe('mention_restricted');
  const clientId = aClientId();
  const first = await send(junior, id, toAll, clientId);
  await host.call(lead, groups.setSettings, { params: { conversationId: id }, body: { mayMentionAll: 'admins' } });
  expect((await send(junior, id, toAll)).body.refusal).toBe('mention_restricted');
  expect((await send(junior, id, toAll, clientId)).body).toEqual(first.body);
  expect((await send(lead, id, toAll)).status).toBe(200);
});

test('M56: what is forwarded reads as it does now, its files can be read there, and several become one record', async () => {
  const source = await host.aGroup(lead, [junior]);
  const target = await host.aGroup(lead, [outsider]);
  const file = await host.aFile(lead, '底稿.txt');
  const first = (await send(lead, source.id, { text: '旧说法', fileIds: [file.fileId] })).body;
  await host.call(lead, messages.edit, {
    params: placeOf(first),
    body: { clientId: aClientId(), text: '新说法' },
  });
  const second = await host.post(junior, source.id, '第二句');
  const forward = { conversationId: source.id, seqs: [second.seq, first.seq], isMerged: true };
  const clientId = aClientId();
  const sent = await send(lead, target.id, { text: '请看', forward }, clientId);
  expect(sent.body.content.forward).toMatchObject({
    isMerged: true,
    items: [
      { seq: first.seq, actorId: lead.userId, text: '新说法', files: [{ fileId: file.fileId }] },
      { seq: second.seq, actorId: junior.userId, text: '第二句' },
    ],
  });
  const read = await host.http.inject({
    url: `/api/files/${file.fileId}/content`,
    headers: { authorization: `Bearer ${outsider.token}` },
  });
  expect(read.statusCode).toBe(200);

  const onward = await send(outsider, target.id, {
    forward: { conversationId: target.id, seqs: [sent.body.seq], isMerged: false },
  });
  expect(onward.body.content.forward).toMatchObject({ isMerged: true });
  expect(onward.body.content.forward?.items.map((item) => item.text)).toEqual(['请看', '新说法', '第二句']);

  await host.call(junior, messages.recall, { params: placeOf(second) });
  expect((await send(lead, target.id, { text: '请看', forward }, clientId)).body).toEqual(sent.body);
  expect((await send(lead, target.id, { text: '请看', forward })).body.refusal).toBe('message_recalled');
  const stolen = await send(outsider, target.id, { forward: { ...forward, seqs: [first.seq] } });
  expect(stolen.body.refusal).toBe('object_missing');
});

test('M56: what is said in a conversation of a stricter class is forwarded into no less strict one', async () => {
  const aGroup = async (dataClass: 'general' | 'important' | 'core') => {
    const body = { clientId: aClientId(), title: dataClass, memberIds: [junior.userId], dataClass };
    return (await host.call(lead, conversations.create, { body })).body.id;
  };
  const [general, important, core] = [await aGroup('general'), await aGroup('important'), await aGroup('core')];
  const direct = (await host.call(lead, conversations.openDirect, { body: { userId: junior.userId } })).body.id;
  const file = await host.aFile(lead, '并购方案.txt');
  const secret = (await send(lead, core, { text: '机密', fileIds: [file.fileId] })).body;
  const passOn = async (from: MessagePosted, into: ConversationId) => {
    const forward = { conversationId: from.conversationId, seqs: [from.seq], isMerged: true };
    return (await send(junior, into, { forward })).body;
  };
  for (const into of [general, important, direct]) {
    expect((await passOn(secret, into)).refusal).toBe('forward_class_lower');
  }
  expect((await historyTexts(junior, general)).join()).not.toContain('机密');
  const copy = await passOn(secret, core);
  expect(copy.content.forward?.items[0]?.text).toBe('机密');
  expect((await passOn(copy, general)).refusal).toBe('forward_class_lower');
  const weighty = await host.post(lead, important, '重要');
  expect((await passOn(weighty, general)).refusal).toBe('forward_class_lower');
  for (const into of [important, core]) expect((await passOn(weighty, into)).refusal).toBeUndefined();
  const plain = await host.post(lead, general, '平常');
  for (const into of [general, important, core, direct]) expect((await passOn(plain, into)).refusal).toBeUndefined();
  // One that is refused takes no other with it, and its sentence knows where it comes from and goes.
  const body = {
    messages: [
      { conversationId: general, clientId: aClientId(), text: '同去' },
      {
        conversationId: general,
        clientId: aClientId(),
        text: '',
        forward: { conversationId: core, seqs: [secret.seq], isMerged: false },
      },
    ],
  };
  const { answers } = (await host.call(lead, conversations.postMessages, { body })).body;
  expect(answers).toMatchObject([
    { event: { content: { text: '同去' } } },
    { refusal: 'forward_class_lower', params: { from: 'core', into: 'general' } },
  ]);
});

const historyTexts = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, conversations.history, { params: { conversationId } })).body.events.map((event) =>
    JSON.stringify(event),
  );

test('M57: a voice message has one file, its sound', async () => {
  const group = await host.aGroup(lead, [junior]);
  const sound = await host.files.keepBytes({ ownerId: lead.userId, name: '语音.ogg', bytes: anOgg });
  const text = await host.aFile(lead, '不是录音.txt');
  const voice = { durationMs: 1_000, waveform: [0, 50, 100] };
  const sent = await send(lead, group.id, { voice, fileIds: [sound.fileId] });
  expect(sent.body.content).toMatchObject({ voice, files: [{ fileId: sound.fileId }] });
  for (const fileIds of [[], [text.fileId], [sound.fileId, text.fileId]]) {
    expect((await send(lead, group.id, { text: '听', voice, fileIds })).body.refusal).toBe('voice_file_unfit');
  }
  const edit = { clientId: aClientId(), text: '改' };
  expect((await host.call(lead, messages.edit, { params: placeOf(sent.body), body: edit })).body.refusal).toBe(
    'message_not_editable',
  );
});

const aPoll = (change: Partial<Poll> = {}): Poll => ({
  question: '周五聚餐？',
  options: ['火锅', '日料', '都行'],
  isMultiple: false,
  isAnonymous: false,
  closesAt: null,
  ...change,
});
const vote = (person: TestPerson, poll: MessagePosted, ...options: number[]) =>
  host.call(person, messages.vote, { params: placeOf(poll), body: { options } });
const pollOf = async (person: TestPerson, poll: MessagePosted) =>
  (await host.call(person, messages.poll, { params: placeOf(poll) })).body;

test('M58: each person has one vote, which they change or take back until the poll ends', async () => {
  const group = await host.aGroup(lead, [junior]);
  const poll = (await send(lead, group.id, { poll: aPoll() })).body;
  await Promise.all([vote(junior, poll, 0), vote(lead, poll, 2)]);
  await vote(junior, poll, 1);
  await vote(junior, poll, 1);
  expect(await pollOf(junior, poll)).toEqual({
    mine: [1],
    counts: [0, 1, 1],
    voterCount: 2,
    isClosed: false,
    voters: [[], [junior.userId], [lead.userId]],
  });
  expect((await vote(junior, poll, 0, 1)).body.refusal).toBe('request_malformed');
  expect((await vote(junior, poll, 3)).body.refusal).toBe('request_malformed');
  expect((await vote(outsider, poll, 1)).body.refusal).toBe('object_missing');
  await vote(junior, poll);
  expect((await pollOf(lead, poll)).voterCount).toBe(1);
  expect((await host.call(junior, messages.closePoll, { params: placeOf(poll) })).body.refusal).toBe('right_missing');
  await host.call(lead, messages.closePoll, { params: placeOf(poll) });
  expect((await vote(junior, poll, 0)).body.refusal).toBe('poll_closed');
  const { amendments } = (
    await host.call(junior, messages.bySeq, { params: { conversationId: group.id }, query: { seqs: `${poll.seq}` } })
  ).body;
  expect(amendments).toMatchObject([{ kind: 'poll.set', isClosed: true, counts: [0, 0, 1], voterCount: 1 }]);
});

test('M56: a poll is passed on as text, with its result as it stood', async () => {
  const source = await host.aGroup(lead, [junior]);
  const target = await host.aGroup(lead, [outsider]);
  const poll = (await send(lead, source.id, { poll: aPoll({ question: '何时盘点', options: ['周一', '周二'] }) })).body;
  const passOn = async () => {
    const forward = { conversationId: source.id, seqs: [poll.seq], isMerged: false };
    return (await send(lead, target.id, { forward })).body.content.forward?.items[0]?.text;
  };
  expect(await passOn()).toBe('📊 何时盘点\n- 周一\n- 周二');
  await vote(junior, poll, 1);
  expect(await passOn()).toBe('📊 何时盘点\n- 周一 — 0\n- 周二 — 1\n\n👥 1');
});

test('M58: a poll ends at its time by itself', async () => {
  const group = await host.aGroup(lead, [junior]);
  const closesAt = new Date(Date.now() + 60_000).toISOString();
  const clientId = aClientId();
  const poll = (await send(lead, group.id, { poll: aPoll({ closesAt }) }, clientId)).body;
  expect((await send(lead, group.id, { poll: aPoll({ closesAt: poll.at }) })).body.refusal).toBe('poll_unfit');
  expect((await send(lead, group.id, { poll: aPoll({ options: ['是', '是 '] }) })).body.refusal).toBe('poll_unfit');
  await host.later(61_000, async () => {
    expect((await vote(junior, poll, 0)).body.refusal).toBe('poll_closed');
    expect((await pollOf(junior, poll)).isClosed).toBe(true);
    expect((await send(lead, group.id, { poll: aPoll({ closesAt }) }, clientId)).body.seq).toBe(poll.seq);
  });
  const waiting = await host.database.query<{ payload: object; runAt: Date }>(
    `select p.payload, j.run_at as "runAt" from graphile_worker.jobs j
     join graphile_worker._private_jobs p on p.id = j.id where j.task_identifier = 'close-poll'`,
  );
  expect(waiting).toContainEqual({ payload: placeOf(poll), runAt: new Date(closesAt) });
  await host.runJob('close-poll', placeOf(poll));
  await host.runJob('close-poll', placeOf(poll));
  const { events } = (await host.call(junior, conversations.history, { params: { conversationId: group.id } })).body;
  expect(events.filter((event) => event.kind === 'poll.set')).toMatchObject([{ messageSeq: poll.seq, isClosed: true }]);
});

test('M59: of an anonymous poll neither the answers nor the database nor the audit log tell who chose what', async () => {
  const group = await host.aGroup(lead, [junior]);
  const poll = (await send(lead, group.id, { poll: aPoll({ isAnonymous: true, isMultiple: true }) })).body;
  const line = await host.aLine(lead);
  await vote(junior, poll, 1, 0);
  await vote(lead, poll, 1);
  await vote(junior, poll, 1, 2);
  await line.frame((frame) => JSON.stringify(frame).includes('"counts":[0,2,1]'));
  expect(await pollOf(junior, poll)).toEqual({
    mine: [1, 2],
    counts: [0, 2, 1],
    voterCount: 2,
    isClosed: false,
    voters: [],
  });
  const ofPoll = line.frames.filter((frame) => JSON.stringify(frame).includes('poll.set'));
  expect(JSON.stringify(ofPoll)).not.toContain(junior.userId);
  const votes = await host.database.query<{ voter: Buffer }>(
    'select voter from poll_votes where conversation_id = $1 and seq = $2',
    [group.id, poll.seq],
  );
  expect(votes).toHaveLength(2);
  expect(votes.some(({ voter }) => voter.equals(Buffer.from(junior.userId.replaceAll('-', ''), 'hex')))).toBe(false);
  const told = await host.database.query<{ body: string }>(
    `select body from audit_entries where body like '%poll.%' and body like '%' || $1 || '%' and object_id = $2`,
    [junior.userId, group.id],
  );
  expect(told).toEqual([]);
  expect(await host.tablesWith('火锅')).toEqual([]);
  line.socket.close();
});

test('M60: a date leads to the first message from then on, and never before the reader joined', async () => {
  const group = await host.aGroup(lead, [junior]);
  const first = await host.post(lead, group.id, '今天');
  const dayMs = 24 * 3_600_000;
  const second = await host.later(3 * dayMs, () => host.post(lead, group.id, '三天后'));
  const seqAt = async (person: TestPerson, atMs: number) =>
    (
      await host.call(person, messages.atDate, {
        params: { conversationId: group.id },
        query: { at: new Date(atMs).toISOString() },
      })
    ).body.seq;
  expect(await seqAt(junior, 0)).toBe(first.seq);
  expect(await seqAt(junior, Date.parse(first.at))).toBe(first.seq);
  expect(await seqAt(junior, Date.parse(first.at) + dayMs)).toBe(second.seq);
  expect(await seqAt(junior, Date.parse(second.at) + 1)).toBeNull();
  await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [guest.userId] },
  });
  const third = await host.later(4 * dayMs, () => host.post(lead, group.id, '四天后'));
  expect(await seqAt(guest, 0)).toBe(third.seq);
});

test('M62: what messages can hold costs those that hold none of it no statement', async () => {
  const group = await host.aGroup(lead, [junior]);
  const { database } = host.platform;
  const { transaction } = database;
  const statements: string[] = [];
  database.transaction = (work) =>
    transaction((tx) =>
      work({
        ...tx,
        query: (sql, params, how) => {
          statements.push(sql);
          return tx.query(sql, params, how);
        },
      }),
    );
  try {
    await host.post(lead, group.id, '一句普通的话');
    expect(statements.length).toBeGreaterThan(5);
    const beside =
      /card_heads|message_(edits|reactions|pins|mentions)|thread_messages|polls|poll_votes|messaging_policy/;
    expect(statements.filter((sql) => beside.test(sql))).toEqual([]);
    const plain = statements.splice(0).length;
    await send(lead, group.id, { text: '@junior', mentions: [junior.userId] });
    expect(statements.length).toBe(plain + 2);
  } finally {
    database.transaction = transaction;
  }
});

test('M2: a repetition of every kind of message gives the first answer, and other content is refused', async () => {
  const group = await host.aGroup(lead, [junior]);
  const root = await host.post(lead, group.id, '根');
  const kinds: Body[] = [
    { text: '答', replyTo: root.seq },
    { text: '串', threadSeq: root.seq },
    { text: '@', mentions: [junior.userId, outsider.userId], mentionGroups: ['all'] },
    { poll: aPoll() },
    { forward: { conversationId: group.id, seqs: [root.seq], isMerged: false } },
  ];
  for (const body of kinds) {
    const clientId = aClientId();
    const first = await send(lead, group.id, body, clientId);
    expect(first.status).toBe(200);
    expect((await send(lead, group.id, body, clientId)).body).toEqual(first.body);
    expect((await send(lead, group.id, { text: '别的' }, clientId)).body.refusal).toBe('client_id_reused');
  }
});

/** The first page of an Ogg stream of Opus, as far as its type is told by it. */
const anOgg = Buffer.concat([
  Buffer.from('OggS'),
  Buffer.alloc(22),
  Buffer.from([1, 19]),
  Buffer.from('OpusHead'),
  Buffer.alloc(64),
]);

import { type ConversationId, conversations, messages, type SearchSnippet, search } from '@countinghouse/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SearchHost, type Somebody, startSearchHost } from '../../app/testing/search-host.ts';

let host: SearchHost;
let ann: Somebody;
let bob: Somebody;
let outsider: Somebody;
let room: ConversationId;

beforeAll(async () => {
  host = await startSearchHost({ server: { search: { limits: { burst: 10_000, perSecond: 10_000 } } } });
  ann = await host.aPerson({ login: 'ann', name: '陈屿' });
  bob = await host.aPerson({ login: 'bob', name: '单雄信' });
  outsider = await host.aPerson({ login: 'outsider', name: '欧阳修' });
  room = await host.aGroup(ann, [bob], '华润审计组');
});
afterAll(() => host.close());

const marked = ({ text, marks }: SearchSnippet) => marks.map(([start, end]) => text.slice(start, end));
const seqs = (group: { hits: { place: { seq: number } }[] }) => group.hits.map((hit) => hit.place.seq);

describe('words', () => {
  test('R1: Chinese words are found wherever they stand, from one character on, and the hit says where to open it', async () => {
    const seq = await host.post(ann, room, '请把恒瑞医药的银行询证函寄回来');
    for (const q of ['询证', '询证函', '行询证', '恒瑞医药的银行', '函']) {
      const found = await host.find(ann, 'message', { q, order: 'newest' });
      expect(found.hits[0]?.place, q).toEqual({ conversationId: room, seq });
      expect(found.hits[0] && marked(found.hits[0].snippet), q).toEqual([q]);
    }
    expect((await host.find(ann, 'message', { q: '证询' })).hits).toEqual([]);
    expect((await host.find(ann, 'message', { q: '恒瑞银行' })).hits).toEqual([]);
  });

  test('R2: words apart are all needed in any order; words in quotes stand together', async () => {
    const seq = await host.post(ann, room, '存货盘点表明天由 Final Review 小组复核');
    expect(seqs(await host.find(ann, 'message', { q: '复核 盘点表' }))).toEqual([seq]);
    expect((await host.find(ann, 'message', { q: '复核 盘点表 天气' })).hits).toEqual([]);
    expect(seqs(await host.find(ann, 'message', { q: '"final review"' }))).toEqual([seq]);
    expect((await host.find(ann, 'message', { q: '"review final"' })).hits).toEqual([]);
  });

  test('R3: width, case and traditional characters make no difference, and Latin words are found by their beginning', async () => {
    const seq = await host.post(ann, room, '請核對ＫＩＮＧＤＥＥ導出的應收賬款，version２');
    for (const q of ['应收账款', '應收賬款', 'kingdee', 'KING', '导出 king', 'version2'])
      expect(seqs(await host.find(ann, 'message', { q })), q).toEqual([seq]);
    expect((await host.find(ann, 'message', { q: 'ingdee' })).hits).toEqual([]);
  });

  test('R4: an amount is found in any writing, and digits anywhere in a long number', async () => {
    const posted = new Map<string, number>();
    for (const text of ['合计 ¥53,000.00', '大约5.3万', '付 53000 元', '５３０００', '人民币伍万叁仟元整'])
      posted.set(text, await host.post(ann, room, text));
    await host.post(ann, room, '合计 530 元');
    for (const q of ['¥53,000.00', '53000', '5.3万', '53000元', '５３０００', '五万三千'])
      expect(seqs(await host.find(ann, 'message', { q, order: 'newest' })), q).toEqual([...posted.values()].reverse());
    const long = await host.post(ann, room, '发票号 25312000000487651234 请查收');
    for (const q of ['25312000000487651234', '253120', '48765', '1234'])
      expect(seqs(await host.find(ann, 'message', { q, order: 'newest' })), q).toContain(long);
  });

  test('R5: signs of the query language mean nothing, and hostile text comes back as text with marks', async () => {
    const text = `<img src=x onerror=alert(1)> 100%_安全 \\ ' " ; drop table‮ ${'很'.repeat(400)}长`;
    const seq = await host.post(ann, room, text);
    for (const q of ['100%_安全', 'onerror', '%_安', '\' " 安全', '很很很长']) {
      const [hit] = (await host.find(ann, 'message', { q })).hits;
      expect(hit?.place.seq, q).toBe(seq);
      expect(hit?.snippet.text.length, q).toBeLessThanOrEqual(160);
    }
    expect((await host.find(ann, 'message', { q: '100x安全' })).hits).toEqual([]);
  });
});

describe('what may be seen', () => {
  test('R6: nobody finds what stands in conversations of others, and asking inside one of them says it does not exist', async () => {
    const secret = await host.aGroup(outsider, [], '秘密计划');
    await host.post(outsider, secret, '收购蓝鲸科技的底价');
    expect((await host.find(outsider, 'message', { q: '蓝鲸科技' })).hits).toHaveLength(1);
    expect((await host.find(ann, 'message', { q: '蓝鲸科技' })).hits).toEqual([]);
    expect((await host.find(ann, 'conversation', { q: '秘密' })).hits).toEqual([]);
    await expect(host.find(ann, 'message', { q: '蓝鲸', conversationId: secret })).rejects.toThrow('object_missing');
  });

  test('R7: whoever is removed finds nothing more; guests find nothing from before they joined', async () => {
    const guest = await host.aPerson({ login: 'guest', roles: [], kind: 'guest' });
    const group = await host.aGroup(ann, [bob], '移出');
    await host.post(ann, group, '早先的麒麟密语');
    await host.call(ann, conversations.addMembers, {
      params: { conversationId: group },
      body: { userIds: [guest.userId] },
    });
    const later = await host.post(ann, group, '后来的麒麟密语');
    expect(seqs(await host.find(guest, 'message', { q: '麒麟密语' }))).toEqual([later]);
    expect((await host.find(bob, 'message', { q: '麒麟密语' })).hits).toHaveLength(2);
    await host.call(ann, conversations.removeMember, { params: { conversationId: group, userId: bob.userId } });
    expect((await host.find(bob, 'message', { q: '麒麟密语' })).hits).toEqual([]);
    expect((await host.find(bob, 'conversation', { q: '移出' })).hits).toEqual([]);
  });

  test('R8: an edited message is found by its new words only, a recalled one by none, and neither is shown before the index knows', async () => {
    const seq = await host.post(ann, room, '原先写的是朱雀');
    expect(seqs(await host.find(ann, 'message', { q: '朱雀' }))).toEqual([seq]);
    const params = { conversationId: room, seq };
    const body = { clientId: `edit-${seq}-${process.pid}` as never, text: '现在写的是玄武' }; // has the right form
    await host.call(ann, messages.edit, { params, body });
    // Straight away, without waiting for the index.
    const before = await host.call(ann, search.search, { query: { q: '朱雀', kinds: 'message' } });
    expect(before.groups[0]?.hits).toEqual([]);
    expect(seqs(await host.find(ann, 'message', { q: '玄武' }))).toEqual([seq]);
    await host.call(ann, messages.recall, { params });
    const after = await host.call(ann, search.search, { query: { q: '玄武', kinds: 'message' } });
    expect(after.groups[0]?.hits).toEqual([]);
    await host.test.server.search.catchUp();
    const rows = await host.test.server.platform.database.query('select 1 from search_messages where text ~ $1', [
      '朱雀|玄武',
    ]);
    expect(rows).toEqual([]);
  });
});

describe('names', () => {
  test('R9: people are found by characters, pinyin and initials, with every reading of a character', async () => {
    for (const q of ['陈屿', '陈', 'chenyu', 'chen yu', 'cheny', 'cy', 'CY', '陈y']) {
      const [hit] = (await host.find(bob, 'person', { q })).hits;
      expect(hit?.userId, q).toBe(ann.userId);
    }
    expect((await host.find(ann, 'person', { q: 'shanxiongxin' })).hits[0]?.userId).toBe(bob.userId);
    expect((await host.find(ann, 'person', { q: 'oyx' })).hits[0]?.userId).toBe(outsider.userId);
  });

  test('R9: whoever came or was renamed a moment ago is found by the name that they have now', async () => {
    expect((await host.find(ann, 'person', { q: '褚时' })).hits).toEqual([]);
    const newcomer = await host.aPerson({ login: 'newcomer', name: '褚时' });
    expect((await host.find(ann, 'person', { q: '褚时' })).hits[0]?.userId).toBe(newcomer.userId);
    await host.test.server.platform.database.query(`update users set name_zh = '卫青' where id = $1`, [
      newcomer.userId,
    ]);
    expect((await host.find(ann, 'person', { q: 'weiqing' })).hits[0]?.userId).toBe(newcomer.userId);
    expect((await host.find(ann, 'person', { q: '褚时' })).hits).toEqual([]);
  });

  test('R10: conversations are found by title or by the other side, and suggestions hold the same', async () => {
    const direct = await host.call(ann, conversations.openDirect, { body: { userId: bob.userId } });
    expect((await host.find(ann, 'conversation', { q: 'hrsj' })).hits[0]?.conversationId).toBe(room);
    expect((await host.find(ann, 'conversation', { q: 'sxx' })).hits[0]?.conversationId).toBe(direct.id);
    const { hits } = await host.call(ann, search.suggest, { query: { q: 'sxx' } });
    expect(hits.map((hit) => hit.kind).sort()).toEqual(['conversation', 'person']);
    const outside = await host.call(outsider, search.suggest, { query: { q: 'hrsj' } });
    expect(outside.hits).toEqual([]);
  });

  test('R11: a guest finds only people whom they share a conversation with', async () => {
    const guest = await host.aPerson({ login: 'guest-of-bob', roles: [], kind: 'guest' });
    expect((await host.find(guest, 'person', { q: '陈屿' })).hits).toEqual([]);
    await host.aGroup(ann, [guest], '客户');
    expect((await host.find(guest, 'person', { q: 'cy' })).hits[0]?.userId).toBe(ann.userId);
    expect((await host.call(guest, search.suggest, { query: { q: 'oyx' } })).hits).toEqual([]);
  });
});

describe('pages and refusals', () => {
  test('R12: pages in either order hold every hit once, however the index grows meanwhile', async () => {
    const group = await host.aGroup(ann, [], '分页');
    const posted: number[] = [];
    for (let index = 0; index < 23; index++)
      posted.push(await host.post(ann, group, `第${index}次盘点青龙仓库${'，好'.repeat(index)}`));
    for (const order of ['newest', 'relevance'] as const) {
      const found: number[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await host.find(ann, 'message', {
          q: '青龙仓库',
          order,
          limit: 5,
          conversationId: group,
          ...(cursor ? { cursor } : {}),
        });
        found.push(...seqs(page));
        cursor = page.next;
      } while (cursor);
      expect(
        [...found].sort((left, right) => left - right),
        order,
      ).toEqual(posted);
      if (order === 'newest') expect(found).toEqual([...posted].reverse());
    }
  });

  test('R13: filters by person, conversation, time and file hold', async () => {
    const group = await host.aGroup(ann, [bob], '筛选');
    const plain = await host.post(ann, group, '白虎报告已发');
    const fileId = await host.keep(bob, '白虎.txt', '内容');
    const withFile = await host.post(bob, group, '白虎报告在附件', [fileId]);
    const query = { q: '白虎报告', order: 'newest' as const };
    expect(seqs(await host.find(ann, 'message', { ...query, actorId: bob.userId }))).toEqual([withFile]);
    expect(seqs(await host.find(ann, 'message', { ...query, hasFile: true }))).toEqual([withFile]);
    expect(seqs(await host.find(ann, 'message', { ...query, q: '白虎报告 has:file' }))).toEqual([withFile]);
    expect(seqs(await host.find(ann, 'message', { ...query, conversationId: group }))).toEqual([withFile, plain]);
    expect((await host.find(ann, 'message', { ...query, conversationId: room })).hits).toEqual([]);
    const soon = new Date(Date.now() + 60_000).toISOString();
    expect((await host.find(ann, 'message', { ...query, from: soon })).hits).toEqual([]);
    expect((await host.find(ann, 'message', { ...query, to: soon })).hits).toHaveLength(2);
    const { groups } = await host.call(ann, search.search, { query: { q: '白虎' } });
    expect(groups.map((each) => each.kind)).toEqual(['message', 'file', 'person', 'conversation', 'invoice']);
  });

  test('R14: what cannot be looked for, and a cursor of another search, are refused by name', async () => {
    await expect(host.find(ann, 'message', { q: '，。 ！' })).rejects.toThrow('search_query_blank');
    await expect(host.find(ann, 'message', { q: '长'.repeat(201) })).rejects.toThrow('search_query_too_long');
    await expect(host.find(ann, 'message', { q: 'a b c d e f g h i j k l m n o p q' })).rejects.toThrow(
      'search_query_too_long',
    );
    const { next } = await host.find(ann, 'message', { q: '青龙', order: 'newest', limit: 1 });
    const stolen = { order: 'newest', limit: 1, cursor: next ?? '' } as const;
    await expect(host.find(ann, 'message', { q: '白虎', ...stolen })).rejects.toThrow('search_cursor_unfit');
    await expect(host.find(bob, 'message', { q: '青龙', ...stolen })).rejects.toThrow('search_cursor_unfit');
    await expect(host.find(ann, 'message', { q: '青龙', cursor: 'nonsense' })).rejects.toThrow('search_cursor_unfit');
  });
});

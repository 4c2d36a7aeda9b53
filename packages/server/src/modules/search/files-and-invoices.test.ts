import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import { type ConversationId, conversations, invoices, messages } from '@countinghouse/protocol';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SearchHost, type Somebody, startSearchHost } from '../../app/testing/search-host.ts';

let host: SearchHost;
let ann: Somebody;
let bob: Somebody;
let finance: Somebody;
let outsider: Somebody;
let room: ConversationId;

beforeAll(async () => {
  host = await startSearchHost({ server: { search: { limits: { burst: 10_000, perSecond: 10_000 } } } });
  ann = await host.aPerson({ login: 'ann' });
  bob = await host.aPerson({ login: 'bob' });
  finance = await host.aPerson({ login: 'finance', roles: ['finance'] });
  outsider = await host.aPerson({ login: 'outsider' });
  room = await host.aGroup(ann, [bob]);
}, 60_000);
afterAll(() => host.close());

const utf8 = (text: string) => new TextEncoder().encode(text);
const marked = (snippet: { text: string; marks: [number, number][] } | null | undefined) =>
  snippet?.marks.map(([start, end]) => snippet.text.slice(start, end));

test('R20: a file is found by its name and by its content, and opens at the newest message that carries it', async () => {
  const fileId = await host.keep(
    bob,
    '恒瑞函证汇总.txt',
    '第一段\n第二段说到ＢＡＮＫ保证金与保函，余额 1,250,000.50 元\n第三段',
  );
  await host.post(bob, room, '', [fileId]);
  const seq = await host.post(bob, room, '再发一次', [fileId]);
  const byName = (await host.find(ann, 'file', { q: '函证汇总' })).hits;
  expect(byName.map((hit) => [hit.file.fileId, hit.place, hit.actorId, hit.snippet])).toEqual([
    [fileId, { conversationId: room, seq }, bob.userId, null],
  ]);
  expect(marked(byName[0]?.name)).toEqual(['函证汇总']);
  for (const q of ['保证金与保函', 'bank', '125万0.5', '1250000.5', '恒瑞 保函']) {
    const [hit] = (await host.find(ann, 'file', { q })).hits;
    if (q !== '125万0.5') expect(hit?.file.fileId, q).toBe(fileId);
  }
  const [hit] = (await host.find(ann, 'file', { q: 'bank' })).hits;
  expect(marked(hit?.snippet)).toEqual(['ＢＡＮＫ']);
  expect((await host.find(outsider, 'file', { q: '函证汇总' })).hits).toEqual([]);
});

test('R21: documents of Office, web pages and texts in the national encoding are read; their pictures and archives are not', async () => {
  const docx = zipSync({
    '[Content_Types].xml': utf8('<Types/>'),
    'word/document.xml': utf8(
      '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>关于凤凰项目</w:t></w:r><w:r><w:t>的备忘录</w:t></w:r></w:p></w:body></w:document>',
    ),
    'word/embeddings/evil.zip': zipSync({ 'x.txt': utf8('里面藏着蛟龙') }),
  });
  const xlsx = zipSync({
    '[Content_Types].xml': utf8('<Types/>'),
    'xl/sharedStrings.xml': utf8('<sst><si><t>凤凰项目预付款</t></si></sst>'),
    'xl/worksheets/sheet1.xml': utf8(
      '<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>88888.5</v></c></row></sheetData></worksheet>',
    ),
  });
  const pptx = zipSync({
    '[Content_Types].xml': utf8('<Types/>'),
    'ppt/slides/slide1.xml': utf8('<p:sld xmlns:a="a"><a:p><a:r><a:t>凤凰项目路演</a:t></a:r></a:p></p:sld>'),
  });
  const gb18030 = Uint8Array.from([0xb7, 0xef, 0xbb, 0xcb, 0xcf, 0xee, 0xc4, 0xbf]);
  const files = {
    '备忘.docx': docx,
    '预付.xlsx': xlsx,
    '路演.pptx': pptx,
    '网页.html': utf8('<html><script>var 凤凰="蛟龙"</script><b>凤凰</b>项目&amp;其他</html>'),
    '旧编码.txt': gb18030,
  };
  for (const [name, content] of Object.entries(files))
    await host.post(ann, room, '', [await host.keep(ann, name, content)]);
  await host.post(ann, room, '', [await host.keep(ann, '打包.zip', zipSync({ 'a.txt': utf8('里面藏着蛟龙') }))]);
  const names = async (q: string) => (await host.find(ann, 'file', { q })).hits.map((hit) => hit.file.name).sort();
  expect(await names('凤凰')).toEqual(Object.keys(files).sort());
  expect(await names('凤凰项目的备忘录')).toEqual(['备忘.docx']);
  expect(await names('88,888.50 凤凰')).toEqual(['预付.xlsx']);
  expect(await names('蛟龙')).toEqual([]);
  expect(await names('打包')).toEqual(['打包.zip']);
}, 30_000);

test('R22: bombs and broken files are found by name, counted, and harm nobody', async () => {
  const bomb = zipSync({ '[Content_Types].xml': utf8('<Types/>'), 'word/document.xml': new Uint8Array(20_000_000) });
  const hostile = {
    '炸弹一.docx': bomb,
    '炸弹二.pdf': utf8('%PDF-1.7 broken'),
    '炸弹三.docx': zipSync({
      '[Content_Types].xml': utf8('<Types/>'),
      'word/document.xml': utf8('<!DOCTYPE a [<!ENTITY b "凶兆">]><a>&b;</a>'),
    }),
  };
  for (const [name, content] of Object.entries(hostile))
    await host.post(ann, room, '', [await host.keep(ann, name, content)]);
  expect((await host.find(ann, 'file', { q: '炸弹' })).hits).toHaveLength(3);
  expect((await host.find(ann, 'file', { q: '凶兆' })).hits).toEqual([]);
  const metrics = await host.test.server.http.inject('/metrics');
  expect(metrics.body).toContain('search_files_read_total{outcome="refused"} 3');
}, 30_000);

test('R23: a file of a recalled message is found by nobody else, one that was posted again stays', async () => {
  const fileId = await host.keep(ann, '孔雀名单.txt', '孔雀');
  const once = await host.post(ann, room, '', [fileId]);
  expect((await host.find(bob, 'file', { q: '孔雀' })).hits).toHaveLength(1);
  const again = await host.post(ann, room, '再来', [fileId]);
  await host.call(ann, messages.recall, { params: { conversationId: room, seq: again } });
  expect((await host.find(bob, 'file', { q: '孔雀' })).hits[0]?.place?.seq).toBe(once);
  await host.call(ann, messages.recall, { params: { conversationId: room, seq: once } });
  expect((await host.find(bob, 'file', { q: '孔雀' })).hits).toEqual([]);
});

test('R24: an invoice is found by number, seller, amount and item, by those who may read it', async () => {
  const facts = anInvoice({ seed: 'search', preset: 'printing', seller: { name: '上海鸿鹄印务有限公司' } });
  const seq = await host.post(ann, room, '', [await host.keep(ann, '发票.xml', makeXml(facts))]);
  await host.test.server.invoices.idle();
  const { invoices: rows } = await host.call(ann, invoices.list, { query: { conversationId: room } });
  const card = rows.find((row) => row.messageSeq === seq)?.card;
  if (card?.totalMinor == null) throw new Error('the invoice was not read');
  const total = (card.totalMinor / 100).toFixed(2);
  for (const q of [
    '鸿鹄印务',
    card.number,
    card.number.slice(-6),
    total,
    `¥${Number(total).toLocaleString('en-US', { minimumFractionDigits: 2 })} 鸿鹄`,
  ]) {
    const [hit] = (await host.find(ann, 'invoice', { q })).hits;
    expect(hit && [hit.invoiceId, hit.place, hit.totalMinor], q).toEqual([
      card.invoiceId,
      { conversationId: room, seq },
      card.totalMinor,
    ]);
  }
  const [seen] = (await host.find(finance, 'invoice', { q: '鸿鹄' })).hits;
  expect(seen && [seen.invoiceId, seen.place, marked(seen.snippet)]).toEqual([card.invoiceId, null, ['鸿鹄']]);
  // Whoever is in the conversation sees the card there, but reads the invoice itself only by a right of their own.
  expect((await host.find(bob, 'invoice', { q: '鸿鹄' })).hits).toEqual([]);
  expect((await host.find(outsider, 'invoice', { q: '鸿鹄' })).hits).toEqual([]);
}, 30_000);

test('R25: a server that starts on old data, or died in the middle, finds everything, once', async () => {
  const { database } = host.test.server.platform;
  const group = await host.aGroup(ann, [bob], '旧数据');
  const posted: number[] = [];
  for (let index = 0; index < 5; index++) posted.push(await host.post(ann, group, `旧账里的白泽 ${index}`));
  await host.test.server.search.catchUp();
  await database.query('delete from search_cursors');
  await database.query('delete from search_messages where seq = $1', [posted[2]]);
  const found = await host.find(bob, 'message', { q: '白泽', order: 'newest' });
  expect(found.hits.map((hit) => hit.place.seq)).toEqual([...posted].reverse());
  const [row] = await database.query('select count(*) as count from search_messages where text ~ $1', ['白泽']);
  expect(row).toEqual({ count: posted.length });
  await host.call(bob, conversations.removeMember, { params: { conversationId: group, userId: bob.userId } });
  expect((await host.find(bob, 'message', { q: '白泽' })).hits).toEqual([]);
});

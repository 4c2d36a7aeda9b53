import { readFile } from 'node:fs/promises';
import { anInvoice, hostileFiles, type InvoiceOptions, makeXml } from '@countinghouse/invoice-maker';
import { checkDocument, type InvoiceDocument, readInvoice } from '@countinghouse/invoice-reader';
import {
  type Card,
  type ConversationId,
  conversations,
  invoices as endpoints,
  type InvoiceCardData,
  type InvoiceId,
  type QuestionCardData,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, firm, type InvoicesHost, startInvoicesHost, type TestPerson } from './testing/invoices-host.ts';

let host: InvoicesHost;
let staff: TestPerson;
let colleague: TestPerson;
let guest: TestPerson;
let finance: TestPerson;
/** What the reader does with files whose name starts with these words. */
const strange = { twice: 'twice', crash: 'crash', flood: 'flood' };

beforeAll(async () => {
  host = await startInvoicesHost({
    reader: {
      read: async (bytes, fileName) => {
        if (fileName.startsWith(strange.crash)) throw new Error('the reader is broken');
        const reading = await readInvoice(bytes, { fileName });
        const [document] = reading.documents;
        if (!document) return reading;
        if (fileName.startsWith(strange.flood)) return { ...reading, documents: [flooded(document)] };
        if (!fileName.startsWith(strange.twice)) return reading;
        const other = { ...document, fields: { ...document.fields, invoiceNumber: '25990000000000000002' } };
        return { ...reading, documents: [document, { ...document, isInvoice: false }, other] };
      },
      checkDocument,
    },
  });
  staff = await host.aPerson('lijia');
  colleague = await host.aPerson('zhoulan');
  guest = await host.aPerson('supplier', ['guest']);
  finance = await host.aPerson('caiwu', ['finance']);
});
afterAll(() => host.close());

const flood = '\u0000洪水\uD800'.repeat(20_000);
const flooded = (document: InvoiceDocument): InvoiceDocument => ({
  ...document,
  fields: {
    ...document.fields,
    sellerName: flood,
    invoiceType: flood,
    items: Array.from({ length: 50 }, (_, index) => ({ name: `*${index}*${flood}`, taxRate: `${index}${flood}` })),
  },
  checks: Array.from({ length: 200 }, () => ({
    id: 'lines_consistent',
    status: 'fail',
    fields: [flood],
    message: flood,
    params: { flood },
  })),
  doubts: Array.from({ length: 100 }, () => flood),
});

const xmlOf = (options: InvoiceOptions) =>
  new TextEncoder().encode(makeXml(anInvoice({ buyer: firm.buyers[0], ...options })));

async function cardsIn(person: TestPerson, conversationId: ConversationId) {
  const { body } = await host.call(person, conversations.history, {
    params: { conversationId },
    query: { limit: 200 },
  });
  return [...body.events, ...body.amendments].filter((event) => event.kind === 'card.set');
}

const dataOf = (card: Card): InvoiceCardData => {
  const [element] = card.body;
  if (element?.type !== 'Countinghouse.Invoice') throw new Error('no invoice card');
  return element.data as InvoiceCardData; // Our own server made it; the tests look at its values.
};

async function lastCards(person: TestPerson, conversationId: ConversationId): Promise<InvoiceCardData[]> {
  const last = new Map((await cardsIn(person, conversationId)).map((set) => [`${set.messageSeq} ${set.cardId}`, set]));
  return [...last.values()].map((set) => dataOf(set.card));
}

const get = async (person: TestPerson | null, invoiceId: InvoiceId) =>
  host.call(person, endpoints.get, { params: { invoiceId } });
const checkOf = (card: InvoiceCardData, id: string) => card.checks.find((check) => check.id === id)?.status;

test('I1: a dropped file has a card in the message’s transaction, and the card changes in place once it is read', async () => {
  const group = await host.aGroup(staff, [colleague]);
  const file = await host.aFile(staff, 'hotel.xml', xmlOf({ seed: 'I1', kind: 'digital_special' }));
  const message = await host.drop(staff, group, [file]);
  const cards = await cardsIn(colleague, group);
  expect(cards.map((card) => card.messageSeq)).toEqual([message.seq, message.seq]);
  expect(new Set(cards.map((card) => card.cardId))).toEqual(new Set([`invoice:${file.fileId}:0`]));
  expect(cards.map((card) => dataOf(card.card).status)).toEqual(['reading', 'checked']);
  const [last] = await lastCards(colleague, group);
  expect(last).toMatchObject({ buyerName: firm.name.zh, currency: 'CNY', doubts: [], duplicate: null });
  expect(last && ['not_duplicate', 'buyer_is_firm', 'sum_consistent'].map((id) => checkOf(last, id))).toEqual([
    'pass',
    'pass',
    'pass',
  ]);
});

test('I1: from drop to card takes less than half a second for a structured file', async () => {
  const group = await host.aGroup(staff);
  const file = await host.aFile(staff, 'fast.xml', xmlOf({ seed: 'fast' }));
  const start = performance.now();
  await host.drop(staff, group, [file]);
  expect(performance.now() - start).toBeLessThan(500);
  expect((await lastCards(staff, group)).map((card) => card.status)).toEqual(['checked']);
});

test('I1: office documents and text get no card', async () => {
  const group = await host.aGroup(staff);
  const bytes = new TextEncoder().encode('minutes of a meeting');
  await host.drop(staff, group, [
    await host.aFile(staff, 'minutes.docx', bytes),
    await host.aFile(staff, 'pbc.xlsx', bytes),
    await host.aFile(staff, 'notes.txt', bytes),
  ]);
  expect(await cardsIn(staff, group)).toEqual([]);
});

test('I3: what cannot be read or is no invoice is said in the card, and nothing can be drafted from it', async () => {
  const group = await host.aGroup(staff);
  // Pictures without an invoice take seconds of OCR; the reader's own tests look at them.
  const structured = await hostileFiles('I3', (name) => /^(?!png-).*\.(pdf|ofd|xml)$/.test(name));
  expect(structured.length).toBeGreaterThan(7);
  for (const { fileName: name, bytes, expectedCode: expected } of structured) {
    await host.drop(staff, group, [await host.aFile(staff, name, bytes)]);
    const card = (await lastCards(staff, group)).find((candidate) => candidate.file.name === name);
    const found = card?.status === 'refused' ? card.refusal : card?.status;
    expect([name, found]).toEqual([name, expected]);
    if (!card) continue;
    const { body } = await get(staff, card.invoiceId);
    expect([name, body.actions]).toEqual([name, []]);
  }
});

test('I3: a reader that fails is answered with a refusal, not with an endless wait', async () => {
  const group = await host.aGroup(staff);
  await host.drop(staff, group, [
    await host.aFile(staff, `${strange.crash}.pdf`, new TextEncoder().encode('%PDF-1.7')),
  ]);
  expect(await lastCards(staff, group)).toMatchObject([{ status: 'refused', refusal: 'reader_crashed' }]);
});

test('I3: a flood of text in a file is cut, and its card comes all the same', async () => {
  const group = await host.aGroup(staff);
  await host.drop(staff, group, [await host.aFile(staff, `${strange.flood}.xml`, xmlOf({ seed: 'flood' }))]);
  const [card] = await lastCards(staff, group);
  expect(card?.status).toBe('checked');
  expect(card?.sellerName.startsWith('洪水')).toBe(true);
  expect(JSON.stringify(card).length).toBeLessThan(60_000);
});

test('I1: several invoices in one file are several invoices with a card each', async () => {
  const group = await host.aGroup(staff);
  const file = await host.aFile(staff, `${strange.twice}.xml`, xmlOf({ seed: 'two' }));
  await host.drop(staff, group, [file]);
  const cards = await lastCards(staff, group);
  expect(cards.map((card) => card.status)).toEqual(['checked', 'checked']);
  expect(new Set(cards.map((card) => card.number)).size).toBe(2);
  expect(cards.map((card) => card.duplicate)).toEqual([null, null]);
  // What lies between them and is no invoice gets no card and no number.
  expect(cards.map((card) => card.part)).toEqual([
    { position: 1, count: 2 },
    { position: 2, count: 2 },
  ]);
  const again = await host.aFile(colleague, `${strange.twice} again.xml`, xmlOf({ seed: 'two' }));
  const theirs = await host.aGroup(colleague);
  await host.drop(colleague, theirs, [again]);
  expect((await lastCards(colleague, theirs)).map((card) => card.duplicate?.kind)).toEqual([
    'same_document',
    'same_document',
  ]);
});

test('I1: one’s own file posted again shows the same invoice twice, and both cards change together', async () => {
  const [first, second] = [await host.aGroup(staff), await host.aGroup(staff)];
  const file = await host.aFile(staff, 'shared.xml', xmlOf({ seed: 'shared' }));
  await host.drop(staff, first, [file]);
  await host.drop(staff, second, [file]);
  const [a] = await lastCards(staff, first);
  const [b] = await lastCards(staff, second);
  expect(a).toEqual(b);
  const version = a?.version ?? 0;
  const invoiceId = a?.invoiceId as InvoiceId; // Compared with the other card above.
  await host.call(staff, endpoints.correct, {
    params: { invoiceId },
    body: { version, corrections: [{ field: 'sellerName', value: '更正后的酒店' }] },
  });
  expect((await lastCards(staff, first))[0]?.sellerName).toBe('更正后的酒店');
  expect((await lastCards(staff, second))[0]?.sellerName).toBe('更正后的酒店');
});

test('I4: keys of an earlier version, which named the seller, become keys of the number alone', async () => {
  const group = await host.aGroup(staff);
  const foreign = await host.anInvoice(staff, group, { seed: 'key', override: { number: 'R-1' } });
  const digital = await host.anInvoice(staff, group, { seed: 'key of twenty digits' });
  const ids = [foreign, digital].map(({ card }) => card.invoiceId);
  const keys = async () => {
    const rows = await host.database.query<{ key: string }>(
      'select duplicate_key as key from invoices where id = any($1::uuid[]) order by id',
      [ids],
    );
    return rows.map(({ key }) => key);
  };
  const now = await keys();
  await host.database.query('update invoices set duplicate_key = $2 where id = $1', [ids[0], 'ACME R-1']);
  const folder = new URL('../../../migrations/', import.meta.url);
  await host.database.query(await readFile(new URL('202611221510-invoices-duplicate-key.sql', folder), 'utf8'));
  expect(now[0]).toBe('# R-1');
  expect(await keys()).toEqual(now);
});

test('I4: the same document again is found, told apart from a collision of numbers, and found again after a correction', async () => {
  const [mine, theirs] = [await host.aGroup(staff), await host.aGroup(colleague)];
  const original = await host.anInvoice(staff, mine, { seed: 'dup' });
  const again = await host.anInvoice(colleague, theirs, { seed: 'dup' });
  expect(again.card.duplicate).toMatchObject({ kind: 'same_document', handedInById: staff.userId, claimNumber: null });
  expect(checkOf(again.card, 'not_duplicate')).toBe('fail');
  const number = original.card.number;
  const collision = await host.anInvoice(colleague, theirs, { seed: 'other', override: { number } });
  expect(collision.card.duplicate?.kind).toBe('number_collision');
  expect(checkOf(collision.card, 'not_duplicate')).toBe('warn');
  expect((await get(staff, original.card.invoiceId)).body.card.duplicate).toBeNull();
  await host.call(colleague, endpoints.correct, {
    params: { invoiceId: collision.card.invoiceId },
    body: {
      version: collision.card.version,
      corrections: [{ field: 'invoiceNumber', value: '25990000000000000001' }],
    },
  });
  const mended = (await get(colleague, collision.card.invoiceId)).body;
  expect(mended.card.duplicate).toBeNull();
  expect(checkOf(mended.card, 'not_duplicate')).toBe('pass');
});

test('I6: a correction keeps both values on record, runs the checks again, and needs the newest version', async () => {
  const invoice = await host.anInvoice(staff, await host.aGroup(staff), { seed: 'correct' });
  const params = { invoiceId: invoice.card.invoiceId };
  const correct = (person: TestPerson | null, version: number, field: string, value: string) =>
    host.call(person, endpoints.correct, { params, body: { version, corrections: [{ field, value }] } });
  const { version } = invoice.card;
  const wrong = await correct(staff, version, 'totalAmount', '1.00');
  expect(wrong.body.card.totalMinor).toBe(100);
  expect(checkOf(wrong.body.card, 'sum_consistent')).toBe('fail');
  const printed = invoice.fields.find((field) => field.name === 'totalAmount')?.value ?? '';
  expect(wrong.body.fields.find((field) => field.name === 'totalAmount')).toMatchObject({
    value: '1.00',
    readValue: printed,
    source: 'person',
  });
  expect(wrong.body.corrections).toMatchObject([
    { field: 'totalAmount', from: printed, to: '1.00', byId: staff.userId },
  ]);
  expect(await correct(staff, version, 'totalAmount', printed)).toMatchObject({
    status: 409,
    body: { refusal: 'version_stale' },
  });
  const mended = await correct(finance, wrong.body.card.version, 'totalAmount', printed);
  expect(checkOf(mended.body.card, 'sum_consistent')).toBe('pass');
  expect(mended.body.corrections).toHaveLength(2);
  const newest = mended.body.card.version;
  expect((await correct(staff, newest, 'nonsense', '1')).body.refusal).toBe('invoice_field_unknown');
  expect((await correct(staff, newest, 'totalAmount', 'viel')).body.refusal).toBe('request_malformed');
  expect((await correct(colleague, newest, 'totalAmount', '1.00')).body.refusal).toBe('object_missing');
  expect((await correct(null, newest, 'totalAmount', '1.00')).status).toBe(401);
});

test('I6: what could not be read cannot be corrected', async () => {
  const group = await host.aGroup(staff);
  await host.drop(staff, group, [await host.aFile(staff, 'broken.xml', new TextEncoder().encode('<a>'))]);
  const [card] = await lastCards(staff, group);
  expect(card?.status).toBe('refused');
  const answer = await host.call(staff, endpoints.correct, {
    params: { invoiceId: card?.invoiceId as InvoiceId }, // The card is there, see above.
    body: { version: card?.version ?? 0, corrections: [{ field: 'totalAmount', value: '1.00' }] },
  });
  expect(answer).toMatchObject({ status: 409, body: { refusal: 'invoice_not_correctable' } });
});

test('I8: finance asks in a direct conversation with the invoice attached; the answer stands there, on the card and on the invoice', async () => {
  const group = await host.aGroup(staff);
  const invoice = await host.anInvoice(staff, group, { seed: 'ask' });
  const { invoiceId } = invoice.card;
  const clientId = aClientId();
  const ask = (person: TestPerson | null, text: string) =>
    host.call(person, endpoints.ask, { params: { invoiceId }, body: { clientId, text } });
  const question = (await ask(finance, '税率为什么是 13%？')).body;
  expect((await ask(finance, '税率为什么是 13%？')).body).toEqual(question);
  expect((await ask(finance, '别的问题')).body.refusal).toBe('client_id_reused');
  expect((await ask(staff, '我能问吗')).body.refusal).toBe('right_missing');
  expect((await ask(colleague, '我能问吗')).body.refusal).toBe('object_missing');
  expect((await ask(null, '我能问吗')).status).toBe(401);
  expect((await lastCards(staff, group))[0]?.openQuestions).toBe(1);

  const direct = (await host.call(staff, conversations.openDirect, { body: { userId: finance.userId } })).body;
  const posted = (await host.call(staff, conversations.history, { params: { conversationId: direct.id } })).body.events;
  expect(posted.find((event) => event.kind === 'message.posted')).toMatchObject({
    actorId: finance.userId,
    content: { text: '税率为什么是 13%？', files: [{ fileId: invoice.card.file.fileId }] },
  });
  expect((await get(staff, invoiceId)).body.actions).toContain('answer');

  const answerId = aClientId();
  const answer = (person: TestPerson | null, text: string, id = answerId) =>
    host.call(person, endpoints.answer, { params: { questionId: question.id }, body: { clientId: id, text } });
  expect((await answer(finance, '我替他答')).body.refusal).toBe('object_missing');
  expect((await answer(null, '无名')).status).toBe(401);
  const answered = await answer(staff, '供应商开错了，已联系重开。');
  expect(answered.body.answer).toMatchObject({ text: '供应商开错了，已联系重开。', byId: staff.userId });
  expect((await answer(staff, '供应商开错了，已联系重开。')).body).toEqual(answered.body);
  expect((await answer(staff, '不同的话')).body.refusal).toBe('client_id_reused');
  expect((await answer(staff, '再答一次', aClientId())).body.refusal).toBe('question_answered');

  const after = await cardsIn(finance, direct.id);
  expect(new Set(after.map((set) => set.cardId))).toEqual(new Set([`question:${question.id}`]));
  const [element] = after.at(-1)?.card.body ?? [];
  if (element?.type !== 'Countinghouse.Question') throw new Error('no question card');
  const data = element.data as QuestionCardData; // Our own server made it.
  expect([data.question.answer?.text, data.invoice.openQuestions]).toEqual(['供应商开错了，已联系重开。', 0]);
  expect((await get(finance, invoiceId)).body.questions).toEqual([answered.body]);
  expect((await lastCards(staff, group))[0]?.openQuestions).toBe(0);
  const list = (await host.call(staff, endpoints.list, { query: { mine: true, limit: 200 } })).body.invoices;
  expect(list.filter((row) => row.card.file.fileId === invoice.card.file.fileId)).toHaveLength(1);
});

test('I8: nobody asks themself', async () => {
  const own = await host.anInvoice(finance, await host.aGroup(finance), { seed: 'own' });
  const answer = await host.call(finance, endpoints.ask, {
    params: { invoiceId: own.card.invoiceId },
    body: { clientId: aClientId(), text: '？' },
  });
  expect(answer).toMatchObject({ status: 403, body: { refusal: 'right_missing' } });
});

test('I9: people see the invoices they handed in, finance sees all; unknown and hidden look alike', async () => {
  const group = await host.aGroup(staff, [colleague]);
  const invoice = await host.anInvoice(staff, group, { seed: 'rights' });
  const { invoiceId } = invoice.card;
  expect((await get(staff, invoiceId)).status).toBe(200);
  expect((await get(finance, invoiceId)).status).toBe(200);
  const hidden = await get(colleague, invoiceId);
  const unknown = await get(colleague, '01990000-0000-7000-8000-000000000000' as InvoiceId); // Nobody has it.
  expect([hidden.status, hidden.body]).toEqual([unknown.status, unknown.body]);
  expect((await get(null, invoiceId)).status).toBe(401);
  const listed = async (person: TestPerson) =>
    (await host.call(person, endpoints.list, { query: { conversationId: group } })).body.invoices.length;
  expect([await listed(staff), await listed(finance), await listed(colleague)]).toEqual([1, 1, 0]);
  expect((await host.call(null, endpoints.list)).status).toBe(401);
});

test('I9: lists are paged, newest first, and filtered by status', async () => {
  const person = await host.aPerson('pages');
  const group = await host.aGroup(person);
  for (const seed of ['p1', 'p2', 'p3']) await host.anInvoice(person, group, { seed });
  const list = async (query: object) => (await host.call(person, endpoints.list, { query })).body.invoices;
  const all = await list({});
  expect(all.map((row) => row.card.invoiceId)).toEqual(
    all
      .map((row) => row.card.invoiceId)
      .sort()
      .reverse(),
  );
  const [first] = await list({ limit: 1 });
  expect((await list({ beforeId: first?.card.invoiceId })).map((row) => row.card.invoiceId)).toEqual(
    all.slice(1).map((row) => row.card.invoiceId),
  );
  expect(await list({ status: 'booked' })).toEqual([]);
});

test('I9: a guest’s invoice is read like any other, and the guest can neither correct nor claim it', async () => {
  const group = await host.aGroup(staff, [guest]);
  const invoice = await host.anInvoice(guest, group, { seed: 'guest' });
  expect(invoice.card.status).toBe('checked');
  expect(invoice.actions).toEqual([]);
  const answer = await host.call(guest, endpoints.correct, {
    params: { invoiceId: invoice.card.invoiceId },
    body: { version: invoice.card.version, corrections: [{ field: 'sellerName', value: 'x' }] },
  });
  expect(answer).toMatchObject({ status: 403, body: { refusal: 'right_missing' } });
});

test('I2: the database itself refuses skipped steps and deletion', async () => {
  const invoice = await host.anInvoice(staff, await host.aGroup(staff), { seed: 'trigger' });
  const { invoiceId } = invoice.card;
  for (const status of ['reading', 'approved', 'booked', 'archived']) {
    const skip = host.database.query('update invoices set status = $2 where id = $1', [invoiceId, status]);
    await expect(skip).rejects.toThrow(/cannot go from checked/);
  }
  await expect(host.database.query('delete from invoices where id = $1', [invoiceId])).rejects.toThrow(/never deleted/);
});

test('I1: a repeated reading changes nothing', async () => {
  const invoice = await host.anInvoice(staff, await host.aGroup(staff), { seed: 'repeat' });
  await host.database.transaction((tx) =>
    host.platform.jobs.add(tx, { name: 'read-invoice', payload: { fileId: invoice.card.file.fileId } }),
  );
  // Those that wait for a later time are the spare ones of the other tests.
  const due = async () => (await host.database.query('select 1 from graphile_worker.jobs where run_at < now()')).length;
  await host.platform.jobs.start();
  try {
    await expect.poll(due, { timeout: 10_000 }).toBe(0);
  } finally {
    await host.platform.jobs.stop();
  }
  expect((await get(staff, invoice.card.invoiceId)).body).toEqual(invoice);
});

import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import { type Card, conversations, invoices as endpoints, type InvoiceCardData } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, firm, type InvoicesHost, startInvoicesHost, type TestPerson } from './testing/invoices-host.ts';

let host: InvoicesHost;
let staff: TestPerson;
let colleague: TestPerson;
let finance: TestPerson;

beforeAll(async () => {
  host = await startInvoicesHost();
  staff = await host.aPerson('lijia');
  colleague = await host.aPerson('zhoulan');
  finance = await host.aPerson('caiwu', ['finance']);
});
afterAll(() => host.close());

const [buyer] = firm.buyers;
const xmlOf = (options: Parameters<typeof anInvoice>[0]) =>
  new TextEncoder().encode(makeXml(anInvoice({ buyer, ...options })));

async function cardsIn(person: TestPerson, conversationId: Parameters<InvoicesHost['drop']>[1]) {
  const { events, laterCards } = (await host.call(person, conversations.history, { params: { conversationId } })).body;
  return [...events, ...laterCards].filter((event) => event.kind === 'card.set');
}

const dataOf = (card: Card): InvoiceCardData => {
  const [element] = card.body;
  if (element?.type !== 'Countinghouse.Invoice') throw new Error('no invoice card');
  return element.data as InvoiceCardData; // Our own server made it; its shape is compared below.
};

test('I1: a dropped file has a card in the same transaction, and the card changes in place once it is read', async () => {
  const group = await host.aGroup(staff, [colleague]);
  const file = await host.aFile(staff, 'hotel.xml', xmlOf({ seed: 'I1', kind: 'digital_special' }));
  const message = await host.drop(staff, group, [file]);
  const cards = await cardsIn(colleague, group);
  expect(cards.map((card) => card.messageSeq)).toEqual([message.seq, message.seq]);
  expect(new Set(cards.map((card) => card.cardId))).toEqual(new Set([`invoice:${file.fileId}:0`]));
  expect(cards.map((card) => dataOf(card.card).status)).toEqual(['reading', 'checked']);
  const last = cards.at(-1);
  expect(last && dataOf(last.card)).toMatchObject({
    buyerName: buyer?.name,
    currency: 'CNY',
    doubts: [],
    duplicate: null,
    uploaderId: staff.userId,
  });
  const statuses = new Map(dataOf(last?.card as Card).checks.map((check) => [check.id, check.status]));
  expect(statuses.get('not_duplicate')).toBe('pass');
  expect(statuses.get('buyer_is_firm')).toBe('pass');
  expect(statuses.get('sum_consistent')).toBe('pass');
});

test('drop to card takes less than half a second for a structured file', async () => {
  const group = await host.aGroup(staff);
  const file = await host.aFile(staff, 'fast.xml', xmlOf({ seed: 'fast' }));
  const start = performance.now();
  await host.drop(staff, group, [file]);
  expect(performance.now() - start).toBeLessThan(500);
});

test('debug', async () => {
  const group = await host.aGroup(staff);
  const invoice = await host.anInvoice(staff, group, { seed: 'x' });
  expect(invoice.card.status).toBe('checked');
  const asked = await host.call(finance, endpoints.ask, {
    params: { invoiceId: invoice.card.invoiceId },
    body: { clientId: aClientId(), text: '税率是 6% 吗？' },
  });
  expect(asked.status).toBe(200);
});

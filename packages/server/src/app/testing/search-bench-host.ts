// The whole server on a database of its own, filled by the process that started it; for `npm run bench -- search`.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { ConversationId, FileId, InvoiceField, InvoiceId, OrgRole, UserId } from '@countinghouse/protocol';
import { sealingContext } from '../../modules/messaging/domain/event-body.ts';
import { refreshFiles } from '../../modules/search/indexing/index-batch.ts';
import { makeInvoiceDocument } from '../../modules/search/indexing/make-documents.ts';
import { upsertInvoices } from '../../modules/search/store/document-store.ts';
import { systemClock } from '../../platform/clock.ts';
import { bigints, byteas, integers, texts, timestamps, uuids } from '../../platform/database/binary-arrays.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { createLogger } from '../../platform/log.ts';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded-postgres.ts';
import type { OpenPlatform } from '../open-platform.ts';
import { openPlatform } from '../open-platform.ts';
import { createServer, type Server } from '../server.ts';

interface MessageRow {
  conversation: number;
  seq: number;
  author: number;
  atMs: number;
  text: string;
}
interface FileRow {
  conversation: number;
  seq: number;
  owner: number;
  atMs: number;
  name: string;
  text: string;
  invoice?: InvoiceRow;
}
interface InvoiceRow {
  number: string;
  seller: string;
  buyer: string;
  totalYuan: number;
  item: string;
}
interface ReaderRow {
  login: string;
  role: OrgRole;
  conversations: number[];
}
type Order =
  | { op: 'begin'; people: string[]; titles: string[]; readers: ReaderRow[] }
  | { op: 'resume'; conversationIds: ConversationId[]; userIds: UserId[] }
  | { op: 'messages'; rows: MessageRow[] }
  | { op: 'heads'; heads: number[] }
  | { op: 'files'; rows: FileRow[] }
  | { op: 'uploads'; rows: FileRow[] }
  | { op: 'catch-up' }
  | { op: 'settle' }
  | { op: 'drop-token-indexes' }
  | { op: 'build-token-indexes'; table: string }
  | { op: 'follow' }
  | { op: 'sizes' };

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: search-bench-host.ts DATA_DIR');
await mkdir(dataDir, { recursive: true });
const log = createLogger('warn');
const postgres = await startEmbeddedPostgres({ dataDir, log });
const publicUrl = 'http://127.0.0.1';
const config = { port: 0, dataDir, databaseUrl: postgres.url, publicUrl, isDemo: false, trustedRootFiles: [] };
const opened: OpenPlatform = await openPlatform({ config, databaseUrl: postgres.url, log, clock: systemClock });
const freely = { burst: 1_000_000, perSecond: 1_000_000 };
const server: Server = await createServer(opened.platform, opened.keys, { search: { limits: freely } });
const { database, sealer } = opened.platform;
await server.http.listen({ port: 0, host: '127.0.0.1' });

const conversationIds: ConversationId[] = [];
const userIds: UserId[] = [];
const conversationAt = (index: number): ConversationId => conversationIds[index] ?? fail();
const userAt = (index: number): UserId => userIds[index] ?? fail();
const fail = (): never => {
  throw new Error('an index that was not made');
};
// Ids of the right form; nobody has to guess them here.
const anId = <Id extends string>(): Id => randomUUID() as Id;

async function begin(order: Extract<Order, { op: 'begin' }>): Promise<object> {
  await addPeople(order.people);
  await addConversations(order.titles);
  const readers = [];
  for (const reader of order.readers) readers.push(await addReader(reader));
  return { baseUrl: baseUrl(), conversationIds, userIds, readers };
}

function baseUrl(): string {
  const [address] = server.http.addresses();
  if (typeof address !== 'object') throw new Error('the server does not listen on a port');
  return `${publicUrl}:${address.port}`;
}

/** The data are of an earlier run. */
function resume(order: Extract<Order, { op: 'resume' }>): object {
  conversationIds.push(...order.conversationIds);
  userIds.push(...order.userIds);
  return { baseUrl: baseUrl() };
}

async function addPeople(names: readonly string[]): Promise<void> {
  userIds.push(...names.map(() => anId<UserId>()));
  await database.query(
    `insert into users (id, kind, login, name_zh, title_zh, roles, created_at)
     select i, 'person', 'made-' || i, n, '职员', '{staff}', now() from unnest($1::uuid[], $2::text[]) as u(i, n)`,
    [userIds, names],
  );
}

async function addConversations(titles: readonly string[]): Promise<void> {
  conversationIds.push(...titles.map(() => anId<ConversationId>()));
  await database.query(
    `insert into conversations (id, kind, title, created_by, created_at, member_count)
     select i, 'group', t, $3, now(), 1 from unnest($1::uuid[], $2::text[]) as u(i, t)`,
    [conversationIds, titles, userAt(0)],
  );
}

async function addReader({ login, role, conversations }: ReaderRow): Promise<{ userId: UserId; token: string }> {
  const { userId, link } = await database.transaction(async (tx) => {
    const id = await server.identity.addPerson(tx, {
      kind: 'person',
      login,
      name: { zh: login },
      title: { zh: '职员' },
      departmentId: null,
      roles: [role],
    });
    return { userId: id, link: await server.identity.makeLink(tx, id) };
  });
  await database.query(
    `insert into conversation_members (conversation_id, user_id, role, visible_from_seq, joined_at, cursor_seq, cursor_message_count, joined_seq)
     select c, $2, 'member', 1, now(), 0, 0, 1 from unnest($1::uuid[]) as u(c)`,
    [conversations.map(conversationAt), userId],
  );
  const answer = await server.http.inject({
    method: 'POST',
    url: '/api/sign-in-links/redeem',
    payload: { token: new URL(link).searchParams.get('token'), carrier: 'token' },
  });
  return { userId, token: answer.json<{ token: string }>().token };
}

/** Sealed and written as the log has them, without what else a posting does. */
async function addMessages(rows: readonly MessageRow[]): Promise<void> {
  const sealed = await Promise.all(
    rows.map(({ conversation, seq, text }) => {
      const place = { conversationId: conversationAt(conversation), seq };
      const content = { text, mentions: [], files: [] };
      const body = { kind: 'message.posted', clientId: `bench-${seq}`, content };
      return sealer.seal({
        scope: place.conversationId,
        context: sealingContext(place),
        plaintext: Buffer.from(JSON.stringify(body)),
      });
    }),
  );
  await database.query(
    `insert into conversation_events (conversation_id, seq, kind, actor_id, at, message_count, client_id, key_id, ciphertext)
     select c, s, 'message.posted', a, t, s, 'bench-' || s, k, b
     from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::timestamptz[], $5::integer[], $6::bytea[]) as u(c, s, a, t, k, b)`,
    [
      uuids(rows.map((row) => conversationAt(row.conversation))),
      bigints(rows.map((row) => row.seq)),
      uuids(rows.map((row) => userAt(row.author))),
      timestamps(rows.map((row) => new Date(row.atMs))),
      integers(sealed.map((each) => each.keyId)),
      byteas(sealed.map((each) => each.ciphertext)),
    ],
  );
}

const setHeads = (heads: readonly number[]): Promise<object[]> =>
  database.query(
    `update conversations c set head_seq = u.h, message_count = u.h, last_message_seq = u.h
     from unnest($1::uuid[], $2::bigint[]) as u(c, h) where c.id = u.c`,
    [conversationIds.slice(0, heads.length), heads],
  );

/** Texts as a reading has left them, on messages that are there; the index makes its documents of them itself. */
async function addFiles(rows: readonly FileRow[]): Promise<void> {
  const ids = rows.map(() => anId<FileId>());
  const { keyId } = await sealer.currentKey('files');
  await database.transaction(async (tx) => {
    const digests = byteas(rows.map(() => randomBytes(32)));
    const ats = timestamps(rows.map((row) => new Date(row.atMs)));
    await tx.query(
      `insert into blobs (sha256, size_bytes, key_id, stored_at) select d, 1000, $2, t from unnest($1::bytea[], $3::timestamptz[]) as u(d, t)`,
      [digests, keyId, ats],
    );
    await tx.query(
      `insert into files (id, owner_id, name, media_type, size_bytes, sha256, created_at)
       select i, o, n, 'text/plain', 1000, d, t from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::timestamptz[]) as u(i, o, n, d, t)`,
      [uuids(ids), uuids(rows.map((row) => userAt(row.owner))), texts(rows.map((row) => row.name)), digests, ats],
    );
    await tx.query(
      'insert into message_files (conversation_id, seq, file_id) select * from unnest($1::uuid[], $2::bigint[], $3::uuid[])',
      [uuids(rows.map((row) => conversationAt(row.conversation))), bigints(rows.map((row) => row.seq)), uuids(ids)],
    );
    await tx.query(
      `insert into search_files (file_id, at, state, text, content, tokens)
       select i, t, 'read', '', c, '{}' from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as u(i, t, c)`,
      [uuids(ids), ats, texts(rows.map((row) => row.text))],
    );
    await addInvoices(
      tx,
      rows.flatMap((row, index) =>
        row.invoice ? [{ ...row, fileId: ids[index] ?? fail(), invoice: row.invoice }] : [],
      ),
    );
    await refreshFiles(
      tx,
      ids.map((fileId) => ({ fileId })),
    );
  });
}

/** Read and checked, as the invoices module leaves them, and taken into the index. */
async function addInvoices(
  tx: Transaction,
  rows: readonly (FileRow & { fileId: FileId; invoice: InvoiceRow })[],
): Promise<void> {
  const made = rows.map(({ invoice, ...row }) => ({
    row,
    invoiceId: anId<InvoiceId>(),
    conversationId: conversationAt(row.conversation),
    uploaderId: userAt(row.owner),
    at: new Date(row.atMs),
    fields: fieldsOf(invoice, new Date(row.atMs)),
    items: [{ name: invoice.item, amount: `${invoice.totalYuan}.00` }],
    totalMinor: invoice.totalYuan * 100,
  }));
  const ids = uuids(made.map((each) => each.invoiceId));
  await tx.query(
    `insert into invoices (id, conversation_id, message_seq, uploader_id, file_id, file, sha256, document_index, status, version,
       page_count, signature, fields, items, checks, currency, total_minor, created_at)
     select i, c, s, o, f, '{}', '', 0, 'reading', 1, 1, 'none', d::jsonb, l::jsonb, '[]', 'CNY', m, t
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[])
       as u(i, c, s, o, f, d, l, m, t)`,
    [
      ids,
      uuids(made.map((each) => each.conversationId)),
      bigints(made.map((each) => each.row.seq)),
      uuids(made.map((each) => each.uploaderId)),
      uuids(made.map((each) => each.row.fileId)),
      texts(made.map((each) => JSON.stringify(each.fields))),
      texts(made.map((each) => JSON.stringify(each.items))),
      bigints(made.map((each) => each.totalMinor)),
      timestamps(made.map((each) => each.at)),
    ],
  );
  await tx.query(`update invoices set status = 'checked' where id = any($1::uuid[])`, [ids]);
  await upsertInvoices(tx, made.map(makeInvoiceDocument));
}

function fieldsOf(invoice: InvoiceRow, at: Date): InvoiceField[] {
  const values = {
    invoiceNumber: invoice.number,
    issueDate: at.toISOString().slice(0, 10),
    sellerName: invoice.seller,
    buyerName: invoice.buyer,
    totalAmount: `${invoice.totalYuan}.00`,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, source: 'text', isDoubtful: false }));
}

/** What the migrations made them by; a million documents are put into an index ten times faster all at once. */
const tokenIndexes: { tableName: string; definition: string }[] = [];

async function dropTokenIndexes(): Promise<object> {
  const indexes = await database.query<{ name: string; tableName: string; definition: string }>(
    `select indexname as name, tablename as "tableName", indexdef as definition from pg_indexes
     where tablename like 'search\\_%' and indexdef like '% USING gin %'`,
  );
  for (const { name, ...index } of indexes) {
    tokenIndexes.push(index);
    await database.query(`drop index ${name}`);
  }
  return {};
}

async function buildTokenIndexes(table: string): Promise<object> {
  await database.transaction(async (tx) => {
    await tx.query(`set local maintenance_work_mem = '1GB'`);
    for (const { tableName, definition } of tokenIndexes) if (tableName === table) await tx.query(definition);
  });
  return {};
}

/** The whole way: kept encrypted, then read by a process and taken in by the index. */
async function addUploads(rows: readonly FileRow[]): Promise<object> {
  const ids: FileId[] = [];
  for (const row of rows) {
    const bytes = new TextEncoder().encode(row.text);
    ids.push((await server.files.keepBytes({ ownerId: userAt(row.owner), name: row.name, bytes })).fileId);
  }
  await database.transaction(async (tx) => {
    await tx.query(
      'insert into message_files (conversation_id, seq, file_id) select * from unnest($1::uuid[], $2::bigint[], $3::uuid[])',
      [uuids(rows.map((row) => conversationAt(row.conversation))), bigints(rows.map((row) => row.seq)), uuids(ids)],
    );
    await refreshFiles(
      tx,
      ids.map((fileId) => ({ fileId })),
    );
  });
  return timed(() => server.search.catchUp());
}

async function timed(work: () => Promise<void>): Promise<{ seconds: number }> {
  const startedMs = performance.now();
  await work();
  return { seconds: (performance.now() - startedMs) / 1000 };
}

async function sizes(): Promise<object> {
  const [row] = await database.query(
    `select (select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r' and relname like 'search\\_%') as "indexBytes",
       pg_relation_size('search_messages_by_token') as "messageTokenBytes", pg_total_relation_size('search_messages') as "messageBytes",
       pg_relation_size('search_files_by_token') as "fileTokenBytes", pg_total_relation_size('search_files') as "fileBytes",
       pg_relation_size('search_invoices_by_token') as "invoiceTokenBytes", pg_total_relation_size('search_invoices') as "invoiceBytes",
       pg_total_relation_size('conversation_events') as "logBytes"`,
  );
  return { ...row, serverResidentBytes: process.memoryUsage().rss };
}

async function obey(order: Order): Promise<object> {
  switch (order.op) {
    case 'begin':
      return begin(order);
    case 'resume':
      return resume(order);
    case 'drop-token-indexes':
      return dropTokenIndexes();
    case 'build-token-indexes':
      return buildTokenIndexes(order.table);
    case 'messages':
      await addMessages(order.rows);
      return {};
    case 'heads':
      await setHeads(order.heads);
      return {};
    case 'files':
      await addFiles(order.rows);
      return {};
    case 'uploads':
      return addUploads(order.rows);
    case 'catch-up':
      return timed(() => server.search.catchUp());
    case 'settle':
      // What autovacuum does by itself after a while.
      await database.query('vacuum analyze search_messages');
      await database.query('vacuum analyze search_files');
      await database.query('vacuum analyze search_invoices');
      await database.query('analyze');
      return {};
    case 'follow':
      server.search.start();
      return {};
    case 'sizes':
      return sizes();
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }),
  );
});
process.on('disconnect', async () => {
  await server.http.close();
  await server.search.stop();
  await opened.close();
  await postgres.stop();
  process.exit(0);
});
process.send?.({ result: {} });

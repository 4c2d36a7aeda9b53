import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anInvoice, type InvoiceOptions, makeXml } from '@countinghouse/invoice-maker';
import { checkDocument, readInvoice } from '@countinghouse/invoice-reader';
import {
  type ClientId,
  type ConversationId,
  conversations,
  type DepartmentId,
  type Endpoint,
  type EngagementId,
  type FileRef,
  type Invoice,
  invoices as invoiceEndpoints,
  type MessagePosted,
  type OrgRole,
} from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { Value } from 'typebox/value';
import { createInProcessBus } from '../../../platform/bus/in-process-bus.ts';
import { systemClock } from '../../../platform/clock.ts';
import { type Database, openDatabase } from '../../../platform/database/database.ts';
import { DomainEvents } from '../../../platform/events.ts';
import { createHttp } from '../../../platform/http/create-http.ts';
import {
  type Answer,
  type CallInput,
  callEndpoint,
  type SignedIn,
} from '../../../platform/http/testing/call-endpoint.ts';
import { createNewId } from '../../../platform/ids.ts';
import { createJobs } from '../../../platform/jobs/jobs.ts';
import { createLogger } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openFileKeyProvider } from '../../../platform/secrets/key-provider.ts';
import { createSealer } from '../../../platform/secrets/sealer.ts';
import { createPreparedDatabase } from '../../../platform/testing/prepared-database.ts';
import { createFiles, type Files } from '../../files/index.ts';
import { createIdentity, type Identity } from '../../identity/index.ts';
import { createMessaging, type Messaging } from '../../messaging/index.ts';
import { createInvoices, type Invoices, type Reader } from '../index.ts';

const log = createLogger(process.env.TEST_LOG_LEVEL ?? 'silent');

export type TestPerson = SignedIn;

export interface HostParts {
  platform: Platform;
  database: Database;
  http: FastifyInstance;
  identity: Identity;
  files: Files;
  messaging: Messaging;
  invoices: Invoices;
}

/** Everything up to invoices on a database of its own, called without a port. */
export interface InvoicesHost extends HostParts {
  aPerson(name: string, roles?: OrgRole[], departmentId?: DepartmentId | null): Promise<TestPerson>;
  aGroup(owner: TestPerson, members?: readonly TestPerson[], engagementId?: EngagementId): Promise<ConversationId>;
  aFile(owner: TestPerson, name: string, bytes: Uint8Array): Promise<FileRef>;
  drop(person: TestPerson, conversationId: ConversationId, files: readonly FileRef[]): Promise<MessagePosted>;
  /** An invoice to the firm, dropped as XML and read. */
  anInvoice(person: TestPerson, conversationId: ConversationId, options: InvoiceOptions): Promise<Invoice>;
  call<E extends Endpoint>(person: TestPerson | null, endpoint: E, input?: CallInput<E>): Promise<Answer<E>>;
  close(): Promise<void>;
}

const { name: firmName, taxId: firmTaxId } = anInvoice({ seed: 'firm' }).buyer;
export const firm = { name: { zh: firmName }, buyers: [{ name: firmName, taxId: firmTaxId }] };

let madeCount = 0;
// Tests need ids of the right form, not unguessable ones.
export const aClientId = (): ClientId => `client-${process.pid}-${++madeCount}` as ClientId;

/** The reader without its worker processes. */
const plainReader: Reader = { read: (bytes, fileName) => readInvoice(bytes, { fileName }), checkDocument };

export async function startInvoicesHost<More extends object>(
  options: { reader?: Reader; plug?(parts: HostParts): More } = {},
): Promise<InvoicesHost & More> {
  const testDatabase = await createPreparedDatabase();
  const database = openDatabase({ url: testDatabase.url, log });
  const keyDatabase = openDatabase({ url: testDatabase.url, log });
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-business-'));
  const keys = await openFileKeyProvider(dataDir, undefined);
  const platform: Platform = {
    config: {
      port: 0,
      dataDir,
      databaseUrl: testDatabase.url,
      publicUrl: 'http://127.0.0.1',
      isDemo: false,
      trustedRootFiles: [],
    },
    database,
    log,
    clock: systemClock,
    newId: createNewId(systemClock),
    metrics: createMetrics(),
    bus: createInProcessBus({ log }),
    events: new DomainEvents(),
    jobs: createJobs({ database, log }),
    sealer: createSealer({ database: keyDatabase, keys, clock: systemClock }),
  };
  const http = await createHttp(platform);
  const identity = createIdentity(platform);
  const files = createFiles(platform, keys);
  const messaging = createMessaging(platform, identity);
  const invoices = createInvoices(platform, { identity, files, messaging, reader: options.reader ?? plainReader });
  identity.registerRoutes(http, { listEngagementsFor: async () => [], listSharedPeople: messaging.listSharedPeople });
  files.registerRoutes(http, async () => undefined);
  messaging.registerRoutes(http);
  invoices.registerRoutes(http);
  const parts: HostParts = { platform, database, http, identity, files, messaging, invoices };
  const more = options.plug?.(parts);
  await database.transaction((tx) => identity.saveFirm(tx, firm));
  return {
    ...parts,
    ...builders(parts),
    // Without `plug` the type parameter is inferred as an empty object.
    ...(more as More),
    close: async () => {
      await invoices.idle();
      await http.close();
      files.stop();
      await Promise.all([database.close(), keyDatabase.close()]);
      await testDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function builders(parts: HostParts): Omit<InvoicesHost, keyof HostParts | 'close'> {
  const { database, identity, files, invoices, http } = parts;
  const call: InvoicesHost['call'] = async (person, endpoint, input) => {
    const answer = await callEndpoint(http, person, endpoint, input);
    if (answer.status === 200) Value.Assert(endpoint.response, answer.body);
    return answer;
  };
  const aFile: InvoicesHost['aFile'] = (owner, name, bytes) => files.keepBytes({ ownerId: owner.userId, name, bytes });
  const drop: InvoicesHost['drop'] = async (person, conversationId, refs) => {
    const answer = await call(person, conversations.postMessage, {
      params: { conversationId },
      body: { clientId: aClientId(), text: '', fileIds: refs.map((file) => file.fileId) },
    });
    if (answer.status !== 200) throw new Error(`the drop was refused: ${answer.body.refusal}`);
    await invoices.idle();
    return answer.body;
  };
  return {
    call,
    aFile,
    drop,
    aPerson: async (name, roles = ['staff'], departmentId = null) => {
      const made = await database.transaction(async (tx) => {
        const kind = roles.includes('guest') ? 'guest' : 'person';
        const names = { login: name, name: { zh: name }, title: { zh: '职员' } };
        const userId = await identity.addPerson(tx, { kind, ...names, departmentId, roles });
        return { userId, link: await identity.makeLink(tx, userId) };
      });
      const payload = { token: new URL(made.link).searchParams.get('token'), carrier: 'token' };
      const answer = await http.inject({ method: 'POST', url: '/api/sign-in-links/redeem', payload });
      return { userId: made.userId, token: answer.json<{ token: string }>().token };
    },
    aGroup: async (owner, members = [], engagementId) => {
      const memberIds = members.map((member) => member.userId);
      const body = { clientId: aClientId(), title: '项目组', memberIds, ...(engagementId ? { engagementId } : {}) };
      return (await call(owner, conversations.create, { body })).body.id;
    },
    anInvoice: async (person, conversationId, options) => {
      const [buyer] = firm.buyers;
      const facts = anInvoice({ buyer, ...options });
      const file = await aFile(person, `${facts.number}.xml`, new TextEncoder().encode(makeXml(facts)));
      await drop(person, conversationId, [file]);
      const { invoices: rows } = (await call(person, invoiceEndpoints.list, { query: { mine: true } })).body;
      const row = rows.find((candidate) => candidate.card.file.fileId === file.fileId);
      if (!row) throw new Error('the dropped file became no invoice');
      const { body } = await call(person, invoiceEndpoints.get, { params: { invoiceId: row.card.invoiceId } });
      return body;
    },
  };
}

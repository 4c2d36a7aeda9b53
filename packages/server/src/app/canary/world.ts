import { randomUUID } from 'node:crypto';
import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import {
  type BodyOf,
  type ClaimCardData,
  type ClientId,
  claims,
  conversations,
  engagements,
  type FileId,
  groups,
  type InvoiceId,
  invoices,
  ledger,
  type ParamsOf,
  personal,
} from '@countinghouse/protocol';

import type { WebSocket } from 'ws';
import { locateNatsServer, startNatsServer } from '../../platform/bus/testing/nats-server.ts';
import type { ServerOptions } from '../server.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { anInhabitant, type Inhabitant, listen } from './inhabitant.ts';
import { type Lent, sayEverything } from './message-kinds.ts';
import { aPicture, thumbnailCanaries } from './pictures.ts';
import { ofFirm, roster } from './roster.ts';
import type { IdPools } from './surfaces.ts';

/** One secret string and who may meet it. */
export interface Canary {
  text: string;
  what: string;
  /** Names of those whom the rules allow to read an object that holds it. */
  mayRead: Set<string>;
}

export interface World {
  host: TestServer;
  people: Map<string, Inhabitant>;
  canaries: Map<string, Canary>;
  pools: IdPools;
  /** What the lines at the second process brought; undefined where there is none. */
  elsewhere: string[] | undefined;
  person(name: string): Inhabitant;
  close(): Promise<void>;
}

const newClientId = (): ClientId => randomUUID() as ClientId; // has the form that the schema asks for

/** Everybody looks for every canary, faster than any person types. */
const searchesFreely: ServerOptions = { search: { limits: { burst: 100_000, perSecond: 100_000 } } };

/** Where NATS can be had, everybody is on the line at a second process too, through which nothing is written. */
async function startProcesses(): Promise<{ host: TestServer; hosts: TestServer[]; close(): Promise<void> }> {
  const located = await locateNatsServer();
  if ('missing' in located) {
    const host = await startTestServer({ server: searchesFreely });
    return { host, hosts: [host], close: () => host.close() };
  }
  const nats = await startNatsServer(located.path);
  const address = { servers: [`127.0.0.1:${nats.port}`], isTls: false };
  const host = await startTestServer({ nats: address, server: searchesFreely });
  const second = await startTestServer({ nats: address, beside: host, server: searchesFreely });
  const close = async () => {
    await second.close();
    await host.close();
    await nats.stop();
  };
  return { host, hosts: [host, second], close };
}

export async function buildWorld(): Promise<World> {
  const { host, hosts, close } = await startProcesses();
  const people = new Map<string, Inhabitant>();
  const sockets: WebSocket[] = [];
  const elsewhere: string[] = [];
  for (const { name, roles, kind } of roster) {
    const { userId, token } = await host.aUser({ login: name, roles, ...(kind ? { kind } : {}) });
    const inhabitant = anInhabitant(host, { name, userId, token });
    people.set(name, inhabitant);
    for (const place of hosts) {
      const socket = await listen(place, inhabitant);
      if (place !== host) socket.on('message', (data) => elsewhere.push(String(data)));
      sockets.push(socket);
      inhabitant.lines.push(socket);
    }
  }
  const builder = new Builder(host, people);
  await builder.build();
  return {
    host,
    people,
    canaries: builder.canaries,
    pools: builder.pools,
    elsewhere: hosts.length > 1 ? elsewhere : undefined,
    person: (name) => builder.person(name),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await close();
    },
  };
}

/** Builds objects of every kind through the product's interface, each with canaries of its own. */
class Builder {
  readonly canaries = new Map<string, Canary>();
  readonly pools = new Map<string, string[]>();
  private readonly host: TestServer;
  private readonly people: Map<string, Inhabitant>;

  constructor(host: TestServer, people: Map<string, Inhabitant>) {
    this.host = host;
    this.people = people;
    for (const person of people.values()) this.add('userId', person.userId);
  }

  person(name: string): Inhabitant {
    const person = this.people.get(name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  }

  async build(): Promise<void> {
    const room = await this.room('room', 'ann', ['bob', 'lead', 'guest']);
    const other = await this.room('other', 'cid', ['lead']);
    const privateRoom = await this.room('private', 'bob', ['cid']);
    await sayEverything(this.lent(), { room, other });
    await this.club();
    await this.personal(room);
    await this.engagement();
    for (const [place, uploader, members] of [
      [room, 'ann', ['ann', 'bob', 'lead', 'guest']],
      [other, 'cid', ['cid', 'lead']],
    ] as const) {
      await this.finishClaim(
        uploader,
        await this.handInClaim(uploader, await this.handInInvoice(place, uploader, members)),
      );
    }
    // Last, so that the step in the pool is one that still waits.
    await this.handInClaim('bob', await this.handInInvoice(privateRoom, 'bob', ['bob', 'cid']));
    for (const id of ['questionId', 'voucherId', 'archiveId', 'instanceId', 'sessionId', 'departmentId']) this.add(id);
  }

  private lent(): Lent {
    const { people } = this;
    const person = (name: string) => this.person(name);
    const canary = (what: string, mayRead: readonly string[]) => this.canary(what, mayRead);
    return { people, person, canary, keep: (...given) => this.keep(...given), add: (...ids) => this.add(...ids) };
  }

  private add(pool: string, ...ids: string[]): void {
    this.pools.set(pool, [...(this.pools.get(pool) ?? []), ...ids]);
  }

  private canary(what: string, mayRead: readonly string[]): string {
    const text = `CANARY${randomUUID().replace(/-/g, '').slice(0, 16)}`;
    this.canaries.set(text, { text, what, mayRead: new Set(mayRead) });
    return text;
  }

  private async room(
    what: string,
    owner: string,
    members: string[],
  ): Promise<{ id: BodyOf<typeof conversations.openDirect> extends never ? never : string }> {
    const all = [owner, ...members];
    const summary = await this.person(owner).call(conversations.create, {
      body: {
        clientId: newClientId(),
        title: this.canary(`title of ${what}`, all),
        memberIds: members.map((name) => this.person(name).userId),
      },
    });
    this.add('conversationId', summary.id);
    for (const name of all) {
      const { seq } = await this.person(name).call(conversations.postMessage, {
        params: { conversationId: summary.id },
        body: { clientId: newClientId(), text: this.canary(`message of ${name} in ${what}`, all) },
      });
      await this.person(name).call(conversations.setDraft, {
        params: { conversationId: summary.id },
        body: { threadSeq: seq, text: this.canary(`draft of ${name} in a thread in ${what}`, [name]) },
      });
      await this.person(name).call(conversations.setDraft, {
        params: { conversationId: summary.id },
        body: { text: this.canary(`draft of ${name} in ${what}`, [name]) },
      });
    }
    const fileId = await this.keep(owner, {
      name: `${this.canary(`file name in ${what}`, all)}.txt`,
      content: this.canary(`file content in ${what}`, all),
    });
    await this.person(owner).call(conversations.postMessage, {
      params: { conversationId: summary.id },
      body: { clientId: newClientId(), text: '', fileIds: [fileId, await this.picture(what, owner, all)] },
    });
    return summary;
  }

  /** What bob keeps for himself, and what he says of himself. */
  private async personal({ id }: { id: string }): Promise<void> {
    const conversationId = id as ParamsOf<typeof conversations.get>['conversationId']; // the answer's own id
    const bob = this.person('bob');
    const note = this.canary('bookmark note of bob', ['bob']);
    await bob.call(personal.putBookmark, { params: { conversationId, seq: 6 }, body: { note } });
    const text = this.canary('message that bob sends later', ['bob']);
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const body = { clientId: newClientId(), conversationId, sendAt, content: { text } };
    this.add('scheduledMessageId', (await bob.call(personal.schedule, { body })).id);
    // The guest is in a room with him.
    const said = this.canary('status of bob', [...ofFirm, 'guest']);
    await bob.call(personal.setStatus, { body: { status: { emoji: '', text: said, until: null } } });
  }

  /** A group that people of the firm find and ask to join; they see its title and nothing else of it. */
  private async club(): Promise<void> {
    const club = await this.person('cid').call(conversations.create, {
      body: {
        clientId: newClientId(),
        title: this.canary('title of the club', ofFirm),
        memberIds: [],
        settings: { join: 'ask' },
      },
    });
    this.add('conversationId', club.id);
    const params = { conversationId: club.id };
    const text = this.canary('message in the club', ['cid']);
    await this.person('cid').call(conversations.postMessage, { params, body: { clientId: newClientId(), text } });
    const note = this.canary('note of bob for the club', ['cid']);
    await this.person('bob').call(groups.askToJoin, { params, body: { note } });
  }

  private async picture(what: string, owner: string, readers: readonly string[]): Promise<FileId> {
    const fileId = await this.keep(owner, { name: 'photo.png', content: await aPicture() });
    for (const { size, text } of await thumbnailCanaries(this.host, { token: this.person(owner).token, fileId }))
      this.canaries.set(text, { text, what: `${size} thumbnail in ${what}`, mayRead: new Set(readers) });
    return fileId;
  }

  private async keep(owner: string, file: { name: string; content: string | Uint8Array }): Promise<FileId> {
    const kept = await this.host.server.files.keepBytes({
      ownerId: this.person(owner).userId,
      name: file.name,
      bytes: Buffer.from(file.content),
    });
    this.add('fileId', kept.fileId);
    return kept.fileId;
  }

  /** An invoice in the room, about which finance asks. */
  private async handInInvoice(room: { id: string }, uploader: string, members: readonly string[]): Promise<InvoiceId> {
    const conversationId = room.id as ParamsOf<typeof conversations.get>['conversationId']; // the answer's own id
    const readers = [...members, 'finance', 'lead'];
    const person = this.person(uploader);
    const facts = anInvoice({
      seed: `canary-${uploader}`,
      preset: 'printing',
      seller: { name: `${this.canary(`seller on the invoice of ${uploader}`, readers)}有限公司` },
    });
    const fileId = await this.keep(uploader, {
      name: `${this.canary(`name of the invoice file of ${uploader}`, readers)}.xml`,
      content: makeXml(facts),
    });
    await person.call(conversations.postMessage, {
      params: { conversationId },
      body: { clientId: newClientId(), text: '', fileIds: [fileId] },
    });
    await this.host.server.invoices.idle();
    const listed = await person.call(invoices.list, { query: { conversationId } });
    const found = listed.invoices.find((row) => row.card.file.fileId === fileId);
    if (!found) throw new Error('the canary’s invoice was not read');
    this.add('invoiceId', found.card.invoiceId);
    await this.question(uploader, found.card.invoiceId);
    return found.card.invoiceId;
  }

  private async question(uploader: string, invoiceId: InvoiceId): Promise<void> {
    const readers = [uploader, 'finance', 'lead'];
    const question = await this.person('finance').call(invoices.ask, {
      params: { invoiceId },
      body: { clientId: newClientId(), text: this.canary(`question to ${uploader}`, readers) },
    });
    this.add('questionId', question.id);
    await this.person(uploader).call(invoices.answer, {
      params: { questionId: question.id },
      body: { clientId: newClientId(), text: this.canary(`answer of ${uploader}`, readers) },
    });
  }

  private async handInClaim(uploader: string, invoiceId: InvoiceId): Promise<ClaimCardData> {
    const person = this.person(uploader);
    const readers = [uploader, 'finance', 'lead'];
    const [departmentId] = this.pools.get('departmentId') ?? [];
    if (!departmentId) this.add('departmentId', await this.department());
    const claim = await person.call(claims.create, { body: { clientId: newClientId(), invoiceIds: [invoiceId] } });
    const edited = await person.call(claims.edit, {
      params: { claimId: claim.card.claimId },
      body: {
        version: claim.card.version,
        title: this.canary(`title of the claim of ${uploader}`, readers),
        costTo: { kind: 'department', departmentId: (this.pools.get('departmentId')?.[0] ?? '') as never }, // an id that the server made
        lines: claim.lines.map((line) => ({
          invoiceId: line.invoiceId,
          expenseType: line.expenseType,
          reason: this.canary(`reason on the claim of ${uploader}`, readers),
        })),
      },
    });
    this.add('claimId', claim.card.claimId);
    const submitted = await person.call(claims.submit, {
      params: { claimId: claim.card.claimId },
      body: { version: edited.card.version },
    });
    const { approvalId } = submitted.card;
    const step = submitted.card.steps.find((candidate) => candidate.status === 'pending');
    if (!approvalId || !step) throw new Error('the claim has no pending step');
    this.add('approvalId', approvalId);
    this.pools.set('stepId', [step.id]);
    return submitted.card;
  }

  /** Approved by lead, booked and archived by finance. */
  private async finishClaim(uploader: string, claim: ClaimCardData): Promise<void> {
    const readers = [uploader, 'finance', 'lead'];
    const { approvalId } = claim;
    const step = claim.steps.find((candidate) => candidate.status === 'pending');
    if (!approvalId || !step) throw new Error('the claim has no pending step');
    await this.person('lead').call(claims.decide, {
      params: { approvalId },
      body: {
        stepId: step.id,
        decision: 'approve',
        reason: this.canary(`reason of the approver for ${uploader}`, readers),
      },
    });
    const finance = this.person('finance');
    const proposal = await finance.call(ledger.proposal, { params: { claimId: claim.claimId } });
    const summary = this.canary(`voucher summary for ${uploader}`, ['finance']);
    const voucher = await finance.call(ledger.book, {
      params: { claimId: claim.claimId },
      body: {
        clientId: newClientId(),
        date: proposal.date,
        lines: proposal.lines.map((line) => ({ ...line, summary })),
      },
    });
    this.add('voucherId', voucher.id);
    if (voucher.instances.length === 0) throw new Error('booking wrote no instance for the canary’s invoice');
    this.add('instanceId', ...voucher.instances.map((instance) => instance.id));
    const entry = await finance.call(ledger.archive, { params: { claimId: claim.claimId } });
    this.add('archiveId', entry.id);
  }

  /** Led by ann, with cid on it. Managers and the system administrator govern it, finance books on it. */
  private async engagement(): Promise<void> {
    const readers = ['ann', 'cid', 'lead', 'finance', 'sysadmin'];
    const made = await this.person('lead').call(engagements.create, {
      body: {
        code: this.canary('code of the engagement', readers),
        name: { zh: this.canary('name of the engagement', readers) },
        clientName: this.canary('client of the engagement', readers),
        leadId: this.person('ann').userId,
        dueDate: '2026-12-31',
      },
    });
    this.add('engagementId', made.id);
    await this.person('ann').call(engagements.setMember, {
      params: { engagementId: made.id, userId: this.person('cid').userId },
      body: { role: 'junior' },
    });
  }

  private department(): Promise<string> {
    const { server } = this.host;
    return server.platform.database.transaction(async (tx) => {
      const id = await server.identity.saveDepartment(tx, { name: { zh: '审计' }, headId: this.person('lead').userId });
      const ids = ['ann', 'bob', 'cid'].map((name) => this.person(name).userId);
      await tx.query('update users set department_id = $1 where id = any($2)', [id, ids]);
      return id;
    });
  }
}

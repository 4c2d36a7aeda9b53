import { randomUUID } from 'node:crypto';
import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import {
  type BodyOf,
  type ClaimCardData,
  type ClientId,
  claims,
  conversations,
  type Endpoint,
  engagements,
  type FileId,
  type InvoiceId,
  invoices,
  ledger,
  type OrgRole,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import type { IdPools } from './surfaces.ts';

export interface Inhabitant {
  name: string;
  userId: UserId;
  token: string;
  /** Everything that the live socket brought. */
  frames: string[];
  call<E extends Endpoint>(
    endpoint: E,
    input?: { params?: ParamsOf<E>; query?: QueryOf<E>; body?: BodyOf<E> },
  ): Promise<ResponseOf<E>>;
}

/** Who lives in the canary's world. `…Outsider` people belong to nothing. */
const roster: readonly { name: string; roles: OrgRole[]; kind?: 'guest' }[] = [
  { name: 'ann', roles: ['staff'] },
  { name: 'bob', roles: ['staff'] },
  { name: 'cid', roles: ['staff'] },
  { name: 'lead', roles: ['staff', 'manager'] },
  { name: 'finance', roles: ['staff', 'finance'] },
  { name: 'management', roles: ['management'] },
  { name: 'sysadmin', roles: ['system_admin'] },
  { name: 'secadmin', roles: ['security_admin'] },
  { name: 'auditadmin', roles: ['audit_admin'] },
  { name: 'guest', roles: ['guest'], kind: 'guest' },
  { name: 'outsider', roles: ['staff'] },
  { name: 'outsideguest', roles: ['guest'], kind: 'guest' },
];

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
  person(name: string): Inhabitant;
  close(): Promise<void>;
}

const newClientId = (): ClientId => randomUUID() as ClientId; // has the form that the schema asks for

export async function buildWorld(): Promise<World> {
  const host = await startTestServer();
  const people = new Map<string, Inhabitant>();
  const sockets: WebSocket[] = [];
  for (const { name, roles, kind } of roster) {
    const { userId, token } = await host.aUser({ login: name, roles, ...(kind ? { kind } : {}) });
    const inhabitant = anInhabitant(host, { name, userId, token });
    people.set(name, inhabitant);
    sockets.push(await listen(host, inhabitant));
  }
  const builder = new Builder(host, people);
  await builder.build();
  return {
    host,
    people,
    canaries: builder.canaries,
    pools: builder.pools,
    person: (name) => builder.person(name),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await host.close();
    },
  };
}

function anInhabitant(host: TestServer, who: { name: string; userId: UserId; token: string }): Inhabitant {
  return {
    ...who,
    frames: [],
    call: async (endpoint, input = {}) => {
      const url = Object.entries(input.params ?? {}).reduce(
        (path, [name, value]) => path.replace(`:${name}`, String(value)),
        endpoint.path,
      );
      const query = new URLSearchParams(
        Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const answer = await fetch(`${host.baseUrl}${url}?${query}`, {
        method: endpoint.method,
        headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
        ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) }),
      });
      if (!answer.ok) throw new Error(`${who.name} ${endpoint.id}: ${await answer.text()}`);
      return (await answer.json()) as ResponseOf<typeof endpoint>; // the server checks its answers' types
    },
  };
}

function listen(host: TestServer, inhabitant: Inhabitant): Promise<WebSocket> {
  const socket = new WebSocket(`${host.baseUrl.replace('http', 'ws')}/api/live`, {
    headers: { authorization: `Bearer ${inhabitant.token}` },
  });
  socket.on('message', (data) => inhabitant.frames.push(String(data)));
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
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
      await this.person(name).call(conversations.postMessage, {
        params: { conversationId: summary.id },
        body: { clientId: newClientId(), text: this.canary(`message of ${name} in ${what}`, all) },
      });
    }
    const fileId = await this.keep(owner, {
      name: `${this.canary(`file name in ${what}`, all)}.txt`,
      content: this.canary(`file content in ${what}`, all),
    });
    await this.person(owner).call(conversations.postMessage, {
      params: { conversationId: summary.id },
      body: { clientId: newClientId(), text: '', fileIds: [fileId] },
    });
    return summary;
  }

  private async keep(owner: string, file: { name: string; content: string }): Promise<FileId> {
    const kept = await this.host.server.files.keepBytes({
      ownerId: this.person(owner).userId,
      name: file.name,
      bytes: new TextEncoder().encode(file.content),
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

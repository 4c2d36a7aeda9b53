import { randomUUID } from 'node:crypto';
import {
  type BodyOf,
  type Claim,
  type ClientId,
  type ConversationId,
  type ConversationSummary,
  claims,
  conversations,
  type DepartmentId,
  type EngagementId,
  type InvoiceId,
  invoices,
  ledger,
  type UserId,
} from '@countinghouse/protocol';
import type { Server } from '../server.ts';
import { Actor } from './actor.ts';
import { type DemoInvoice, makePaper } from './papers.ts';

export const newClientId = (): ClientId => randomUUID() as ClientId; // has the form that the schema asks for

/** What the demonstration's steps share. */
export class Stage {
  readonly server: Server;
  readonly departments = new Map<string, DepartmentId>();
  readonly engagements = new Map<string, EngagementId>();
  readonly groups = new Map<string, ConversationId>();
  private readonly actors = new Map<string, Actor>();

  constructor(server: Server) {
    this.server = server;
  }

  enter(key: string, userId: UserId): void {
    this.actors.set(key, new Actor(this.server, userId));
  }

  actor(key: string): Actor {
    const actor = this.actors.get(key);
    if (!actor) throw new Error(`the demonstration has no ${key}`);
    return actor;
  }

  actorOf(userId: UserId): Actor {
    for (const actor of this.actors.values()) if (actor.userId === userId) return actor;
    throw new Error(`the demonstration has nobody with the id ${userId}`);
  }

  /** Everybody goes home; with the next visit they sign in again. */
  async clear(): Promise<void> {
    for (const actor of this.actors.values()) await actor.leave();
  }

  group(key: string): ConversationId {
    const id = this.groups.get(key);
    if (!id) throw new Error(`the demonstration has no conversation ${key}`);
    return id;
  }

  async appConversation(actor: Actor, login: string): Promise<ConversationSummary> {
    const [app] = await this.server.platform.database.query<{ id: UserId }>('select id from users where login = $1', [
      login,
    ]);
    if (!app) throw new Error(`there is no app ${login}`);
    return actor.call(conversations.openDirect, { body: { userId: app.id } });
  }

  /** Drops files into a conversation and waits until they are read; the ids of the invoices found, in order. */
  async drop(
    actor: Actor,
    input: { conversationId: ConversationId; text: string; papers: readonly DemoInvoice[] },
  ): Promise<InvoiceId[]> {
    const fileIds = [];
    for (const paper of input.papers) {
      const { name, bytes } = await makePaper(paper);
      fileIds.push((await this.server.files.keepBytes({ ownerId: actor.userId, name, bytes })).fileId);
    }
    await actor.call(conversations.postMessage, {
      params: { conversationId: input.conversationId },
      body: { clientId: newClientId(), text: input.text, fileIds },
    });
    await this.server.invoices.idle();
    const listed = await actor.call(invoices.list, { query: { conversationId: input.conversationId, limit: 200 } });
    return fileIds.map((fileId) => {
      const found = listed.invoices.find((row) => row.card.file.fileId === fileId);
      if (!found) throw new Error('a dropped file became no invoice');
      return found.card.invoiceId;
    });
  }

  /** A draft with the reasons that the policy asks for. */
  async draft(
    actor: Actor,
    input: { invoiceIds: InvoiceId[]; costTo?: BodyOf<typeof claims.edit>['costTo']; reason: string; title?: string },
  ): Promise<Claim> {
    const claim = await actor.call(claims.create, { body: { clientId: newClientId(), invoiceIds: input.invoiceIds } });
    return actor.call(claims.edit, {
      params: { claimId: claim.card.claimId },
      body: {
        version: claim.card.version,
        ...(input.costTo ? { costTo: input.costTo } : {}),
        ...(input.title ? { title: input.title } : {}),
        lines: claim.lines.map((line) => ({
          invoiceId: line.invoiceId,
          expenseType: line.expenseType,
          reason: line.excess ? input.reason : '',
        })),
      },
    });
  }

  submit(actor: Actor, claim: Claim): Promise<Claim> {
    return actor.call(claims.submit, {
      params: { claimId: claim.card.claimId },
      body: { version: claim.card.version },
    });
  }

  /** The next approver in the chain says yes, until nobody is left or `steps` have been taken. */
  async approve(claim: Claim, steps = Number.POSITIVE_INFINITY): Promise<Claim> {
    let current = claim;
    for (let taken = 0; taken < steps; taken++) {
      const pending = current.card.steps.find((step) => step.status === 'pending');
      if (!pending || !current.card.approvalId) return current;
      current = await this.actorOf(pending.approverId).call(claims.decide, {
        params: { approvalId: current.card.approvalId },
        body: { stepId: pending.id, decision: 'approve' },
      });
    }
    return current;
  }

  async book(accountant: Actor, claim: Claim): Promise<void> {
    const params = { claimId: claim.card.claimId };
    const proposal = await accountant.call(ledger.proposal, { params });
    await accountant.call(ledger.book, {
      params,
      body: { clientId: newClientId(), date: proposal.date, lines: proposal.lines },
    });
  }

  async archive(accountant: Actor, claim: Claim): Promise<void> {
    await accountant.call(ledger.archive, { params: { claimId: claim.card.claimId } });
  }
}

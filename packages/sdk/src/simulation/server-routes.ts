import {
  type BodyOf,
  conversations,
  type Endpoint,
  historyPageMax,
  identity,
  memberPageMax,
  messages,
  messagesBySeqMax,
  type ParamsOf,
  postBatchMax,
  type QueryOf,
  Refusal,
  sync,
  type UserId,
} from '@countinghouse/protocol';
import { presentMember } from './reference-conversation.ts';
import type { ReferenceDatabase } from './reference-database.ts';

export interface RoutedRequest {
  userId: UserId;
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

const threadPageSize = 10;

interface Input<E extends Endpoint> {
  userId: UserId;
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
}

interface Route {
  method: string;
  path: RegExp;
  names: readonly string[];
  handle(request: RoutedRequest, params: Record<string, string>): unknown;
}

/** Answers what the contract promises, from the reference database. Throws `Refusal`. */
export class ServerRoutes {
  private readonly routes: Route[] = [];
  private readonly database: ReferenceDatabase;

  constructor(database: ReferenceDatabase) {
    this.database = database;
    this.addSync();
    this.addReading();
    this.addWriting();
    this.addMessages();
  }

  answer(request: RoutedRequest): unknown {
    for (const route of this.routes) {
      const match = route.method === request.method ? route.path.exec(request.path) : null;
      if (!match) continue;
      const params = Object.fromEntries(route.names.map((name, index) => [name, match[index + 1] ?? '']));
      return route.handle(request, params);
    }
    throw new Refusal('object_missing', `${request.method} ${request.path} is not simulated`);
  }

  /** Answers are not checked against the schema here: they are what the client has to live with. */
  private on<E extends Endpoint>(endpoint: E, handle: (input: Input<E>) => unknown): void {
    const names = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    this.routes.push({
      method: endpoint.method,
      path: new RegExp(`^${endpoint.path.replace(/:\w+/g, '([^/]+)')}$`),
      names,
      handle: ({ userId, query, body }, params) =>
        // The client builds its requests from the same endpoint.
        handle({ userId, params: valuesOf(params), query: valuesOf(Object.fromEntries(query)), body } as Input<E>),
    });
  }

  private addSync(): void {
    const { database } = this;
    this.on(identity.me, ({ userId }) => ({ person: { id: userId } }));
    this.on(sync.snapshot, ({ userId }) => database.snapshot(userId));
    this.on(sync.events, ({ userId, query }) => database.userEvents(userId, query.afterSeq));
    this.on(sync.digest, ({ userId }) => {
      const { userSeq, digest } = database.snapshot(userId);
      return { userSeq, digest };
    });
    this.on(sync.resume, ({ userId, body }) => {
      const snapshot = database.snapshot(userId);
      const { own, heads } = snapshot.digest;
      const isCurrent = body.userSeq === snapshot.userSeq && body.digest.own === own && body.digest.heads === heads;
      return isCurrent ? { isCurrent } : { isCurrent, snapshot };
    });
  }

  private addReading(): void {
    const { database } = this;
    this.on(conversations.get, ({ userId, params }) => {
      const { conversation, member } = database.access(userId, params.conversationId);
      const members = [...conversation.members.values()].slice(0, memberPageMax).map(presentMember);
      return { summary: conversation.summaryFor(member), members };
    });
    this.on(conversations.history, ({ userId, params, query }) => {
      const { limit = 50 } = query;
      demandAtMost(limit, historyPageMax);
      const { conversation, member } = database.access(userId, params.conversationId);
      return conversation.history(member, { ...query, limit });
    });
    this.on(conversations.listMembers, ({ userId, params, query }) => {
      const { limit = memberPageMax, afterUserId = '' } = query;
      demandAtMost(limit, memberPageMax);
      const { conversation } = database.access(userId, params.conversationId);
      const members = [...conversation.members.values()].map(presentMember);
      const later = members.filter((member) => member.userId > afterUserId);
      const sorted = later.sort((left, right) => (left.userId < right.userId ? -1 : 1));
      return { members: sorted.slice(0, limit), memberCount: members.length };
    });
    this.on(conversations.readers, ({ userId, params, query }) =>
      database.readers(userId, { ...params, state: query.state }),
    );
  }

  private addWriting(): void {
    const { database } = this;
    this.on(conversations.create, ({ userId, body }) => database.createGroup(userId, body));
    this.on(conversations.postMessage, ({ userId, params, body }) => {
      demandAuthor(userId, body.actorId);
      const [answer] = database.post(userId, [{ ...body, ...params }]);
      if (answer && 'event' in answer) return answer.event;
      throw new Refusal(answer?.refusal ?? 'server_fault');
    });
    this.on(conversations.postMessages, ({ userId, body }) => {
      demandAtMost(body.messages.length, postBatchMax);
      demandAuthor(userId, body.actorId);
      return { answers: database.post(userId, body.messages) };
    });
    this.on(conversations.setDraft, ({ userId, params, body }) =>
      database.setDraft(userId, params.conversationId, body),
    );
    this.on(conversations.moveCursor, ({ userId, params, body }) =>
      database.moveCursor(userId, params.conversationId, body.seq),
    );
    this.on(conversations.setMark, ({ userId, params, body }) =>
      database.setMark(userId, params.conversationId, body.fromSeq),
    );
    this.on(conversations.addMembers, ({ userId, params, body }) => {
      database.addMembers(userId, params.conversationId, body.userIds);
      return {};
    });
    this.on(conversations.removeMember, ({ userId, params }) => {
      database.removeMember(userId, params.conversationId, params.userId);
      return {};
    });
    this.on(conversations.rename, ({ userId, params, body }) => {
      database.rename(userId, params.conversationId, body.title);
      return {};
    });
  }

  private addMessages(): void {
    const { database } = this;
    const { changes } = database;
    this.on(messages.edit, ({ userId, params, body }) => changes.edit(userId, params, body));
    this.on(messages.recall, ({ userId, params }) => changes.recall(userId, params));
    this.on(messages.react, ({ userId, params, body }) => changes.react(userId, params, body));
    this.on(messages.pin, ({ userId, params, body }) => changes.pin(userId, params, body.isPinned));
    this.on(messages.bySeq, ({ userId, params, query }) => {
      const { conversation, member } = database.access(userId, params.conversationId);
      const seqs = String(query.seqs).split(',').map(Number);
      demandAtMost(seqs.length, messagesBySeqMax);
      return conversation.messagesBySeq(member, seqs);
    });
    this.on(messages.thread, ({ userId, params, query }) => {
      const { conversation, member } = database.access(userId, params.conversationId);
      const { beforeSeq = Number.POSITIVE_INFINITY } = query;
      const earlier = conversation.repliesTo(params.seq).filter((seq) => seq < beforeSeq);
      const replies = earlier.filter((seq) => seq >= member.visibleFromSeq);
      const page = replies.slice(-threadPageSize);
      const found = conversation.messagesBySeq(member, [params.seq, ...page]);
      return { ...found, hasOlder: replies.length > page.length };
    });
  }
}

function demandAtMost(count: number, most: number): void {
  if (count < 1 || count > most) throw new Refusal('request_malformed', `${count} is not between 1 and ${most}`);
}

function demandAuthor(userId: UserId, actorId: UserId | undefined): void {
  if (actorId !== undefined && actorId !== userId) throw new Refusal('session_missing', 'somebody else is signed in');
}

const valuesOf = (texts: Record<string, string>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, /^\d+$/.test(text) ? Number(text) : text]));

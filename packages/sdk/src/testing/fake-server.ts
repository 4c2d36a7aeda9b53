import { createHash } from 'node:crypto';
import {
  type BodyOf,
  type ConversationEvent,
  type ConversationId,
  type ConversationSummary,
  type Cursor,
  type conversations,
  type InboxCounts,
  type LiveFrame,
  type RefusalName,
  refusalStatus,
  type UserEvent,
  type UserId,
} from '@countinghouse/protocol';
import type { LiveHandlers, LiveTransport } from '../live-transport.ts';
import { aConversationId, aUserId, ModelConversation } from './model-server.ts';

export const conversationId = aConversationId('01a2032f-0356-7beb-bfdc-b54710e8af26');

/** One person's view of a server with one conversation, behind `fetch` and a live line that tests can cut. */
export class FakeServer {
  me: UserId = aUserId('me');
  isReachable = true;
  isSignedIn = true;
  /** The next requests of any kind get no answer, while the line stays open. */
  requestsToLose = 0;
  /** The next posts do their work, but their answers are lost. */
  answersToLose = 0;
  /** Named refusals that the next posts get instead. */
  readonly refusals: RefusalName[] = [];
  readonly conversation = new ModelConversation(conversationId);
  cursor: Cursor = { seq: 0, messageCount: 0 };
  inbox: InboxCounts = { approvals: 0, returned: 0, questions: 0, queue: 0 };
  readonly userEvents: UserEvent[] = [];
  readonly requests: string[] = [];
  readonly posted: BodyOf<typeof conversations.postMessage>[] = [];
  private lines = new Set<LiveHandlers>();

  readonly transport: LiveTransport = {
    open: (handlers) => {
      if (this.isReachable && this.isSignedIn) {
        this.lines.add(handlers);
        queueMicrotask(() => this.send({ type: 'hello', userSeq: this.userEvents.length }, handlers));
      } else queueMicrotask(handlers.onClose);
      return { close: () => void this.lines.delete(handlers) };
    },
  };

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    if (!this.isReachable || this.requestsToLose-- > 0) throw new TypeError('fetch failed');
    const url = new URL(String(input));
    this.requests.push(`${init?.method} ${url.pathname}`);
    if (!this.isSignedIn) return refuse('session_missing');
    return this.answer(`${init?.method} ${url.pathname}`, url.searchParams, String(init?.body ?? ''));
  };

  cutLines(): void {
    const cut = [...this.lines];
    this.lines.clear();
    for (const line of cut) line.onClose();
  }

  goDown(): void {
    this.isReachable = false;
    this.cutLines();
  }

  send(frame: LiveFrame, only?: LiveHandlers): void {
    for (const line of only ? [only] : this.lines) line.onText(JSON.stringify(frame));
  }

  push(...events: ConversationEvent[]): void {
    this.send({ type: 'events', conversationId, events });
  }

  /** Appends to the user log; `isPushed` false stands for a lost frame. */
  append(event: { kind: 'inbox.set'; counts: InboxCounts } | { kind: 'cursor.set'; cursor: Cursor }, isPushed = true) {
    const base = { seq: this.userEvents.length + 1, at: '2026-11-22T09:00:00.000Z' };
    if (event.kind === 'inbox.set') this.inbox = event.counts;
    else this.cursor = event.cursor;
    const full: UserEvent = event.kind === 'inbox.set' ? { ...base, ...event } : { ...base, ...event, conversationId };
    this.userEvents.push(full);
    if (isPushed) this.send({ type: 'user', events: [full] });
  }

  private answer(request: string, query: URLSearchParams, body: string): Response {
    const ofConversation = `/api/conversations/${conversationId}`;
    const seqOf = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
    switch (request) {
      case 'GET /api/me':
        return answer({ person: { id: this.me } });
      case 'GET /api/sync':
        return answer({
          userSeq: this.userEvents.length,
          conversations: [this.summary()],
          inbox: this.inbox,
          digest: this.digest(),
        });
      case 'GET /api/sync/events':
        return answer({
          events: this.userEvents.slice(seqOf('afterSeq') ?? 0),
          headSeq: this.userEvents.length,
        });
      case 'GET /api/sync/digest':
        return answer({ userSeq: this.userEvents.length, digest: this.digest() });
      case `GET ${ofConversation}`:
        return answer({ summary: this.summary(), members: [] });
      case `GET ${ofConversation}/events`:
        return answer(
          this.conversation.history({
            beforeSeq: seqOf('beforeSeq'),
            afterSeq: seqOf('afterSeq'),
            limit: seqOf('limit') ?? 50,
          }),
        );
      case `POST ${ofConversation}/messages`:
        return this.post(JSON.parse(body));
      case `PUT ${ofConversation}/cursor`: {
        const { seq }: { seq: number } = JSON.parse(body);
        const messageCount = this.conversation.events[seq - 1]?.messageCount ?? 0;
        this.append({ kind: 'cursor.set', cursor: { seq, messageCount } });
        return answer(this.cursor);
      }
    }
    return refuse('object_missing');
  }

  private post(body: BodyOf<typeof conversations.postMessage>): Response {
    const refusal = this.refusals.shift();
    if (refusal) return refuse(refusal);
    if (body.actorId !== this.me) return refuse('session_missing');
    this.posted.push(body);
    const event = this.conversation.post(this.me, body.clientId, body.text);
    if (this.answersToLose > 0) {
      this.answersToLose -= 1;
      throw new TypeError('fetch failed');
    }
    return answer(event);
  }

  private summary(): ConversationSummary {
    const messages = this.conversation.events.filter((event) => event.kind === 'message.posted');
    const last = messages.at(-1);
    return {
      id: conversationId as ConversationId,
      kind: 'group',
      title: '项目组',
      peerId: null,
      parentId: null,
      engagementId: null,
      dataClass: 'general',
      memberCount: 2,
      myRole: 'member',
      headSeq: this.conversation.headSeq,
      messageCount: messages.length,
      cursor: this.cursor,
      lastMessage: last ? { seq: last.seq, actorId: last.actorId, at: last.at, preview: last.content.text } : null,
    };
  }

  private digest(): string {
    const { approvals, returned, questions, queue } = this.inbox;
    const lines = [`${conversationId} ${this.cursor.seq} ${this.cursor.messageCount}`];
    lines.push(`inbox ${approvals} ${returned} ${questions} ${queue}`);
    return createHash('sha256').update(lines.join('\n')).digest('hex');
  }
}

const answer = (body: object): Response => Response.json(body);
const refuse = (refusal: RefusalName): Response =>
  Response.json({ refusal, message: refusal }, { status: refusalStatus[refusal] });

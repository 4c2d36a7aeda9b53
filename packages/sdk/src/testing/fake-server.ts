import { createHash } from 'node:crypto';
import {
  type BodyOf,
  type ClientFrame,
  type ConversationEvent,
  type ConversationId,
  type Cursor,
  conversations,
  type FileId,
  type InboxCounts,
  type LiveFrame,
  type Member,
  type MessageContent,
  type PostAnswer,
  type RefusalName,
  refusalStatus,
  type SyncDigest,
  type SyncSnapshot,
  type UserEvent,
  type UserId,
  userEventPageMax,
} from '@countinghouse/protocol';
import type { LiveHandlers, LiveTransport } from '../live-line.ts';
import { FakeConversation } from './fake-conversation.ts';
import { aConversationId, aUserId, type ModelConversation } from './model-server.ts';

const madeAt = '2026-11-22T09:00:00.000Z';
export const conversationId = aConversationId('01a2032f-0356-7beb-bfdc-b54710e8af26');

type Posted = BodyOf<typeof conversations.postMessages>['messages'][number];
type Unnumbered = UserEvent extends infer Each ? (Each extends UserEvent ? Omit<Each, 'seq' | 'at'> : never) : never;

/** One person's view of a server, behind `fetch` and live lines that tests can cut. */
export class FakeServer {
  me: UserId = aUserId('me');
  isReachable = true;
  isSignedIn = true;
  /** The next requests of any kind get no answer, while the line stays open. */
  requestsToLose = 0;
  /** The next posts do their work, but their answers are lost. */
  answersToLose = 0;
  /** Named refusals that the next messages get instead, and that the next requests with messages get as a whole. */
  readonly refusals: RefusalName[] = [];
  readonly wholeRefusals: RefusalName[] = [];
  /** Named refusals that the next changes of messages get instead. */
  readonly actionRefusals: RefusalName[] = [];
  /** Named refusals that the next drafts get instead. */
  readonly draftRefusals: RefusalName[] = [];
  /** A message of this text makes its request malformed. */
  malformedText: string | undefined;
  inbox: InboxCounts = { approvals: 0, returned: 0, questions: 0, queue: 0 };
  members: Member[] = [];
  readonly userEvents: UserEvent[] = [];
  readonly requests: string[] = [];
  readonly posted: Posted[] = [];
  /** How many messages each request carried, and how large it was. */
  readonly batches: number[] = [];
  readonly bodyBytes: number[] = [];
  /** What lines with a way back have said. */
  readonly said: ClientFrame[] = [];
  readonly all = new Map<ConversationId, FakeConversation>([[conversationId, new FakeConversation(conversationId)]]);
  private readonly made = new Map<string, object>();
  private readonly lines = new Set<LiveHandlers>();
  private postsAreHeld: Promise<void> | undefined;

  readonly transport: LiveTransport = {
    open: (handlers) => {
      if (this.isReachable && this.isSignedIn) {
        this.lines.add(handlers);
        queueMicrotask(() => this.send({ type: 'hello', userSeq: this.userEvents.length }, handlers));
      } else queueMicrotask(handlers.onClose);
      return {
        close: () => void this.lines.delete(handlers),
        send: (text) => {
          if (this.lines.has(handlers)) this.said.push(JSON.parse(text));
        },
      };
    },
  };

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    if (!this.isReachable || this.requestsToLose-- > 0) throw new TypeError('fetch failed');
    const url = new URL(String(input));
    const request = `${init?.method} ${url.pathname}`;
    this.requests.push(request);
    if (!this.isSignedIn) return refuse('session_missing');
    const made = this.made.get(request);
    if (made) return answer(made);
    const body = String(init?.body ?? '');
    if (request === `POST ${conversations.postMessages.path}`) return this.post(body);
    return this.answerSync(request, url.searchParams, body) ?? this.answer(request, url.searchParams, body);
  };

  /** The first conversation, which most tests are about. */
  get first(): FakeConversation {
    return this.conversationOf(conversationId);
  }

  get conversation(): ModelConversation {
    return this.first.log;
  }

  get cursor(): Cursor {
    return this.first.cursor;
  }

  conversationOf(id: ConversationId): FakeConversation {
    const found = this.all.get(id);
    if (!found) throw new Error(`no conversation ${id}`);
    return found;
  }

  addConversation(id: ConversationId): FakeConversation {
    const added = new FakeConversation(id);
    this.all.set(id, added);
    return added;
  }

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

  sendText(text: string): void {
    for (const line of this.lines) line.onText(text);
  }

  push(...events: ConversationEvent[]): void {
    this.send({ type: 'events', conversationId: events[0]?.conversationId ?? conversationId, events });
  }

  /** For requests that the fake knows nothing of. */
  answerTo(request: string, body: object): void {
    this.made.set(request, body);
  }

  /** Posts get their answers only once the returned function is called. */
  holdPosts(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.postsAreHeld = promise;
    return () => {
      this.postsAreHeld = undefined;
      resolve();
    };
  }

  /** Appends to the user log; `isPushed` false stands for a lost frame. */
  append(event: { kind: 'inbox.set'; counts: InboxCounts } | { kind: 'cursor.set'; cursor: Cursor }, isPushed = true) {
    if (event.kind === 'inbox.set') this.inbox = event.counts;
    else this.first.cursor = event.cursor;
    this.appendEvent(event.kind === 'inbox.set' ? event : { ...event, conversationId }, isPushed);
  }

  setDraft(id: ConversationId, text: string, mentions: UserId[] = [], isPushed = true): void {
    const base = { seq: this.userEvents.length + 1, at: '2026-11-22T09:00:00.000Z' };
    const conversation = this.conversationOf(id);
    conversation.draft = text.trim() === '' ? null : { ...base, text, mentions };
    this.appendEvent({ kind: 'draft.set', conversationId: id, draft: conversation.draft }, isPushed);
  }

  private setThreadDraft(
    conversation: FakeConversation,
    threadSeq: number,
    { text, mentions = [] }: { text: string; mentions?: UserId[] | undefined },
  ) {
    const { id } = conversation;
    const set = { seq: this.userEvents.length + 1, at: '2026-11-22T09:00:00.000Z', text, mentions };
    const draft = text.trim() === '' ? null : set;
    conversation.threadDrafts = conversation.threadDrafts.filter((each) => each.threadSeq !== threadSeq);
    if (draft) conversation.threadDrafts.push({ ...draft, threadSeq });
    conversation.threadDrafts.sort((left, right) => left.threadSeq - right.threadSeq);
    this.appendEvent({ kind: 'draft.set', conversationId: id, threadSeq, draft });
    return { draft, userSeq: this.userEvents.length };
  }

  leave(id: ConversationId): void {
    this.all.delete(id);
    this.appendEvent({ kind: 'conversation.gone', conversationId: id });
  }

  appendEvent(event: Unnumbered, isPushed = true): void {
    const full: UserEvent = { ...event, seq: this.userEvents.length + 1, at: '2026-11-22T09:00:00.000Z' };
    this.userEvents.push(full);
    if (isPushed) this.send({ type: 'user', events: [full] });
  }

  private answerSync(request: string, query: URLSearchParams, body: string): Response | undefined {
    switch (request) {
      case 'GET /api/me':
        return answer({ person: { id: this.me } });
      case 'GET /api/sync':
        return answer(this.snapshot());
      case 'POST /api/sync/resume': {
        const { userSeq, digest }: { userSeq: number; digest: SyncDigest } = JSON.parse(body);
        const snapshot = this.snapshot();
        const isSame = JSON.stringify(snapshot.digest) === JSON.stringify(digest);
        return answer(isSame && userSeq === snapshot.userSeq ? { isCurrent: true } : { isCurrent: false, snapshot });
      }
      case 'GET /api/sync/events': {
        const afterSeq = Number(query.get('afterSeq'));
        const events = this.userEvents.slice(afterSeq, afterSeq + userEventPageMax);
        return answer({ events, headSeq: this.userEvents.length });
      }
      case 'GET /api/sync/digest':
        return answer({ userSeq: this.userEvents.length, digest: this.digest() });
    }
    return undefined;
  }

  private answer(request: string, query: URLSearchParams, body: string): Response {
    const [method, path = ''] = request.split(' ');
    const [, , , id = '', rest = '', ...more] = path.split('/');
    const conversation = this.all.get(aConversationId(id));
    if (!conversation) return refuse('object_missing');
    const seqOf = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
    switch (`${method} ${[rest, ...more].join('/')}`) {
      case 'GET ':
        return answer({ summary: conversation.summary(), members: this.members });
      case 'GET events':
        return answer(
          conversation.log.history({
            beforeSeq: seqOf('beforeSeq'),
            afterSeq: seqOf('afterSeq'),
            limit: seqOf('limit') ?? 50,
          }),
        );
      case 'PUT cursor': {
        const { seq }: { seq: number } = JSON.parse(body);
        conversation.cursor = conversation.cursorAt(Math.max(seq, conversation.cursor.seq));
        this.appendEvent({ kind: 'cursor.set', conversationId: conversation.id, cursor: conversation.cursor });
        return answer(conversation.cursor);
      }
      case 'PUT mark': {
        const { fromSeq }: BodyOf<typeof conversations.setMark> = JSON.parse(body);
        conversation.mark = fromSeq === null ? undefined : conversation.cursorAt(fromSeq - 1);
        const mark = conversation.mark ?? null;
        this.appendEvent({ kind: 'mark.set', conversationId: conversation.id, mark });
        return answer({ mark, userSeq: this.userEvents.length });
      }
      case 'PUT draft': {
        const refusal = this.draftRefusals.shift();
        if (refusal) return refuse(refusal);
        const { text, mentions, threadSeq }: BodyOf<typeof conversations.setDraft> = JSON.parse(body);
        if (threadSeq !== undefined) return answer(this.setThreadDraft(conversation, threadSeq, { text, mentions }));
        this.setDraft(conversation.id, text, mentions);
        return answer({ draft: conversation.draft, userSeq: this.userEvents.length });
      }
    }
    if (rest === 'messages') return this.answerMessages(conversation.log, { method, more, query, body });
    if (rest === 'events' && more[1] === 'readers') {
      return answer({ readCount: 1, unreadCount: 1, userIds: [aUserId(`${query.get('state')} ${more[0]}`)] });
    }
    return refuse('object_missing');
  }

  private answerMessages(
    log: ModelConversation,
    { method, more, query, body }: { method: string | undefined; more: string[]; query: URLSearchParams; body: string },
  ): Response {
    const refusal = method === 'GET' ? undefined : this.actionRefusals.shift();
    if (refusal) return refuse(refusal);
    const seq = Number(more[0]);
    const given = body === '' ? {} : JSON.parse(body);
    const beforeSeq = query.has('beforeSeq') ? Number(query.get('beforeSeq')) : undefined;
    switch (`${method} ${more.slice(1).join('/')}`) {
      case 'GET ':
        return answer(log.bySeq(new Set(query.get('seqs')?.split(',').map(Number))));
      case 'GET thread':
        return answer(log.thread(seq, { beforeSeq }));
      case 'PUT text':
        return answer(log.edit(this.me, seq, given.text, given.mentions));
      case 'POST recall':
        return answer(log.recall(this.me, seq));
      case 'PUT reactions':
        return answer({ event: log.react(this.me, seq, given.emoji, given.isOn) });
      case 'PUT pin':
        return answer({ event: log.pin(this.me, seq, given.isPinned) });
    }
    return refuse('object_missing');
  }

  private async post(text: string): Promise<Response> {
    const whole = this.wholeRefusals.shift();
    if (whole) return refuse(whole);
    const body: BodyOf<typeof conversations.postMessages> = JSON.parse(text);
    if (body.actorId !== this.me) return refuse('session_missing');
    if (body.messages.some((message) => message.text === this.malformedText)) return refuse('request_malformed');
    this.batches.push(body.messages.length);
    this.bodyBytes.push(Buffer.byteLength(text));
    await this.postsAreHeld;
    const answers = body.messages.map((message) => this.postOne(message));
    if (this.answersToLose > 0) {
      this.answersToLose -= 1;
      throw new TypeError('fetch failed');
    }
    return answer({ answers });
  }

  private postOne(message: Posted): PostAnswer {
    const refusal = this.refusals.shift();
    if (refusal) return { refusal, message: refusal };
    const conversation = this.all.get(message.conversationId);
    if (!conversation) return { refusal: 'object_missing', message: 'no such conversation' };
    this.posted.push(message);
    // Every file of the fake has one byte.
    const files = (message.fileIds ?? []).map((fileId) => ({ fileId, name: 'a', mediaType: 'a/b', sizeBytes: 1 }));
    const event = conversation.log.post(this.me, message.clientId, message.text, { files, ...partsOf(message) });
    const isSame = event.content.text === message.text && idsOf(event.content.files) === idsOf(files);
    if (isSame) return { event };
    return { refusal: 'client_id_reused', message: 'another message', params: { seq: String(event.seq) } };
  }

  snapshot(): SyncSnapshot {
    return {
      userSeq: this.userEvents.length,
      conversations: [...this.all.values()].map((conversation) => conversation.summary()),
      inbox: this.inbox,
      digest: this.digest(),
    };
  }

  digest(): SyncDigest {
    const { approvals, returned, questions, queue } = this.inbox;
    const rows = [...this.all.values()].map((conversation) => conversation.summary());
    const own = rows
      .map(({ id, cursor, draft, mark, threadDrafts = [] }) => {
        const inThreads = threadDrafts.map(({ threadSeq, seq }) => `t${threadSeq}:${seq}`);
        const words = [id, cursor.seq, cursor.messageCount, draft?.seq ?? 0, ...(mark ? [mark.seq] : []), ...inThreads];
        return words.join(' ');
      })
      .sort();
    own.push(`inbox ${approvals} ${returned} ${questions} ${queue}`);
    return {
      own: hashOf(own),
      heads: hashOf(rows.map((row) => `${row.id} ${row.headSeq} ${row.messageCount}`).sort()),
    };
  }
}

function partsOf({
  mentions,
  mentionGroups,
  replyTo,
  threadSeq,
  forward,
  voice,
  poll,
}: Posted): Partial<MessageContent> {
  // What is forwarded is made up here.
  const items = forward?.seqs.map((seq) => ({ seq, actorId: aUserId('other'), at: madeAt, text: `${seq}`, files: [] }));
  const parts: Partial<MessageContent> = { mentions, mentionGroups, replyTo, threadSeq, voice, poll };
  if (forward && items) parts.forward = { isMerged: forward.isMerged, items };
  // Without those that were not written, as the server keeps it.
  return JSON.parse(JSON.stringify(parts));
}

const idsOf = (files: readonly { fileId: FileId }[]): string => files.map(({ fileId }) => fileId).join();
const hashOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
const answer = (body: object): Response => Response.json(body);
const refuse = (refusal: RefusalName): Response =>
  Response.json({ refusal, message: refusal }, { status: refusalStatus[refusal] });

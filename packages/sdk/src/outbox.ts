import {
  type ClientId,
  type ConversationId,
  conversations,
  type MessagePosted,
  postBatchMax,
  Refusal,
  type RefusalName,
  type UserId,
} from '@countinghouse/protocol';
import { OfflineError } from './call.ts';
import type { ClientStore } from './client-store.ts';
import { backOffMs, type Clock, type Random } from './clock.ts';
import { findInLog } from './find-in-log.ts';
import { OutboxEntries } from './outbox-entries.ts';
import type { OutboxEntry, OutboxFile, OutgoingParts } from './outbox-entry.ts';
import { anItem, bodyOf, nextBatch, type OutboxItem, presentItem } from './outbox-item.ts';
import { OutboxUploads } from './outbox-uploads.ts';
import type { Call, OutgoingMessage, TimelineMessage } from './types.ts';
import type { Uploader } from './uploads.ts';

export interface OutboxOptions {
  call: Call;
  upload: Uploader;
  store: ClientStore;
  clock: Clock;
  random: Random;
  newClientId(): ClientId;
  /** These are in the log now; called before they leave the outbox. */
  onSent(events: readonly MessagePosted[]): void;
  onChanged(conversationId: ConversationId): void;
  onSignedOut(): void;
  /** A record of the device is not what was written. */
  onDamaged(): void;
}

interface Written {
  conversationId: ConversationId;
  clientId: ClientId;
  message: OutgoingMessage;
}

const backOff = { firstMs: 500, mostMs: 30_000 };
/** The server is busy, not unwilling. */
export const passingRefusals: ReadonlySet<RefusalName> = new Set<RefusalName>([
  'server_busy',
  'rate_exceeded',
  'session_missing',
]);
// A fault that repeats is more likely to lie in the message than in the moment.
const faultsMax = 5;

/**
 * Messages on their way out: kept until the server has them, sent in the order of writing. One request is under way at a
 * time and carries what waits, so that a quiet line loses no time and a busy one sends a hundred at once.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly entries: OutboxEntries;
  private readonly uploads: OutboxUploads;
  /** In the order of writing. */
  private readonly items = new Map<ClientId, OutboxItem>();
  private readonly lanes = new Map<ConversationId, Map<ClientId, OutboxItem>>();
  private readonly refusedIds = new Set<ClientId>();
  private readonly waking = new Set<() => void>();
  /** Written before it was known who writes. */
  private readonly early: Written[] = [];
  private userId: UserId | undefined;
  private nextOrder = 0;
  private isRunning = false;
  private isDraining = false;
  /** Smaller after a request was refused as a whole, until the message that caused it is found. */
  private batchMax = postBatchMax;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.entries = new OutboxEntries(options.store, options.onDamaged);
    this.uploads = new OutboxUploads({
      upload: options.upload,
      exclusively: (name, work) => options.store.exclusively(name, work),
      isWanted: (item) => this.isRunning && this.items.get(item.entry.clientId) === item,
      onFile: (item, index, change) => this.changeFile(item, index, change),
      onProgress: (item) => options.onChanged(item.entry.conversationId),
      onFailure: (item, error) => this.handleFailure([item], error),
      sleep: (attempt) => this.sleep(attempt),
      onDone: () => this.drain(),
    });
  }

  /** Takes over what this person left unsent here. What another person left stays in the store. */
  async open(userId: UserId): Promise<void> {
    if (this.userId === userId) return;
    this.items.clear();
    this.lanes.clear();
    this.refusedIds.clear();
    this.userId = userId;
    await this.adopt();
    if (this.userId !== userId) return;
    for (const written of this.early.splice(0)) this.accept({ userId, ...written });
  }

  /** From now on what this person wrote is sent. */
  async start(userId: UserId): Promise<void> {
    await this.open(userId);
    if (this.userId !== userId) return;
    this.isRunning = true;
    this.wake();
  }

  /** Messages that are to be sent by themselves. */
  get waitingCount(): number {
    return this.items.size - this.refusedIds.size;
  }

  /** Also what a window left behind that was closed meanwhile. */
  async adopt(): Promise<void> {
    const { userId } = this;
    if (userId === undefined) return;
    const kept = await this.entries.list(userId).catch((): OutboxEntry[] => []);
    if (this.userId !== userId) return;
    for (const entry of kept) {
      if (this.items.has(entry.clientId)) continue;
      this.enqueue(anItem(entry, true));
      this.options.onChanged(entry.conversationId);
    }
    this.drain();
  }

  stop(): void {
    this.isRunning = false;
    this.wake();
  }

  /** The line is up: no reason to wait any longer. */
  wake(): void {
    for (const wake of [...this.waking]) wake();
    this.drain();
  }

  post(conversationId: ConversationId, message: OutgoingMessage): ClientId {
    const clientId = this.options.newClientId();
    if (this.userId === undefined) this.early.push({ conversationId, clientId, message });
    else this.accept({ userId: this.userId, conversationId, clientId, message });
    return clientId;
  }

  private accept({ message, ...written }: Written & { userId: UserId }): void {
    const nowMs = this.options.clock.now();
    const entry: OutboxEntry = {
      ...written,
      order: Math.max(nowMs, this.nextOrder),
      at: new Date(nowMs).toISOString(),
      text: message.text,
      mentions: message.mentions ?? [],
      ...partsOf(message),
      files: (message.files ?? []).map((file) => ({ ...file, sizeBytes: sizeOf(file.content) })),
    };
    const item = anItem(entry, false);
    this.enqueue(item);
    this.options.onChanged(written.conversationId);
    void this.keep(item);
    this.drain();
  }

  retry(clientId: ClientId): void {
    const item = this.items.get(clientId);
    if (!item) return;
    item.faults = 0;
    this.change(item, { refusal: undefined });
    this.wake();
  }

  discard(clientId: ClientId): void {
    const item = this.items.get(clientId);
    if (!item) return;
    item.stopped.abort();
    this.forget([item]);
  }

  /** As a view draws them, in the order in which they will go out. */
  list(conversationId: ConversationId): TimelineMessage[] {
    return [...(this.lanes.get(conversationId)?.values() ?? [])].map(presentItem);
  }

  private enqueue(item: OutboxItem): void {
    const { clientId, conversationId, order } = item.entry;
    this.nextOrder = Math.max(this.nextOrder, order + 1);
    this.items.set(clientId, item);
    if (item.entry.refusal !== undefined) this.refusedIds.add(clientId);
    const lane = this.lanes.get(conversationId) ?? new Map<ClientId, OutboxItem>();
    this.lanes.set(conversationId, lane.set(clientId, item));
  }

  private change(item: OutboxItem, change: Partial<OutboxEntry>): void {
    // Word of an upload comes late where the message was discarded meanwhile; kept again, it would be sent after all.
    if (this.items.get(item.entry.clientId) !== item) return;
    item.entry = { ...item.entry, ...change };
    if (item.entry.refusal === undefined) this.refusedIds.delete(item.entry.clientId);
    else if (this.items.has(item.entry.clientId)) this.refusedIds.add(item.entry.clientId);
    void this.keep(item);
    this.options.onChanged(item.entry.conversationId);
  }

  private changeFile(item: OutboxItem, index: number, change: Partial<OutboxFile>): void {
    const files = item.entry.files.map((file, at) => (at === index ? { ...file, ...change } : file));
    this.change(item, { files });
  }

  /** Where the device has no room left, the message still goes out from memory. */
  private async keep(item: OutboxItem): Promise<void> {
    try {
      await this.entries.put(item.entry);
      item.isKept = true;
    } catch {
      item.isKept = false;
    }
  }

  private forget(items: readonly OutboxItem[]): void {
    if (items.length === 0) return;
    const changed = new Set<ConversationId>();
    for (const { entry } of items) {
      const { clientId, conversationId } = entry;
      changed.add(conversationId);
      this.items.delete(clientId);
      this.refusedIds.delete(clientId);
      const lane = this.lanes.get(conversationId);
      lane?.delete(clientId);
      if (lane?.size === 0) this.lanes.delete(conversationId);
    }
    for (const conversationId of changed) this.options.onChanged(conversationId);
    // What cannot be removed is sent once more after a reload, under the same client id.
    this.entries.remove(items.map(({ entry }) => entry)).catch(() => undefined);
  }

  private drain(): void {
    if (this.isDraining || !this.isRunning || this.items.size === 0) return;
    this.isDraining = true;
    void this.run();
  }

  private async run(): Promise<void> {
    // What is written in one breath goes out together.
    await undefined;
    try {
      for (let attempt = 0; this.isRunning; ) {
        const batch = nextBatch(this.items.values(), {
          countMax: this.batchMax,
          onBlocked: (item) => this.uploads.begin(item),
        });
        if (batch.length === 0) return;
        if (await this.attempt(batch)) attempt = 0;
        else await this.sleep(attempt++);
      }
    } finally {
      this.isDraining = false;
    }
  }

  /** Until the back-off is over or somebody wakes us. */
  private sleep(attempt: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.waking.delete(wake);
        resolve();
      };
      const cancel = this.options.clock.after(backOffMs(attempt, this.options.random, backOff), wake);
      this.waking.add(wake);
    });
  }

  /** False if it is to be tried again later. */
  private async attempt(batch: readonly OutboxItem[]): Promise<boolean> {
    const { userId } = this;
    if (userId === undefined) return false;
    try {
      return await this.options.store.exclusively(`outbox ${userId}`, async () => {
        const pending = await this.dropSettledElsewhere(batch);
        if (!this.isRunning || this.userId !== userId) return false;
        return pending.length === 0 || (await this.send(userId, pending));
      });
    } catch (error) {
      if (this.userId !== userId) return false;
      return this.handleFailure(batch, error);
    }
  }

  private async dropSettledElsewhere(batch: readonly OutboxItem[]): Promise<OutboxItem[]> {
    const kept = batch.filter((item) => item.isKept);
    if (kept.length > 0) {
      const entries = kept.map(({ entry }) => entry);
      const pending = await this.entries.findPending(entries).catch(() => undefined);
      if (pending) this.forget(kept.filter(({ entry }) => !pending.has(entry.clientId)));
    }
    return batch.filter((item) => this.items.get(item.entry.clientId) === item);
  }

  private async send(userId: UserId, batch: readonly OutboxItem[]): Promise<boolean> {
    this.show(batch, 'sending');
    const { answers } = await this.options.call(conversations.postMessages, {
      body: { actorId: userId, messages: batch.map(bodyOf) },
    });
    if (answers.length !== batch.length) throw new Refusal('server_fault', 'an answer for each message is missing');
    this.batchMax = Math.min(postBatchMax, this.batchMax * 2);
    const sent = answers.flatMap((answer) => ('event' in answer ? [answer.event] : []));
    // Another person may have signed in while the answer was under way; it is none of theirs.
    if (this.userId === userId) this.options.onSent(sent);
    this.forget(batch.filter((_item, index) => 'event' in (answers[index] ?? {})));
    let isSettled = true;
    for (const [index, item] of batch.entries()) {
      const answer = answers[index];
      if (!answer || 'event' in answer) continue;
      const refusal = new Refusal(answer.refusal, answer.message, answer.params);
      isSettled = (await this.handleRefusal(userId, item, refusal)) && isSettled;
    }
    return isSettled;
  }

  private async handleRefusal(userId: UserId, item: OutboxItem, refusal: Refusal): Promise<boolean> {
    const event = await findInLog(this.options.call, item.entry, refusal);
    if (!event) return this.handleFailure([item], refusal);
    if (this.userId === userId) this.options.onSent([event]);
    this.forget([item]);
    return true;
  }

  private show(items: readonly OutboxItem[], activity: OutboxItem['activity']): void {
    const changed = new Set<ConversationId>();
    for (const item of items) {
      item.activity = activity;
      changed.add(item.entry.conversationId);
    }
    for (const conversationId of changed) this.options.onChanged(conversationId);
  }

  /** True if the messages are settled or can be tried again at once. */
  private handleFailure(items: readonly OutboxItem[], error: unknown): boolean {
    const waiting = items.filter((item) => this.items.get(item.entry.clientId) === item);
    this.show(waiting, 'waiting');
    if (error instanceof OfflineError) return false;
    const refusal = error instanceof Refusal ? error.refusal : 'server_fault';
    if (refusal === 'session_missing') this.options.onSignedOut();
    if (passingRefusals.has(refusal)) return false;
    const [item] = waiting;
    if (!item) return true;
    if (waiting.length > 1) {
      // One of them is the cause; halves find it.
      this.batchMax = Math.ceil(waiting.length / 2);
      return refusal !== 'server_fault';
    }
    item.faults += 1;
    if (refusal === 'server_fault' && item.faults < faultsMax) return false;
    this.batchMax = Math.min(postBatchMax, this.batchMax * 2);
    this.change(item, { refusal });
    return true;
  }
}

function partsOf({ mentionGroups, replyTo, threadSeq, forward, voice, poll }: OutgoingMessage): OutgoingParts {
  const parts: OutgoingParts = {};
  if (mentionGroups && mentionGroups.length > 0) parts.mentionGroups = mentionGroups;
  if (replyTo !== undefined) parts.replyTo = replyTo;
  if (threadSeq !== undefined) parts.threadSeq = threadSeq;
  if (forward) parts.forward = forward;
  if (voice) parts.voice = voice;
  if (poll) parts.poll = poll;
  return parts;
}

const sizeOf = (content: Blob | Uint8Array): number => (content instanceof Blob ? content.size : content.byteLength);

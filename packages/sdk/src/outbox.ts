import {
  type ClientId,
  type ConversationId,
  conversations,
  type MessagePosted,
  Refusal,
  type RefusalName,
  type UserId,
} from '@countinghouse/protocol';
import { OfflineError } from './call.ts';
import { backOffMs, type Clock, type Random } from './clock.ts';
import type { OutboxEntry, OutboxFile, OutboxStorage } from './outbox-storage.ts';
import type { Call, OutgoingMessage, TimelineMessage } from './types.ts';
import type { Uploader } from './uploads.ts';

export interface OutboxOptions {
  call: Call;
  upload: Uploader;
  storage: OutboxStorage;
  clock: Clock;
  random: Random;
  newClientId(): ClientId;
  /** The message is in the log; called before it leaves the outbox. */
  onSent(event: MessagePosted): void;
  onChanged(conversationId: ConversationId): void;
  onSignedOut(): void;
}

interface Written {
  conversationId: ConversationId;
  clientId: ClientId;
  message: OutgoingMessage;
}

type Activity = 'waiting' | 'uploading' | 'sending';

interface Item {
  entry: OutboxEntry;
  activity: Activity;
  /** By position in `entry.files`. */
  sentBytes: number[];
  stopped: AbortController;
  faults: number;
  /** The storage has it; if it is no longer there, it was sent or discarded in another window. */
  isKept: boolean;
}

const backOff = { firstMs: 500, mostMs: 30_000 };
/** The server is busy, not unwilling. */
const passing: ReadonlySet<RefusalName> = new Set<RefusalName>(['server_busy', 'rate_exceeded', 'session_missing']);
// A fault that repeats is more likely to lie in the message than in the moment.
const faultsMax = 5;

/** Messages on their way out: kept until the server has them, sent one after another within a conversation. */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly lanes = new Map<ConversationId, Item[]>();
  private readonly draining = new Set<ConversationId>();
  private readonly waking = new Set<() => void>();
  /** Written before it was known who writes. */
  private readonly early: Written[] = [];
  private userId: UserId | undefined;
  private nextOrder = 0;
  private isRunning = false;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  /** Takes over what this person left unsent here, and starts to send. What another person left stays in the storage. */
  async start(userId: UserId): Promise<void> {
    if (this.userId !== userId) {
      this.lanes.clear();
      this.userId = userId;
      const kept = await this.options.storage.list(userId);
      kept.sort((left, right) => left.order - right.order);
      for (const entry of kept) if (!this.find(entry.clientId)) this.enqueue(entry).isKept = true;
      for (const written of this.early.splice(0)) this.accept({ userId, ...written });
    }
    this.isRunning = true;
    this.wake();
  }

  stop(): void {
    this.isRunning = false;
    this.wake();
  }

  /** The line is up: no reason to wait any longer. */
  wake(): void {
    for (const wake of [...this.waking]) wake();
    for (const conversationId of this.lanes.keys()) void this.drain(conversationId);
  }

  post(conversationId: ConversationId, message: OutgoingMessage): ClientId {
    const clientId = this.options.newClientId();
    if (this.userId === undefined) this.early.push({ conversationId, clientId, message });
    else this.accept({ userId: this.userId, conversationId, clientId, message });
    return clientId;
  }

  private accept({ message, ...written }: Written & { userId: UserId }): void {
    const nowMs = this.options.clock.now();
    const item = this.enqueue({
      ...written,
      order: Math.max(nowMs, this.nextOrder),
      at: new Date(nowMs).toISOString(),
      text: message.text,
      mentions: message.mentions ?? [],
      files: (message.files ?? []).map((file) => ({ ...file, sizeBytes: sizeOf(file.content) })),
    });
    this.options.onChanged(written.conversationId);
    void this.keep(item).then(() => this.drain(written.conversationId));
  }

  retry(clientId: ClientId): void {
    const item = this.find(clientId);
    if (!item) return;
    item.faults = 0;
    this.change(item, { refusal: undefined });
    this.wake();
  }

  discard(clientId: ClientId): void {
    const item = this.find(clientId);
    if (!item) return;
    item.stopped.abort();
    void this.forget(item.entry);
  }

  /** As a view draws them, in the order in which they will go out. */
  list(conversationId: ConversationId): TimelineMessage[] {
    return (this.lanes.get(conversationId) ?? []).map(({ entry, activity, sentBytes }) => ({
      clientId: entry.clientId,
      seq: 0,
      at: entry.at,
      actorId: entry.userId,
      text: entry.text,
      mentions: entry.mentions,
      files: [],
      cards: [],
      state: entry.refusal === undefined ? activity : 'failed',
      uploads: entry.files.map(({ name, sizeBytes }, index) => ({ name, sizeBytes, sentBytes: sentBytes[index] ?? 0 })),
      ...(entry.refusal === undefined ? {} : { refusal: entry.refusal }),
    }));
  }

  private find(clientId: ClientId): Item | undefined {
    for (const lane of this.lanes.values()) {
      const item = lane.find(({ entry }) => entry.clientId === clientId);
      if (item) return item;
    }
    return undefined;
  }

  private enqueue(entry: OutboxEntry): Item {
    this.nextOrder = Math.max(this.nextOrder, entry.order + 1);
    const sentBytes = entry.files.map((file) => (file.fileId === undefined ? 0 : file.sizeBytes));
    const item: Item = {
      entry,
      activity: 'waiting',
      sentBytes,
      stopped: new AbortController(),
      faults: 0,
      isKept: false,
    };
    this.lanes.set(entry.conversationId, [...(this.lanes.get(entry.conversationId) ?? []), item]);
    return item;
  }

  private change(item: Item, change: Partial<OutboxEntry>): void {
    item.entry = { ...item.entry, ...change };
    void this.keep(item);
    this.options.onChanged(item.entry.conversationId);
  }

  /** Where the browser has no room left, the message still goes out from memory. */
  private async keep(item: Item): Promise<void> {
    try {
      await this.options.storage.put(item.entry);
      item.isKept = true;
    } catch {
      item.isKept = false;
    }
  }

  private async forget(entry: OutboxEntry): Promise<void> {
    const { conversationId, clientId } = entry;
    const left = (this.lanes.get(conversationId) ?? []).filter((item) => item.entry.clientId !== clientId);
    if (left.length > 0) this.lanes.set(conversationId, left);
    else this.lanes.delete(conversationId);
    this.options.onChanged(conversationId);
    await this.options.storage.remove(clientId).catch(() => undefined);
  }

  private async drain(conversationId: ConversationId): Promise<void> {
    if (this.draining.has(conversationId)) return;
    this.draining.add(conversationId);
    for (let attempt = 0; this.isRunning; ) {
      const item = this.lanes.get(conversationId)?.find(({ entry }) => entry.refusal === undefined);
      if (!item) break;
      if (await this.attempt(item)) attempt = 0;
      else await this.sleep(attempt++);
    }
    this.draining.delete(conversationId);
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

  /** True if the message is settled, one way or the other; false if it is to be tried again later. */
  private async attempt(item: Item): Promise<boolean> {
    const { storage } = this.options;
    try {
      const settled = await storage.exclusively(item.entry.clientId, async (isPending) => {
        if (item.isKept && !isPending) await this.forget(item.entry);
        else await this.send(item);
        return true;
      });
      return settled ?? false;
    } catch (error) {
      if (item.stopped.signal.aborted) return true;
      return this.handleFailure(item, error);
    }
  }

  private async send(item: Item): Promise<void> {
    await this.sendFiles(item);
    this.show(item, 'sending');
    const { clientId, conversationId, userId, text, mentions, files } = item.entry;
    if (!this.isRunning || userId !== this.userId) throw new OfflineError('stopped while the message was prepared');
    const event = await this.options.call(conversations.postMessage, {
      params: { conversationId },
      body: {
        clientId,
        actorId: userId,
        text,
        mentions: [...mentions],
        fileIds: files.flatMap((file) => (file.fileId === undefined ? [] : [file.fileId])),
      },
    });
    this.options.onSent(event);
    await this.forget(item.entry);
  }

  private async sendFiles(item: Item): Promise<void> {
    for (const [index, file] of item.entry.files.entries()) {
      if (file.fileId !== undefined) continue;
      this.show(item, 'uploading');
      const fileId = await this.options.upload(item.entry.files[index] ?? file, {
        onUrl: (uploadUrl) => this.changeFile(item, index, { uploadUrl }),
        onProgress: (sentBytes) => {
          item.sentBytes[index] = sentBytes;
          this.options.onChanged(item.entry.conversationId);
        },
        signal: item.stopped.signal,
      });
      item.sentBytes[index] = file.sizeBytes;
      this.changeFile(item, index, { fileId });
    }
  }

  private changeFile(item: Item, index: number, change: Partial<OutboxFile>): void {
    const files = item.entry.files.map((file, at) => (at === index ? { ...file, ...change } : file));
    this.change(item, { files });
  }

  private show(item: Item, activity: Activity): void {
    item.activity = activity;
    this.options.onChanged(item.entry.conversationId);
  }

  private handleFailure(item: Item, error: unknown): boolean {
    this.show(item, 'waiting');
    if (error instanceof OfflineError) return false;
    const refusal = error instanceof Refusal ? error.refusal : 'server_fault';
    if (refusal === 'session_missing') this.options.onSignedOut();
    if (passing.has(refusal)) return false;
    item.faults += 1;
    if (refusal === 'server_fault' && item.faults < faultsMax) return false;
    this.change(item, { refusal });
    return true;
  }
}

const sizeOf = (content: Blob | Uint8Array): number => (content instanceof Blob ? content.size : content.byteLength);

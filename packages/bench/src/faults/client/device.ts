import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type ClientId, type ConversationId, conversations, Refusal, type UserId } from '@countinghouse/protocol';
import {
  type CountingMessenger,
  createMessenger,
  OfflineError,
  type OpenConversation,
  type OutgoingFile,
  type TimelineMessage,
} from '@countinghouse/sdk';
import type { Dice } from '../dice.ts';
import { contentDigest, entryLine } from './digest.ts';
import { Journal, readJournal } from './journal.ts';
import type { DeviceOrder, DeviceReport } from './orders.ts';
import { rowOf } from './row.ts';
import { openStore } from './store.ts';

interface DeviceParts {
  order: DeviceOrder;
  baseUrls: readonly string[];
  folder: string;
  generation: number;
  dice: Dice;
  people: readonly UserId[];
}

/** Enough to meet an acknowledgement where it appears; a full search follows at the end. */
const newestLookedAt = 300;
/** Pages in a row that bring nothing: the server is away, or the client does not get on. */
const triesMax = 5;

/** A signed-in device with everything open, that notes what its SDK tells it. */
export class Device {
  readonly messenger: CountingMessenger;
  private readonly parts: DeviceParts;
  private readonly journal: Journal;
  private readonly open = new Map<ConversationId, OpenConversation>();
  private readonly unsettled = new Map<ConversationId, Set<ClientId>>();
  private written = 0;

  constructor(parts: DeviceParts) {
    this.parts = parts;
    const file = join(parts.folder, `${parts.order.name}.jsonl`);
    for (const line of readJournal(file)) {
      if (line.kind === 'posted') this.unsettledOf(line.conversationId).add(line.clientId);
      if (line.kind === 'acked' || line.kind === 'refused')
        for (const clientIds of this.unsettled.values()) clientIds.delete(line.clientId);
    }
    this.journal = new Journal(file);
    const storage = openStore(join(parts.folder, parts.order.name), (lines) => this.journal.write(...lines));
    this.messenger = createMessenger({ storage, baseUrl: parts.baseUrls, token: parts.order.token });
    this.messenger.list.subscribe(() => this.followList());
  }

  get name(): string {
    return this.parts.order.name;
  }

  get isKeeper(): boolean {
    return this.parts.order.isKeeper;
  }

  async start(): Promise<void> {
    await this.messenger.start();
    this.followList();
  }

  private followList(): void {
    const { conversations: rows, isLoaded } = this.messenger.list.getSnapshot();
    if (!isLoaded) return;
    const listed = new Set(rows.map((row) => row.id));
    for (const [conversationId, conversation] of this.open) {
      if (listed.has(conversationId)) continue;
      this.look(conversationId, Number.POSITIVE_INFINITY);
      conversation.close();
      this.open.delete(conversationId);
    }
    for (const conversationId of listed) if (!this.open.has(conversationId)) this.openOne(conversationId);
  }

  private openOne(conversationId: ConversationId): void {
    const conversation = this.messenger.open(conversationId);
    this.open.set(conversationId, conversation);
    conversation.subscribe(() => this.look(conversationId, newestLookedAt));
  }

  /** Notes what became of own messages. */
  private look(conversationId: ConversationId, depth: number): void {
    const { entries } = this.open.get(conversationId)?.getSnapshot() ?? { entries: [] };
    const unsettled = this.unsettledOf(conversationId);
    for (let index = entries.length - 1; index >= 0 && entries.length - index <= depth; index--) {
      const entry = entries[index];
      if (entry?.kind !== 'message' || entry.message.actorId !== this.parts.order.userId) continue;
      if (entry.message.state === 'failed') this.giveUp(conversationId, entry.message);
      else if (entry.message.state === 'sent' && unsettled.delete(entry.message.clientId))
        this.acknowledge(conversationId, entry.message);
    }
  }

  private acknowledge(conversationId: ConversationId, message: TimelineMessage): void {
    const { clientId, seq } = message;
    this.journal.write({ kind: 'acked', clientId, conversationId, seq, digest: contentDigest(message) });
  }

  private giveUp(conversationId: ConversationId, { clientId, refusal = 'unnamed' }: TimelineMessage): void {
    this.journal.write({ kind: 'refused', clientId, refusal });
    this.unsettledOf(conversationId).delete(clientId);
    this.open.get(conversationId)?.discard(clientId);
  }

  private unsettledOf(conversationId: ConversationId): Set<ClientId> {
    const known = this.unsettled.get(conversationId) ?? new Set<ClientId>();
    this.unsettled.set(conversationId, known);
    return known;
  }

  listOpen(): ConversationId[] {
    return [...this.open.keys()];
  }

  post(conversationId: ConversationId, sizeBytes = 0): void {
    const conversation = this.open.get(conversationId);
    if (!conversation) return;
    this.written += 1;
    const text = `${this.name} ${this.parts.generation} ${this.written} ${'字'.repeat(this.parts.dice.integer(0, 60))}`;
    const files = sizeBytes > 0 ? [this.aFile(sizeBytes)] : [];
    const clientId = conversation.post({ text, files });
    const names = files.map((file) => file.name);
    this.journal.write({ kind: 'posted', clientId, conversationId, text, files: names });
    this.unsettledOf(conversationId).add(clientId);
  }

  /** Named after its bytes, so that whoever reads it can tell whether they arrived. */
  private aFile(sizeBytes: number): OutgoingFile {
    const content = Buffer.alloc(sizeBytes, `${this.name} ${this.written} ${this.parts.dice.next()}\n`);
    return { name: `${createHash('sha256').update(content).digest('hex')}.bin`, content };
  }

  read(conversationId: ConversationId): void {
    const row = this.messenger.list.getSnapshot().conversations.find(({ id }) => id === conversationId);
    if (row) this.open.get(conversationId)?.markRead(row.headSeq);
  }

  /** Asked again with the same client id until there is an answer: then the group must exist, once. */
  async makeGroup(): Promise<void> {
    const { dice, people } = this.parts;
    // Within the pattern of the schema.
    const clientId = `group-${this.name}-${this.parts.generation}-${dice.integer(1e8, 1e9)}` as ClientId;
    const title = `Group ${clientId}`;
    const body = { clientId, title, memberIds: people.filter(() => dice.chance(0.6)) };
    const made = await this.insist(() => this.messenger.call(conversations.create, { body }));
    if (made) this.journal.write({ kind: 'made', clientId, conversationId: made.id, title });
  }

  draft(conversationId: ConversationId): void {
    const text = this.parts.dice.chance(0.3) ? '' : `draft ${this.name} ${this.parts.dice.next()}`;
    this.open.get(conversationId)?.setDraft({ text });
  }

  async changeMembers(): Promise<void> {
    const { dice, people, order } = this.parts;
    const rows = this.messenger.list.getSnapshot().conversations;
    const groups = rows.filter((row) => row.kind === 'group' && row.myRole === 'owner');
    if (groups.length === 0) return;
    const params = { conversationId: dice.pick(groups).id };
    const userId = dice.pick(people.filter((id) => id !== order.userId));
    await this.insist(() =>
      dice.chance(0.4)
        ? this.messenger.call(conversations.removeMember, { params: { ...params, userId } })
        : this.messenger.call(conversations.addMembers, { params, body: { userIds: [userId] } }),
    );
  }

  /** Undefined where the server said no, or could not be reached for long. */
  private async insist<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        return await action();
      } catch (error) {
        if (error instanceof Refusal && error.refusal !== 'server_fault' && error.refusal !== 'server_busy')
          return undefined;
        if (!(error instanceof OfflineError || error instanceof Refusal)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300 + 200 * attempt));
      }
    }
    return undefined;
  }

  /** Own messages that are neither acknowledged nor refused. */
  listUnsent(): string[] {
    const unsent: string[] = [];
    for (const [conversationId, conversation] of this.open) {
      this.look(conversationId, Number.POSITIVE_INFINITY);
      for (const entry of conversation.getSnapshot().entries)
        if (entry.kind === 'message' && entry.message.state !== 'sent')
          unsent.push(`${conversationId} ${entry.message.clientId} ${entry.message.state}`);
    }
    return unsent;
  }

  /** Everything that the device holds, each conversation read back to its beginning. */
  async report(): Promise<DeviceReport> {
    for (const conversation of this.open.values()) await readBack(conversation);
    const unsent = this.listUnsent();
    const { conversations: rows, inbox } = this.messenger.list.getSnapshot();
    return {
      name: this.name,
      userId: this.parts.order.userId,
      rows: rows.map(rowOf),
      inbox: { ...inbox },
      conversations: [...this.open].map(([conversationId, conversation]) => ({
        conversationId,
        entries: conversation.getSnapshot().entries.map(entryLine),
        members: conversation
          .getSnapshot()
          .members.map((member) => `${member.userId} ${member.role}`)
          .sort(),
      })),
      unsent,
      counts: { ...this.messenger.counts },
    };
  }

  stop(): void {
    this.messenger.stop();
  }
}

async function readBack(conversation: OpenConversation): Promise<void> {
  for (let tries = 0; tries < triesMax && conversation.getSnapshot().hasOlder; tries++) {
    const shownBefore = conversation.getSnapshot().entries.length;
    await conversation.loadOlder();
    if (conversation.getSnapshot().entries.length > shownBefore) tries = 0;
  }
}

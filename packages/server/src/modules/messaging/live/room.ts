import type { ConversationEvent, ConversationId } from '@countinghouse/protocol';
import type { PreparedFrame } from '../../../platform/sockets/prepared-frame.ts';
import type { FanOut } from './fan-out.ts';
import { eventsFrame, pullFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';

interface Batch {
  events: readonly ConversationEvent[];
  /** Whoever may see what stands there and later sees all of it. */
  oldestSeq: number;
  /** By the first event that a line may see of it. */
  frames: Map<number, PreparedFrame | undefined>;
}

/** The sessions on the line that may see one conversation, and what is about to be sent to them. */
export class Room {
  readonly conversationId: ConversationId;
  /** With the first event that each may see. */
  readonly sessions = new Map<LiveSession, number>();
  memberCount: number;
  /** The newest event that passed, or that membership was read at. */
  lastSeq: number;
  /** Events that came before their predecessors, by number. */
  readonly early = new Map<number, ConversationEvent>();
  /** Runs while predecessors are awaited. */
  earlyTimer: NodeJS.Timeout | undefined;
  /** Membership is being read anew; events wait meanwhile. */
  isRefreshing = false;
  mustRefreshAgain = false;
  private pending: ConversationEvent[] = [];
  private hasLost = false;
  private isPlanned = false;
  private startedAtMs = 0;
  private batch: Batch | undefined;
  /** Whom the batch still has to reach. */
  private rest: LiveSession[] = [];
  private readonly fanOut: FanOut;

  constructor(conversationId: ConversationId, facts: { headSeq: number; memberCount: number }, fanOut: FanOut) {
    this.conversationId = conversationId;
    this.lastSeq = facts.headSeq;
    this.memberCount = facts.memberCount;
    this.fanOut = fanOut;
  }

  push(event: ConversationEvent): void {
    if (this.pending.length >= this.fanOut.limits.pendingEventsMax) {
      this.pending = [];
      this.hasLost = true;
    }
    this.pending.push(event);
    this.plan();
  }

  /** Tells everybody here that there is something that only the log has. */
  pushPull(): void {
    this.hasLost = true;
    this.plan();
  }

  private plan(): void {
    if (this.isPlanned || this.batch) return;
    this.isPlanned = true;
    const { limits } = this.fanOut;
    const windowMs = Math.min(
      limits.coalesceMsMax,
      Math.max(limits.coalesceMsMin, this.sessions.size * limits.coalesceMsPerLine),
    );
    const waitMs = this.startedAtMs + windowMs - performance.now();
    if (waitMs <= 0) setImmediate(() => this.start());
    else setTimeout(() => this.start(), waitMs);
  }

  private start(): void {
    this.isPlanned = false;
    this.startedAtMs = performance.now();
    if (this.hasLost) {
      this.hasLost = false;
      this.fanOut.onRoomLoss();
      for (const session of this.sessions.keys()) session.send(pullFrame);
    }
    const events = this.pending.splice(0, this.fanOut.limits.eventsPerFrameMax);
    if (events.length === 0) return;
    this.batch = { events, oldestSeq: Math.min(...events.map(oldestSeqOf)), frames: new Map() };
    // A copy: whoever comes while this is being written gets it from the log, and nobody gets it twice.
    this.rest = [...this.sessions.keys()].reverse();
    this.fanOut.add(this);
  }

  /** Writes to the next `count` lines; true when everybody has it. Whoever left meanwhile gets nothing more. */
  writeSome(count: number): boolean {
    const { batch, rest } = this;
    if (!batch) return true;
    for (let written = 0; written < count; written++) {
      const session = rest.pop();
      if (!session) break;
      const firstSeq = this.sessions.get(session);
      if (firstSeq === undefined) continue;
      const frame = this.frameFor(batch, firstSeq);
      if (frame) session.send(frame);
    }
    if (rest.length > 0) return false;
    this.batch = undefined;
    if (this.pending.length > 0 || this.hasLost) this.plan();
    return true;
  }

  private frameFor(batch: Batch, firstSeq: number): PreparedFrame | undefined {
    const { events, oldestSeq, frames } = batch;
    // Members may begin at as many places as there are members; nearly always all of them see all of this.
    const from = Math.max(firstSeq, oldestSeq);
    if (frames.has(from)) return frames.get(from);
    const visible = events.filter((event) => oldestSeqOf(event) >= from);
    const frame = visible.length > 0 ? eventsFrame(this.conversationId, visible) : undefined;
    frames.set(from, frame);
    return frame;
  }
}

/** What changes a message is as invisible as the message, to those who joined later. */
const oldestSeqOf = (event: ConversationEvent): number =>
  'messageSeq' in event ? Math.min(event.seq, event.messageSeq) : event.seq;

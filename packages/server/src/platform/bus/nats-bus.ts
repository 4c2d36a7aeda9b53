import type { Logger } from '../log.ts';
import type { Registry } from '../metrics.ts';
import type { Bus, BusTopic } from './bus.ts';
import { EnvelopeOpener, EnvelopeSealer, envelopeOverheadBytes } from './envelope.ts';
import { LocalDelivery } from './local-delivery.ts';
import { type BusMetrics, createBusMetrics, type GapReason } from './metrics.ts';
import { type NatsAddress, NatsLink } from './nats-link.ts';
import { Peers } from './peers.ts';

export interface NatsBusLimits {
  /** Hints that are published together travel together up to this size; NATS itself takes 1 MiB unless set otherwise. */
  pieceBytesMax: number;
  /** What NATS has not taken yet; beyond, hints are dropped, and the others pull. */
  backlogBytesMax: number;
  /** Who has nothing to say says so, so that a loss or a death is noticed. */
  heartbeatMs: number;
  /** Three heartbeats missing are more than a busy process. */
  silentAfterMs: number;
  /** A process that is silent for so long does not come back under its old number. */
  forgottenAfterMs: number;
  /** While cut off: how late, at most, this process's people see what others write. */
  awayGapEveryMs: number;
  /** Several losses at once are told once. */
  gapEveryMsMin: number;
}

export const natsBusLimits: NatsBusLimits = {
  pieceBytesMax: 256 * 1024,
  backlogBytesMax: 32 * 1024 * 1024,
  heartbeatMs: 1_000,
  silentAfterMs: 3_500,
  forgottenAfterMs: 3_600_000,
  awayGapEveryMs: 10_000,
  gapEveryMsMin: 500,
};

const refusalLoggedEveryMs = 60_000;
const byeTopic = 'bus.bye';

export interface NatsBusInput {
  address: NatsAddress;
  /** The same for all processes of one installation, different from others on the same NATS. */
  installation: string;
  /** Shown by NATS's own monitoring. */
  name: string;
  /** 32 bytes; a process with another one is not understood. */
  key: Buffer;
  log: Logger;
  metrics: Registry;
  limits?: Partial<NatsBusLimits>;
}

/** Starts without NATS where it is away at present. Throws `BusRefusedError` where NATS refuses us. */
export async function openNatsBus(input: NatsBusInput): Promise<Bus> {
  const bus = new NatsBus(input);
  await bus.open();
  return bus;
}

class NatsBus implements Bus {
  readonly isShared = true;
  private readonly limits: NatsBusLimits;
  private readonly log: Logger;
  private readonly metrics: BusMetrics;
  private readonly local: LocalDelivery;
  private readonly sealer: EnvelopeSealer;
  private readonly opener: EnvelopeOpener;
  private readonly peers: Peers;
  private readonly link: NatsLink;
  private readonly gapListeners = new Set<() => void>();
  private number = 0;
  private waiting: string[] = [];
  private waitingBytes = 0;
  private isFlushPlanned = false;
  private sentAtMs = Number.NEGATIVE_INFINITY;
  private gapAtMs = Number.NEGATIVE_INFINITY;
  private gapTimer: NodeJS.Timeout | undefined;
  private awayTimer: NodeJS.Timeout | undefined;
  private readonly beat: NodeJS.Timeout;
  private refusalLoggedAtMs = Number.NEGATIVE_INFINITY;
  private wasConnected = false;
  private isClosed = false;

  constructor({ address, installation, name, key, log, metrics, limits }: NatsBusInput) {
    this.limits = { ...natsBusLimits, ...limits };
    this.log = log;
    this.metrics = createBusMetrics(metrics);
    this.local = new LocalDelivery((error, topic) => log.error({ err: error, topic }, 'a listener of the bus failed'));
    this.sealer = new EnvelopeSealer(key);
    this.opener = new EnvelopeOpener(key);
    this.peers = new Peers(this.limits);
    const events = {
      onConnected: () => this.handleConnected(),
      onDisconnected: () => this.handleDisconnected(),
      onBytes: (bytes: Uint8Array) => this.receive(bytes),
    };
    this.link = new NatsLink({ address, name, subject: `countinghouse.${installation}.hints`, events, log });
    this.beat = setInterval(() => this.handleBeat(), this.limits.heartbeatMs);
    this.beat.unref();
  }

  async open(): Promise<void> {
    try {
      await this.link.open();
    } catch (error) {
      clearInterval(this.beat);
      throw error;
    }
    if (!this.link.isConnected) this.handleDisconnected();
  }

  get isConnected(): boolean {
    return this.link.isConnected;
  }

  publish<Message>(topic: BusTopic<Message>, message: Message): void {
    if (this.isClosed) return;
    this.local.deliver(topic, message);
    this.queue(topic, message);
  }

  deliver<Message>(topic: BusTopic<Message>, message: Message): void {
    this.local.deliver(topic, message);
  }

  subscribe<Message>(topic: BusTopic<Message>, listener: (message: Message) => void): () => void {
    return this.local.subscribe(topic, listener);
  }

  onGap(listener: () => void): () => void {
    this.gapListeners.add(listener);
    return () => this.gapListeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.flush();
    this.isClosed = true;
    if (this.isConnected) this.send(JSON.stringify([[byeTopic, null]]));
    clearInterval(this.beat);
    clearInterval(this.awayTimer);
    clearTimeout(this.gapTimer);
    await this.link.close().catch((error: unknown) => this.log.warn({ err: error }, 'NATS could not be left in order'));
    this.metrics.connected.set(0);
    this.gapListeners.clear();
    this.local.clear();
  }

  private get pieceBytesMax(): number {
    const serverMax = this.link.payloadBytesMax ?? Number.POSITIVE_INFINITY;
    return Math.min(this.limits.pieceBytesMax, serverMax - envelopeOverheadBytes);
  }

  /** Encoded here, once, however many processes there are. */
  private queue<Message>(topic: BusTopic<Message>, message: Message): void {
    if (!this.isConnected) {
      this.drop('away');
      return;
    }
    const encoded = JSON.stringify([topic.name, message]);
    const sizeBytes = Buffer.byteLength(encoded);
    // Brackets around all and a comma between two.
    const roomBytes = this.pieceBytesMax - 2;
    if (sizeBytes > roomBytes) {
      this.queueDivided(topic, message, sizeBytes);
      return;
    }
    if (this.waitingBytes + sizeBytes + 1 > roomBytes) this.flush();
    this.waiting.push(encoded);
    this.waitingBytes += sizeBytes + 1;
    this.metrics.hintsPublished.inc();
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    setImmediate(() => this.flush());
  }

  private queueDivided<Message>(topic: BusTopic<Message>, message: Message, sizeBytes: number): void {
    const parts = topic.divide?.(message) ?? [];
    const isSmaller = parts.every((part) => Buffer.byteLength(JSON.stringify([topic.name, part])) < sizeBytes);
    if (parts.length === 0 || !isSmaller) {
      this.log.error({ topic: topic.name, sizeBytes }, 'a hint is too big for the bus; other processes pull instead');
      this.drop('too_big');
      return;
    }
    this.metrics.divided.inc();
    for (const part of parts) this.queue(topic, part);
  }

  /** A number is left out, by which the others learn that something is missing. */
  private drop(reason: 'away' | 'too_big'): void {
    this.flush();
    this.number += 1;
    this.metrics.dropped.inc({ reason });
  }

  private flush(): void {
    this.isFlushPlanned = false;
    if (this.waiting.length === 0) return;
    const content = `[${this.waiting.join(',')}]`;
    this.waiting = [];
    this.waitingBytes = 0;
    this.send(content);
  }

  /** What NATS does not take is missing for the others, who notice by its number. */
  private send(content: string): void {
    this.number += 1;
    const backlogBytes = this.link.backlogBytes;
    this.metrics.backlogBytes.set(backlogBytes);
    if (backlogBytes > this.limits.backlogBytesMax) {
      this.metrics.dropped.inc({ reason: 'backlog' });
      return;
    }
    try {
      const sealed = this.sealer.seal(this.number, content);
      this.link.send(sealed);
      this.sentAtMs = performance.now();
      this.metrics.bytesPublished.inc(sealed.length);
    } catch (error) {
      this.log.warn({ err: error }, 'NATS did not take a hint');
      this.metrics.dropped.inc({ reason: 'away' });
    }
  }

  private receive(bytes: Uint8Array): void {
    if (this.isClosed) return;
    this.metrics.bytesReceived.inc(bytes.length);
    const envelope = this.opener.open(bytes);
    const arrival = envelope && this.peers.record(envelope.sender, envelope.number, performance.now());
    if (envelope === undefined || arrival === 'repeated') {
      this.refuse(envelope ? 'repeated' : 'foreign');
      return;
    }
    if (arrival === 'gap') this.tellGap('missing');
    // Sealed with our key, so it is what `queue` and `close` wrote.
    for (const [topic, message] of JSON.parse(envelope.content) as [string, unknown][]) {
      if (topic === byeTopic) this.peers.forget(envelope.sender);
      else {
        this.metrics.hintsReceived.inc();
        this.local.deliverParsed(topic, message);
      }
    }
  }

  private refuse(reason: 'foreign' | 'repeated'): void {
    this.metrics.refused.inc({ reason });
    if (performance.now() - this.refusalLoggedAtMs < refusalLoggedEveryMs) return;
    this.refusalLoggedAtMs = performance.now();
    this.log.warn(
      { reason },
      'a message on the bus was refused: another process has another master.key, or somebody else writes there',
    );
  }

  private handleConnected(): void {
    this.metrics.connected.set(1);
    clearInterval(this.awayTimer);
    this.peers.hearAll(performance.now());
    if (this.wasConnected || this.awayTimer !== undefined) this.tellGap('interrupted');
    this.awayTimer = undefined;
    this.wasConnected = true;
    // The others learn at once what they missed of us.
    this.send('[]');
  }

  private handleDisconnected(): void {
    this.metrics.connected.set(0);
    this.waiting = [];
    this.waitingBytes = 0;
    this.number += 1;
    if (this.isClosed || this.awayTimer !== undefined) return;
    this.awayTimer = setInterval(() => this.tellGap('away'), this.limits.awayGapEveryMs);
    this.awayTimer.unref();
  }

  private handleBeat(): void {
    if (!this.isConnected) return;
    const now = performance.now();
    if (now - this.sentAtMs >= this.limits.heartbeatMs) this.send('[]');
    if (this.peers.countNewlySilent(now) > 0) this.tellGap('silent');
  }

  /** At once, and once more after a moment where others follow. */
  private tellGap(reason: GapReason): void {
    this.metrics.gaps.inc({ reason });
    if (this.gapTimer !== undefined || this.isClosed) return;
    const sinceMs = performance.now() - this.gapAtMs;
    if (sinceMs >= this.limits.gapEveryMsMin) {
      this.callGapListeners();
      return;
    }
    this.gapTimer = setTimeout(() => {
      this.gapTimer = undefined;
      this.callGapListeners();
    }, this.limits.gapEveryMsMin - sinceMs);
    this.gapTimer.unref();
  }

  private callGapListeners(): void {
    this.gapAtMs = performance.now();
    for (const listener of this.gapListeners) {
      try {
        listener();
      } catch (error) {
        this.log.error({ err: error }, 'a listener for gaps failed');
      }
    }
  }
}

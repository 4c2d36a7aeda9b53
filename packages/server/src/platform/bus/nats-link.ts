import { AuthorizationError, type ConnectionOptions, connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../log.ts';

/** NATS refuses us: waiting does not help. One line: what is wrong and what to do. */
export class BusRefusedError extends Error {}

export interface NatsAddress {
  /** As `host:port`. */
  servers: string[];
  user?: string;
  password?: string;
  token?: string;
  isTls: boolean;
}

export interface NatsLinkEvents {
  /** Our subscription holds at the server. */
  onConnected(): void;
  onDisconnected(): void;
  onBytes(bytes: Uint8Array): void;
}

// A server that does not answer two pings is given up: so long a dead network stays unnoticed at most, and so much
// traffic gathers in memory at most.
const pingIntervalMs = 2_000;
const pingsOutMax = 2;
const connectTimeoutMs = 5_000;
const reconnectWaitMs = 250;
const reconnectJitterMs = 250;

/** One connection to NATS that comes back by itself for as long as it is not closed. */
export class NatsLink {
  private readonly options: ConnectionOptions;
  private readonly subject: string;
  private readonly events: NatsLinkEvents;
  private readonly log: Logger;
  private connection: NatsConnection | undefined;
  private isUp = false;
  private isClosed = false;
  private wake: (() => void) | undefined;
  private unansweredBytes = 0;
  private isAsking = false;

  constructor(input: { address: NatsAddress; name: string; subject: string; events: NatsLinkEvents; log: Logger }) {
    this.subject = input.subject;
    this.events = input.events;
    this.log = input.log;
    this.options = connectionOptions(input.address, input.name);
  }

  /**
   * Resolves when NATS is reached, or once it is clear that it is not at present: then it is tried on. Throws
   * `BusRefusedError` where NATS answers and refuses.
   */
  async open(): Promise<void> {
    try {
      await this.connectOnce();
    } catch (error) {
      if (error instanceof AuthorizationError) {
        throw new BusRefusedError('NATS at NATS_URL refuses the user, the password or the token; check them.');
      }
      this.log.warn({ err: error }, 'NATS is not reached; this process goes on alone and keeps trying');
      void this.keepTrying();
    }
  }

  get isConnected(): boolean {
    return this.isUp;
  }

  /** The server's own limit; undefined before the first connection. */
  get payloadBytesMax(): number | undefined {
    return this.connection?.info?.max_payload;
  }

  /** What was sent and not yet taken by NATS, as far as it has said. */
  get backlogBytes(): number {
    return this.unansweredBytes;
  }

  /** Left out while the connection is broken: the client would keep it all in memory. */
  send(bytes: Uint8Array): void {
    const { connection } = this;
    if (!this.isUp || !connection) return;
    connection.publish(this.subject, bytes);
    this.unansweredBytes += bytes.length;
    if (!this.isAsking) void this.askForAnswers(connection);
  }

  /** One question at a time, so that it costs a little packet for each round trip. */
  private async askForAnswers(connection: NatsConnection): Promise<void> {
    this.isAsking = true;
    try {
      while (this.isUp && this.unansweredBytes > 0) {
        const asked = this.unansweredBytes;
        await connection.flush();
        this.unansweredBytes = Math.max(0, this.unansweredBytes - asked);
      }
    } catch {
      // The connection broke, and what it held is dropped with it.
    } finally {
      this.isAsking = false;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.wake?.();
    const { connection } = this;
    if (!connection || connection.isClosed()) return;
    // Draining waits for the server, which may be away; then there is nothing to wait for.
    if (this.isUp) await connection.drain();
    else await connection.close();
  }

  private async keepTrying(): Promise<void> {
    while (!this.isClosed && this.connection === undefined) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, reconnectWaitMs + Math.random() * reconnectJitterMs).unref();
      });
      if (!this.isClosed) await this.connectOnce().catch(() => undefined);
    }
  }

  private async connectOnce(): Promise<void> {
    const connection = await connect(this.options);
    if (this.isClosed) return connection.close();
    this.connection = connection;
    connection.subscribe(this.subject, {
      callback: (error, message) => {
        if (error) this.log.error({ err: error }, 'NATS refuses the subscription');
        else this.events.onBytes(message.data);
      },
    });
    void this.follow(connection);
    await this.comeUp(connection);
  }

  private async follow(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' && this.isUp) {
        this.isUp = false;
        this.unansweredBytes = 0;
        if (!this.isClosed) this.log.warn({ server: status.server }, 'the connection to NATS broke');
        this.events.onDisconnected();
      }
      if (status.type === 'reconnect') await this.comeUp(connection).catch(() => undefined);
      if (status.type === 'error') this.log.error({ err: status.error }, 'NATS reports an error');
    }
  }

  /** The answer to a flush comes after the subscription was taken: what others send from then on arrives. */
  private async comeUp(connection: NatsConnection): Promise<void> {
    await connection.flush();
    if (this.isClosed || this.isUp) return;
    this.isUp = true;
    this.log.info({ server: connection.getServer() }, 'NATS is reached');
    this.events.onConnected();
  }
}

function connectionOptions(address: NatsAddress, name: string): ConnectionOptions {
  return {
    servers: address.servers,
    name,
    noEcho: true,
    maxReconnectAttempts: -1,
    // A password that is being changed must not end the reconnecting for good.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: reconnectWaitMs,
    reconnectJitter: reconnectJitterMs,
    reconnectJitterTLS: reconnectJitterMs,
    pingInterval: pingIntervalMs,
    maxPingOut: pingsOutMax,
    timeout: connectTimeoutMs,
    ...(address.user === undefined ? {} : { user: address.user, pass: address.password ?? '' }),
    ...(address.token === undefined ? {} : { token: address.token }),
    ...(address.isTls ? { tls: {} } : {}),
  };
}

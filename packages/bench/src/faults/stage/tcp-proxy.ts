import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  client: Socket;
  target: Socket;
}

/** A line between two parts that can be cut, silenced or slowed; it passes bytes on as they are otherwise. */
export class TcpProxy {
  readonly port: number;
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private isSilent = false;
  private delayMs = 0;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
  }

  static open(targetPort: number): Promise<TcpProxy> {
    return new Promise((resolve, reject) => {
      const server = createServer({ pauseOnConnect: true });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') return reject(new Error('the proxy has no port'));
        const proxy = new TcpProxy(server, address.port);
        server.on('connection', (client) => proxy.join(client, targetPort));
        resolve(proxy);
      });
    });
  }

  private join(client: Socket, targetPort: number): void {
    const target = connect({ port: targetPort, host: '127.0.0.1' });
    const pair = { client, target };
    this.pairs.add(pair);
    this.pass(client, target);
    this.pass(target, client);
    const end = () => this.end(pair);
    for (const socket of [client, target]) socket.on('error', end).on('close', end);
    if (!this.isSilent) client.resume();
  }

  private pass(from: Socket, to: Socket): void {
    const late: { at: number; bytes: Buffer }[] = [];
    const deliver = () => {
      while (late[0] && late[0].at <= performance.now()) to.write(late.shift()?.bytes ?? '');
      if (late[0]) setTimeout(deliver, late[0].at - performance.now() + 1);
    };
    from.on('data', (bytes: Buffer) => {
      if (this.delayMs > 0 || late.length > 0) {
        // In their order, also when the line has just become faster.
        late.push({ at: Math.max(performance.now() + this.delayMs, late.at(-1)?.at ?? 0), bytes });
        if (late.length === 1) deliver();
      } else if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => {
          if (!this.isSilent) from.resume();
        });
      }
    });
    from.on('end', () => setTimeout(() => to.end(), this.delayMs));
  }

  private end({ client, target }: Pair): void {
    client.destroy();
    target.destroy();
    for (const pair of this.pairs) if (pair.client === client) this.pairs.delete(pair);
  }

  /** Every open connection ends with a reset on both sides; new ones are taken. */
  reset(): void {
    for (const { client, target } of [...this.pairs]) {
      client.resetAndDestroy();
      target.resetAndDestroy();
    }
  }

  /** Nothing passes any more, on open and on new connections; nobody is told. */
  silence(): void {
    this.isSilent = true;
    for (const { client, target } of this.pairs) {
      client.pause();
      target.pause();
    }
  }

  /** What came meanwhile is passed on. */
  speak(): void {
    this.isSilent = false;
    for (const { client, target } of this.pairs) {
      client.resume();
      target.resume();
    }
  }

  /** Everything takes this much longer from now on. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  close(): void {
    this.server.close();
    for (const pair of [...this.pairs]) this.end(pair);
  }
}

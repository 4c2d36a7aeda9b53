import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A line to the server that is slow upwards and can be cut, like that of a basement. */
export class WeakLine {
  readonly baseUrl: string;
  /** Bytes that went up in all, to see what an interruption cost. */
  upBytes = 0;
  private readonly targetPort: number;
  private readonly upBytesPerSecond: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(server: Server, { port, targetPort, upBytesPerSecond }: LineOptions & { port: number }) {
    this.server = server;
    this.targetPort = targetPort;
    this.upBytesPerSecond = upBytesPerSecond;
    this.baseUrl = `http://localhost:${port}`;
    server.on('connection', (near) => void this.serve(near));
  }

  static async open(options: LineOptions): Promise<WeakLine> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return new WeakLine(server, { ...options, port: address.port });
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(near: Socket): Promise<void> {
    this.keep(near);
    if (this.isCut) {
      near.destroy();
      return;
    }
    const far = this.keep(connect(this.targetPort, 'localhost'));
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    far.pipe(near);
    try {
      for await (const chunk of near) {
        const bytes: Buffer = chunk;
        this.upBytes += bytes.length;
        if (!far.write(bytes)) await new Promise((resolve) => far.once('drain', resolve).once('close', resolve));
        await pause((bytes.length / this.upBytesPerSecond) * 1000);
      }
      far.end();
    } catch {
      // A cut line ends the reading; both ends are destroyed already.
    }
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }
}

interface LineOptions {
  targetPort: number;
  upBytesPerSecond: number;
}

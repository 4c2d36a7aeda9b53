import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'vitest';

const comesWithin = { timeout: 30_000, interval: 50 };

/** The firm's mail server: takes every mail, and shows what came. */
export class Mailbox {
  readonly url: string;
  private readonly arrived: string[] = [];
  private readonly server: Server;
  private readonly lines = new Set<Socket>();

  private constructor(server: Server, port: number) {
    this.server = server;
    this.url = `smtp://127.0.0.1:${port}`;
    server.on('connection', (socket) => this.serve(socket));
  }

  static async open(): Promise<Mailbox> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
    return new Mailbox(server, address.port);
  }

  /** The mail, past or future, whose text fits: all of it as it reads, with what the groups of the pattern hold. */
  async came(pattern: RegExp): Promise<RegExpExecArray> {
    const look = () => this.arrived.map((text) => pattern.exec(text)).find((found) => found !== null);
    await expect.poll(look, { ...comesWithin, message: `no mail says ${pattern}` }).toBeDefined();
    const found = look();
    if (!found) throw new Error(`no mail says ${pattern}`);
    return found;
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** As much of SMTP as a sender needs who asks for nothing. */
  private serve(socket: Socket): void {
    this.lines.add(socket);
    socket.once('close', () => this.lines.delete(socket)).on('error', () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let said = '';
    let isMail = false;
    say('220 mailbox');
    socket.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      for (;;) {
        const end = said.indexOf(isMail ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const text = said.slice(0, end);
        said = said.slice(end + (isMail ? 5 : 2));
        if (isMail) this.arrived.push(readMail(text));
        isMail = !isMail && /^DATA$/i.test(text);
        say(isMail ? '354 go on' : /^QUIT$/i.test(text) ? '221 bye' : '250 ok');
      }
    });
  }
}

/** The parts of a mail as they read. */
function readMail(raw: string): string {
  const parts = raw.split(/\r\n--[^\r\n]+(?:\r\n|$)/);
  return parts
    .map((part) => {
      const body = part.slice(part.indexOf('\r\n\r\n')).trim();
      if (/^content-transfer-encoding: base64/im.test(part)) return Buffer.from(body, 'base64').toString('utf8');
      return /^content-transfer-encoding: quoted-printable/im.test(part) ? unquote(body) : body;
    })
    .join('\n');
}

const unquote = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8');

import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived: to whom, and all of it decoded to text. */
export interface Arrived {
  to: string;
  text: string;
}

export interface FakeMailServer {
  url: string;
  arrived: Arrived[];
  /** Resolves with the first mail, past or future, that fits. */
  came(fits: (mail: Arrived) => boolean): Promise<Arrived>;
  close(): Promise<void>;
}

export async function startFakeMailServer(): Promise<FakeMailServer> {
  const arrived: Arrived[] = [];
  const lookers = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => void parts.push(part));
      stream.on('end', () => {
        const text = decode(Buffer.concat(parts).toString('utf8'));
        for (const recipient of session.envelope.rcptTo) arrived.push({ to: recipient.address, text });
        done();
        for (const look of [...lookers]) look();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', () => resolve()));
  const { port } = listening.address() as AddressInfo; // it listens on a port
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    came: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = arrived.find(fits);
          if (!found) return;
          lookers.delete(look);
          resolve(found);
        };
        lookers.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Header words, quoted-printable and base64 parts, each as what they mean, so that nothing hides in an encoding. */
function decode(raw: string): string {
  const words = raw
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, how: string, word: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replace(/_/g, ' ')),
    );
  const parts = words.split(/\r?\n--[^\r\n]+\r?\n?/).map((part) => {
    const body = part.slice(part.search(/\r?\n\r?\n/)).trim();
    if (/content-transfer-encoding: base64/i.test(part)) return Buffer.from(body, 'base64').toString('utf8');
    return /content-transfer-encoding: quoted-printable/i.test(part) ? unquote(body) : '';
  });
  return [words, ...parts].join('\n');
}

const unquote = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8');

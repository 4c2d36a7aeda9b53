import { cpus, totalmem } from 'node:os';
import { anInvoice, type InvoiceFacts, makeImage, makeOfd, makePdf, makeXml } from '@countinghouse/invoice-maker';
import { type ClientId, conversations, identity } from '@countinghouse/protocol';
import { createMessenger, type Messenger } from '@countinghouse/sdk';
import { startServerProcess } from '../server-process/server-process.ts';
import { type Sample, summarize } from './summary.ts';

const warmUps = 2;

interface Kind {
  name: string;
  count: number;
  make(seed: string): Promise<{ name: string; content: Uint8Array }>;
}

const digital = (seed: string): InvoiceFacts => anInvoice({ seed, preset: 'hotel', kind: 'digital_special' });
const old = (seed: string): InvoiceFacts => anInvoice({ seed, preset: 'catering', kind: 'vat_ordinary_electronic' });

const kinds: readonly Kind[] = [
  {
    name: 'xml',
    count: 20,
    make: async (seed) => ({ name: `${seed}.xml`, content: new TextEncoder().encode(makeXml(digital(seed))) }),
  },
  {
    name: 'pdf-digital',
    count: 20,
    make: async (seed) => ({ name: `${seed}.pdf`, content: await makePdf(digital(seed)) }),
  },
  { name: 'pdf-vat', count: 20, make: async (seed) => ({ name: `${seed}.pdf`, content: await makePdf(old(seed)) }) },
  { name: 'ofd', count: 20, make: async (seed) => ({ name: `${seed}.ofd`, content: await makeOfd(old(seed)) }) },
  {
    name: 'image',
    count: 8,
    make: async (seed) => ({
      name: `${seed}.png`,
      content: await makeImage(digital(seed), { format: 'png', widthPx: 1400 }),
    }),
  },
];

/**
 * From the drop of a file in a client to the finished card on another client's screen: upload, message, reading, checks,
 * card, push. Files one after another; the load generator shares the machine with the server and its database.
 */
export async function benchCard({ isJson }: { isJson: boolean }): Promise<void> {
  const server = await startServerProcess();
  try {
    const results: Record<string, ReturnType<typeof summarize>> = {};
    const signedIn = await signIn(server.baseUrl, server.linkToken);
    const messenger = createMessenger({ baseUrl: server.baseUrl, token: signedIn });
    await messenger.start();
    for (const kind of kinds) {
      const samples: Sample[] = [];
      const { id } = await messenger.call(conversations.create, {
        body: { clientId: clientId(), title: kind.name, memberIds: [] },
      });
      for (let at = -warmUps; at < kind.count; at++) {
        const file = await kind.make(`bench-${kind.name}-${at}`);
        const cpuBefore = await server.cpuMs();
        const elapsedMs = await drop(messenger, id, file);
        if (at >= 0) samples.push({ elapsedMs, cpuMs: (await server.cpuMs()) - cpuBefore });
      }
      results[kind.name] = summarize(samples);
      if (!isJson) process.stdout.write(`${kind.name.padEnd(12)} ${JSON.stringify(results[kind.name])}\n`);
    }
    messenger.stop();
    const conditions = {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      oneAtATime: true,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'card', conditions, kinds: results })}\n`);
  } finally {
    await server.stop();
  }
}

async function signIn(baseUrl: string, token: string): Promise<string> {
  const visitor = createMessenger({ baseUrl });
  const answer = await visitor.call(identity.redeemLink, { body: { token, carrier: 'token' } });
  if (!answer.token) throw new Error('the server gave no session token');
  return answer.token;
}

type OpenId = Parameters<Messenger['open']>[0];

/** Milliseconds until the client's view shows a card of this file that is no longer being read. */
function drop(
  messenger: Messenger,
  conversationId: OpenId,
  file: { name: string; content: Uint8Array },
): Promise<number> {
  const conversation = messenger.open(conversationId);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no card for ${file.name} in a minute`)), 60_000);
    const check = () => {
      const messages = conversation
        .getSnapshot()
        .entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
      const message = messages.find((candidate) => candidate.files.some((ref) => ref.name === file.name));
      const statuses =
        message?.cards.flatMap(({ card }) =>
          card.body.map((element) => ('data' in element ? element.data.status : undefined)),
        ) ?? [];
      const [status] = statuses;
      if (status === undefined || status === 'reading') return;
      clearTimeout(timer);
      unsubscribe();
      conversation.close();
      if (status === 'checked') resolve(performance.now() - startedAt);
      else reject(new Error(`${file.name} ended as ${String(status)}`));
    };
    const unsubscribe = conversation.subscribe(check);
    conversation.post({ text: '', files: [file] });
  });
}

const clientId = (): ClientId => crypto.randomUUID() as ClientId; // the schema admits every UUID

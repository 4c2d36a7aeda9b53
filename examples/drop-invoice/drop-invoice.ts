// Drops a file into a conversation and prints its cards as they change. See README.md.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvoiceCardData, Refusal } from '@countinghouse/protocol';
import { createMessenger, type Messenger, OfflineError, type TimelineMessage } from '@countinghouse/sdk';
import { Value } from 'typebox/value';

const liveWithinMs = 20_000;
const giveUpAfterMs = 120_000;

class CallError extends Error {}

async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const follow = args.includes('--follow');
  const [title, path, ...more] = args.filter((arg) => arg !== '--follow');
  const { COUNTINGHOUSE_URL: baseUrl, COUNTINGHOUSE_TOKEN: token } = env;
  if (!title || !path || more.length > 0 || !baseUrl || !token) {
    throw new CallError(
      'usage: COUNTINGHOUSE_URL=… COUNTINGHOUSE_TOKEN=… drop-invoice.ts CONVERSATION FILE [--follow]',
    );
  }
  const content = await readFile(path);
  const messenger = createMessenger({ baseUrl, token });
  try {
    await messenger.start();
    await waitUntilLive(messenger);
    return await drop(messenger, { title, file: { name: basename(path), content }, follow });
  } finally {
    messenger.stop();
  }
}

/** The SDK tries again for as long as it runs; a program that was called by hand gives up. */
function waitUntilLive(messenger: Messenger): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new OfflineError('the server cannot be reached')), liveWithinMs);
    const look = () => {
      if (messenger.list.getSnapshot().connection !== 'live') return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const unsubscribe = messenger.list.subscribe(look);
    look();
  });
}

/** Resolves to the exit code once every card has left `reading`; with `follow`, once every invoice is at an end. */
async function drop(
  messenger: Messenger,
  { title, file, follow }: { title: string; file: { name: string; content: Uint8Array }; follow: boolean },
): Promise<number> {
  const { conversations } = messenger.list.getSnapshot();
  const row = conversations.find((one) => one.title === title || one.id === title);
  if (!row) throw new CallError(`you are in no conversation "${title}"`);
  const conversation = messenger.open(row.id);
  const clientId = conversation.post({ text: '', files: [file] });
  const printed = new Map<string, string>();
  return new Promise((resolve, reject) => {
    const timer = follow ? undefined : setTimeout(() => reject(new CallError('no card came in time')), giveUpAfterMs);
    const look = () => {
      const message = findMessage(conversation.getSnapshot().entries, clientId);
      if (message?.state === 'failed') reject(new Refusal('server_fault', `refused: ${message.refusal}`));
      const invoices = message ? invoicesOn(message) : [];
      for (const invoice of invoices) {
        const line = describe(invoice);
        if (printed.get(invoice.invoiceId) !== line) process.stdout.write(`${line}\n`);
        printed.set(invoice.invoiceId, line);
      }
      if (invoices.length === 0 || !invoices.every(({ status }) => isDone(status, follow))) return;
      clearTimeout(timer);
      unsubscribe();
      conversation.close();
      resolve(invoices.every(({ status }) => status !== 'refused' && status !== 'not_invoice') ? 0 : 1);
    };
    const unsubscribe = conversation.subscribe(look);
    look();
  });
}

type Entries = ReturnType<ReturnType<Messenger['open']>['getSnapshot']>['entries'];

function findMessage(entries: Entries, clientId: string): TimelineMessage | undefined {
  for (const entry of entries)
    if (entry.kind === 'message' && entry.message.clientId === clientId) return entry.message;
  return undefined;
}

/** A card is data from the server; what does not have the contract's shape is passed over. */
const invoicesOn = (message: TimelineMessage): InvoiceCardData[] =>
  message.cards
    .flatMap(({ card }) => card.body)
    .flatMap((element) => (element.type === 'Countinghouse.Invoice' ? [element.data] : []))
    .filter((data): data is InvoiceCardData => Value.Check(InvoiceCardData, data));

const isDone = (status: string, follow: boolean): boolean =>
  follow ? ['refused', 'not_invoice', 'archived'].includes(status) : status !== 'reading';

/** One line: where the invoice stands, what was read, and what the checks found. */
function describe(invoice: InvoiceCardData): string {
  const { status, file, refusal, notInvoiceReason } = invoice;
  const open = invoice.checks.filter((check) => check.status === 'warn' || check.status === 'fail');
  const parts =
    status === 'refused' || status === 'not_invoice'
      ? [refusal ?? notInvoiceReason ?? '']
      : [
          invoice.number,
          invoice.sellerName,
          invoice.totalMinor === null ? '' : `${invoice.currency} ${(invoice.totalMinor / 100).toFixed(2)}`,
          open.length === 0 ? '' : open.map((check) => `${check.id}: ${check.status}`).join(', '),
          invoice.doubts.length === 0 ? '' : `doubtful: ${invoice.doubts.join(', ')}`,
          invoice.claimNumber ?? '',
          invoice.voucherNumber ?? '',
        ];
  return [file.name, status, ...parts].filter((part) => part !== '').join(' · ');
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env);
} catch (error) {
  if (!(error instanceof CallError || error instanceof Refusal || error instanceof OfflineError)) throw error;
  const name = error instanceof Refusal ? `${error.refusal}: ` : '';
  process.stderr.write(`drop-invoice: ${name}${error.message}\n`);
  process.exitCode = error instanceof CallError ? 2 : 1;
}

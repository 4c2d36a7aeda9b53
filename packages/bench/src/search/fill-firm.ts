import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Firm,
  type FirmContent,
  type FirmFile,
  type FirmMessage,
  type FirmSize,
  headsAfter,
  makeFirm,
  readers,
} from './made-firm.ts';
import type { Installation, SearchHost } from './search-host.ts';

const messagesPerOrder = 2_000;
const filesPerOrder = 500;
/** The last ones are taken into the finished index, so that what that costs is measured at full size. */
const timedMessages = 5_000;
const timedFiles = 500;

export interface FillReport {
  indexedMessagesPerSecond: number;
  indexedFileTextsPerSecond: number;
  readFilesPerSecond: number;
}

/** What is written beside data that are kept: the same content can be made again from it. */
interface Kept {
  size: FirmSize;
  installation: Omit<Installation, 'baseUrl'>;
}

export interface Filled {
  firm: Firm;
  /** Undefined where the data were there already. */
  report?: FillReport;
}

/** Makes the firm in the server, or in a folder that has it already says only where the server listens. */
export async function fillOrResume(
  host: SearchHost,
  input: { size: FirmSize; keep: string | undefined; say(line: string): void },
): Promise<Filled> {
  const kept = input.keep === undefined ? undefined : await readKept(input.keep);
  if (kept) return resume(host, kept, input);
  const content = makeFirm(input.size);
  const filled = await fill(host, content, input.say);
  if (input.keep !== undefined) {
    const { baseUrl: _, ...installation } = filled.firm.installation;
    const note: Kept = { size: input.size, installation };
    await writeFile(noteIn(input.keep), JSON.stringify(note));
  }
  return filled;
}

const noteIn = (folder: string): string => join(folder, 'made-firm.json');

async function readKept(folder: string): Promise<Kept | undefined> {
  try {
    // Written by this file alone.
    return JSON.parse(await readFile(noteIn(folder), 'utf8')) as Kept;
  } catch {
    // Nothing is kept there yet.
    return undefined;
  }
}

async function resume(
  host: SearchHost,
  { size, installation }: Kept,
  input: { size: FirmSize; say(line: string): void },
): Promise<Filled> {
  for (const name of ['seed', 'messages', 'files'] as const) {
    if (size[name] !== input.size[name])
      throw new Error(`the kept data have ${name} ${size[name]}, not ${input.size[name]}`);
  }
  const { conversationIds, userIds } = installation;
  // The host answers each order with what belongs to it.
  const { baseUrl } = (await host.order({ op: 'resume', conversationIds, userIds })) as { baseUrl: string };
  const { messages, files, uploads } = makeFirm(size);
  input.say(`${messages.length} messages and ${files.length} texts of files were kept`);
  return { firm: { messages, files: [...files, ...uploads], installation: { ...installation, baseUrl } } };
}

async function fill(host: SearchHost, content: FirmContent, say: (line: string) => void): Promise<Filled> {
  const { messages, files, uploads, people, titles } = content;
  // The host answers each order with what belongs to it, here and below.
  const installation = (await host.order({ op: 'begin', people, titles, readers })) as Installation;
  const told = sayWithTime(say);
  const [firstMessages, lastMessages] = splitLast(messages, timedMessages);
  await fillLogs(host, firstMessages);
  await host.order({ op: 'heads', heads: headsAfter(firstMessages) });
  told(`${firstMessages.length} messages stand in the logs`);
  await host.order({ op: 'drop-token-indexes' });
  await host.order({ op: 'catch-up' });
  await host.order({ op: 'build-token-indexes', table: 'search_messages' });
  told('they are in the index');
  await fillLogs(host, lastMessages);
  await host.order({ op: 'heads', heads: headsAfter(messages) });
  const caughtUp = (await host.order({ op: 'catch-up' })) as { seconds: number };
  told(`${lastMessages.length} more messages are in the index`);
  // All messages are there by now: a file whose message is missing is none for the index.
  const [firstFiles, lastFiles] = splitLast(files, timedFiles);
  await fillFiles(host, firstFiles);
  for (const table of ['search_files', 'search_invoices']) await host.order({ op: 'build-token-indexes', table });
  told(`${firstFiles.length} texts of files are in the index`);
  const fileStartedMs = performance.now();
  await fillFiles(host, lastFiles);
  const fileSeconds = (performance.now() - fileStartedMs) / 1000;
  told(`${lastFiles.length} more texts of files are in the index`);
  const uploaded = (await host.order({ op: 'uploads', rows: uploads.map(wire) })) as { seconds: number };
  await host.order({ op: 'settle' });
  told(`${uploads.length} files are read and everything is settled`);
  return {
    firm: { messages, files: [...files, ...uploads], installation },
    report: {
      indexedMessagesPerSecond: Math.round(lastMessages.length / caughtUp.seconds),
      indexedFileTextsPerSecond: Math.round(lastFiles.length / fileSeconds),
      readFilesPerSecond: Math.round(uploads.length / uploaded.seconds),
    },
  };
}

function sayWithTime(say: (line: string) => void): (line: string) => void {
  let sinceMs = performance.now();
  return (line) => {
    say(`${line} (${Math.round((performance.now() - sinceMs) / 1000)} s)`);
    sinceMs = performance.now();
  };
}

/** Small firms keep at least half for the building. */
function splitLast<Item>(items: readonly Item[], last: number): [Item[], Item[]] {
  const at = items.length - Math.min(last, Math.floor(items.length / 2));
  return [items.slice(0, at), items.slice(at)];
}

const wire = <Row extends { at: Date }>({ at, ...row }: Row) => ({ ...row, atMs: at.getTime() });

async function fillLogs(host: SearchHost, messages: readonly FirmMessage[]): Promise<void> {
  for (let at = 0; at < messages.length; at += messagesPerOrder)
    await host.order({ op: 'messages', rows: messages.slice(at, at + messagesPerOrder).map(wire) });
}

async function fillFiles(host: SearchHost, files: readonly FirmFile[]): Promise<void> {
  for (let at = 0; at < files.length; at += filesPerOrder)
    await host.order({ op: 'files', rows: files.slice(at, at + filesPerOrder).map(wire) });
}

import { ignoreStrayRejections, ReadingRefusal, readInvoice, renderOfdPage } from '@countinghouse/invoice-reader';
import fc from 'fast-check';
import { inputsOf } from './inputs.ts';
import { type Format, formats } from './seeds.ts';

/** What the process says of one input: before it is read, and after. */
export type Report =
  | { kind: 'begin'; index: number }
  | { kind: 'end'; index: number; code: string | null; message?: string; cpuMs: number; rssBytes: number };

/**
 * Reads inputs `from` (included) to `to` (excluded) of a format. It runs without the right to write files or to start
 * processes, so that an escape of either kind shows as a crash.
 */
ignoreStrayRejections();
const [formatName, seedText, fromText, toText] = process.argv.slice(2);
const format: Format | undefined = formats.find((name) => name === formatName);
if (!format) throw new Error(`no such format: ${formatName}`);
const inputs = await inputsOf(format);
for (let index = Number(fromText); index < Number(toText); index++) {
  const [bytes] = fc.sample(fc.noBias(inputs), { seed: Number(seedText) + index, numRuns: 1 });
  if (!bytes) continue;
  process.send?.({ kind: 'begin', index } satisfies Report);
  const before = process.cpuUsage();
  const { error } = await readInvoice(bytes, { fileName: `${index}` });
  // What can be read is also drawn for people.
  if (format === 'ofd' && !error) await draw(bytes);
  const used = process.cpuUsage(before);
  process.send?.({
    kind: 'end',
    index,
    code: error?.code ?? null,
    ...(error && { message: error.message }),
    cpuMs: (used.user + used.system) / 1000,
    rssBytes: process.memoryUsage.rss(),
  } satisfies Report);
}
process.disconnect?.();

async function draw(bytes: Uint8Array): Promise<void> {
  try {
    await renderOfdPage(bytes, 0);
  } catch (error) {
    if (!(error instanceof ReadingRefusal)) throw error;
  }
}

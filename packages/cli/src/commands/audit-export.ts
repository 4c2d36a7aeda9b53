import { createHash } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { auditExportPath, RefusalBody, refusalStatus } from '@countinghouse/protocol';
import { Value } from 'typebox/value';
import type { KeptSession } from '../kept-session.ts';
import { CommandError } from '../usage.ts';
import type { Outcome } from './outcome.ts';

/** Writes the log as it comes, however long it is; the file appears under its name once it is complete. */
export async function exportAudit(session: KeptSession, file: string): Promise<Outcome> {
  if (await stat(file).catch(() => undefined)) throw new CommandError(`${file} exists; name a new file`);
  const answer = await fetch(`${session.baseUrl}${auditExportPath}`, {
    headers: { authorization: `Bearer ${session.token}` },
  }).catch((error: unknown) => {
    throw new CommandError(`${session.baseUrl} cannot be reached`, { cause: error });
  });
  if (!answer.ok || !answer.body) throw new CommandError(await whyNot(answer));
  const unfinished = `${file}.unfinished`;
  try {
    const written = await writeStream(answer.body, unfinished);
    await rename(unfinished, file);
    return {
      text: `${file}: ${written.sizeBytes} bytes, sha256 ${written.sha256}`,
      data: { file, ...written },
    };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new CommandError(`the export was not completed: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

async function writeStream(body: ReadableStream<Uint8Array>, path: string) {
  await rm(path, { force: true });
  const target = await open(path, 'wx', 0o600);
  const digest = createHash('sha256');
  let sizeBytes = 0;
  try {
    const reader = body.getReader();
    for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
      digest.update(part.value);
      sizeBytes += part.value.length;
      await target.writeFile(part.value);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return { sizeBytes, sha256: digest.digest('hex') };
}

async function whyNot(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (!Value.Check(RefusalBody, body) || !Object.hasOwn(refusalStatus, body.refusal))
    return `the server answered ${answer.status}`;
  return describeRefusal(body.refusal, body.message);
}

/** The name first: scripts look for it. */
export const describeRefusal = (name: string, message: string): string =>
  message === '' || message === name ? name : `${name}: ${message}`;

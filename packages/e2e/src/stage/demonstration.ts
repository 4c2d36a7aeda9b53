import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWebClient } from './checkout.ts';
import { findFreePort } from './free-port.ts';
import { ServerProcess } from './server-process.ts';

const FOLDER_VARIABLE = 'COUNTINGHOUSE_E2E_DEMONSTRATION';

/** Makes the demonstration once for a run: each file of journeys gets a copy, which takes a tenth of making it. */
export async function setup(): Promise<() => Promise<void>> {
  await ensureWebClient();
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-demonstration-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const server = new ServerProcess({ dataDir, port: await findFreePort(), isDemo: true });
  try {
    await server.waitUntilHealthy();
    // Whatever is copied while it is written to would have to be repaired.
    await server.stop();
  } catch (error) {
    await server.stop();
    await remove();
    throw error;
  }
  process.env[FOLDER_VARIABLE] = dataDir;
  return remove;
}

/** Puts the demonstration firm's data into a folder that does not exist yet. */
export async function copyDemonstration(dataDir: string): Promise<void> {
  const made = process.env[FOLDER_VARIABLE];
  if (made === undefined) throw new Error('no demonstration was made for this run');
  await cp(made, dataDir, { recursive: true, preserveTimestamps: true, mode: 0 });
}

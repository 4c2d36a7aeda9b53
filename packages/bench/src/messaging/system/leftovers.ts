import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const endWithinMs = 5_000;
const pollMs = 50;
const folders = new Set<string>();
const running = new Set<{ kill(signal: NodeJS.Signals): boolean }>();

/** A folder under the system's temporary one; gone with the run, however that ends. */
export async function makeFolder(name: string): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `countinghouse-bench-${name}-`));
  folders.add(path);
  const remove = async () => {
    await rm(path, { recursive: true, force: true });
    folders.delete(path);
  };
  return { path, remove };
}

/** A process of the run, until the returned function says that it ended. */
export function keepTrackOf(child: { kill(signal: NodeJS.Signals): boolean }): () => void {
  running.add(child);
  return () => running.delete(child);
}

let isInterrupted = false;

/** Resolves, unless the run was interrupted: then cleaning up ends the process, and failures on the way mean nothing. */
export const unlessInterrupted = (): Promise<void> =>
  isInterrupted ? new Promise(() => undefined) : Promise.resolve();

/** Where the run is interrupted, what it started is stopped and what it wrote is removed. */
export function cleanUpOnSignals(): void {
  const end = async () => {
    if (isInterrupted) return;
    isInterrupted = true;
    // Newest first: the database goes last, when nobody asks it any more.
    for (const child of [...running].reverse()) {
      const deadline = performance.now() + endWithinMs;
      child.kill('SIGTERM');
      while (running.has(child) && performance.now() < deadline) await sleep(pollMs);
      child.kill('SIGKILL');
    }
    for (const path of folders) rmSync(path, { recursive: true, force: true });
    process.exit(130);
  };
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another process that lives uses the folder; two would write over each other's records. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
  readonly processId: number;

  constructor(folder: string, processId: number) {
    super(`process ${processId} uses ${folder}`);
    this.processId = processId;
  }
}

const lockPath = (folder: string): string => join(folder, 'records.lock');

/**
 * Makes the folder this process's own. A lock whose process has died is taken over; a process may open its own folder
 * again. Processes of other machines, and of other containers that share a folder, are not seen.
 */
export async function lockFolder(folder: string): Promise<void> {
  const own = `${process.pid} ${await startOf(process.pid)}`;
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(lockPath(folder), own, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || attempt > 2) throw error;
    }
    const held = await readFile(lockPath(folder), 'utf8').catch(() => '');
    const [processId = 0, start] = held.split(' ').map(Number);
    if (held === own) return;
    if (processId > 0 && processId !== process.pid && isAlive(processId) && start === (await startOf(processId))) {
      throw new StoreInUseError(folder, processId);
    }
    await rm(lockPath(folder), { force: true });
  }
}

export const unlockFolder = (folder: string): Promise<void> => rm(lockPath(folder), { force: true });

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user lives as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Tells a process from a later one of the same number; 0 where the system does not say. */
async function startOf(processId: number): Promise<number> {
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold blanks; the start is the 20th field behind it.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 0);
}

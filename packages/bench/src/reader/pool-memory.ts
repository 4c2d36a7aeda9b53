import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReaderPool } from '@countinghouse/invoice-reader';

export interface PoolMemory {
  pictures: number;
  /** Largest resident memory of one process while it read, MiB. */
  peakMiB: number;
  /** Resident memory of all processes after they had nothing to do for a moment, MiB. */
  idleMiB: number;
}

const MIB = 1024 * 1024;
const PAGE_BYTES = 4096;
const WATCH_MS = 50;
const IDLE_MS = 500;
const ROUNDS = 2;

/** Reads the pictures twice through a pool and watches its processes from outside. */
export async function poolMemory(paths: readonly string[]): Promise<PoolMemory> {
  const pool = new ReaderPool({ workers: 2, idleMsMax: IDLE_MS });
  let peak = 0;
  const watch = setInterval(() => {
    void Promise.all(pool.processIds.map(residentBytes)).then((sizes) => {
      peak = Math.max(peak, ...sizes);
    });
  }, WATCH_MS);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const path of paths) await pool.read(await readFile(path), path);
    }
    await sleep(IDLE_MS * 4);
    const idle = await Promise.all(pool.processIds.map(residentBytes));
    return {
      pictures: paths.length * ROUNDS,
      peakMiB: Math.round(peak / MIB),
      idleMiB: Math.round(idle.reduce((sum, size) => sum + size, 0) / MIB),
    };
  } finally {
    clearInterval(watch);
    pool.close();
  }
}

async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
}

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresLog } from './log.ts';

const POLL_MS = 20;
// A fast shutdown writes a checkpoint; ten seconds cover what fits into the default buffers on a slow disk.
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

export type PostmasterStatus = { pid: number; port: number; status: string };

/** What `postmaster.pid` says, or undefined when it is absent or half written. */
export function readPostmasterFile(cluster: string): PostmasterStatus | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

/**
 * Ends every PostgreSQL process that still works on the cluster: a server that outlived a killed Countinghouse is shut
 * down in order, what a killed server left behind is killed. Then removes a lock file that no longer means anything;
 * PostgreSQL would trust it if its process id had gone to another program. The caller holds the folder lock, so no
 * process found here can belong to a living Countinghouse.
 */
export async function endLeftovers(cluster: string, log: PostgresLog): Promise<void> {
  const recorded = readPostmasterFile(cluster)?.pid;
  if (recorded !== undefined && worksOn(recorded, cluster)) {
    log.warn({ pid: recorded }, 'A database from an earlier run is still running; stopping it.');
    if (!(await signalAndWait(recorded, 'SIGINT', FAST_SHUTDOWN_MS))) {
      await signalAndWait(recorded, 'SIGQUIT', IMMEDIATE_SHUTDOWN_MS);
    }
  }
  for (const pid of listProcessesOn(cluster)) {
    log.warn({ pid }, 'Ending a database process that an earlier run left behind.');
    await signalAndWait(pid, 'SIGKILL', IMMEDIATE_SHUTDOWN_MS);
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** Every PostgreSQL process has its cluster as its working directory. */
function worksOn(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return workingFolderOf(pid) === realpathSync(cluster);
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command.includes('postgres') && command.includes(cluster);
}

function listProcessesOn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && workingFolderOf(pid) === folder)
    .filter((pid) => readProcessName(pid) === 'postgres');
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // The process has ended, or belongs to somebody else: either way it is not ours.
    return undefined;
  }
}

function readProcessName(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    // It ended between the listing and this line.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** In a container without an init process, an ended orphan stays in the process table for ever. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // It ended between the signal and this line.
    return true;
  }
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
    return true;
  }
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

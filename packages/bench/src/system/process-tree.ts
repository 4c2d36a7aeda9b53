import { readdir, readFile } from 'node:fs/promises';

/** USER_HZ, the unit of /proc/PID/stat on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

/** Seconds of user and system time of a process, its ended children and all living descendants. */
export async function cpuSecondsOfTree(root: number): Promise<number> {
  const stats = new Map<number, { parent: number; ticks: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = await readStat(Number(name));
    if (!fields) continue;
    stats.set(Number(name), {
      parent: fields[1] ?? 0,
      ticks: [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0),
    });
  }
  let ticks = 0;
  for (const [pid, stat] of stats) if (isBelow(stats, pid, root)) ticks += stat.ticks;
  return ticks / clockTicksPerSecond;
}

/** The numbers of /proc/PID/stat after the name; undefined where the process has ended. */
async function readStat(pid: number): Promise<number[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in parentheses may hold spaces; the numbered fields begin after it.
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

function isBelow(stats: ReadonlyMap<number, { parent: number }>, pid: number, root: number): boolean {
  for (let at: number | undefined = pid; at; at = stats.get(at)?.parent) if (at === root) return true;
  return false;
}

/** Resident memory of one process. */
export async function rssBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

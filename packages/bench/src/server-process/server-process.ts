import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const serverMain = join(import.meta.dirname, '../../../server/src/app/main.ts');
const startWithinMs = 120_000;
/** USER_HZ, the unit of /proc/PID/stat on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

export interface ServerProcess {
  baseUrl: string;
  /** One-time token of the first administrator. */
  linkToken: string;
  /** CPU milliseconds that the server, its readers and its database have used so far. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

/** The real server with its embedded database, in processes and folders of its own. */
export async function startServerProcess(): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [serverMain], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, PUBLIC_URL: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const linkToken = await readLink(child);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    linkToken,
    cpuMs: () => cpuMsOfTree(child.pid ?? 0),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`the server did not start in ${startWithinMs} ms:\n${output}`)),
      startWithinMs,
    );
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const token = /sign-in\?token=([\w-]+)/.exec(output)?.[1];
      if (!token) return;
      clearTimeout(timer);
      resolve(token);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** User and system time of a process, its ended children and all living descendants. */
async function cpuMsOfTree(root: number): Promise<number> {
  const stats = new Map<number, { parent: number; ticks: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    // The name in parentheses may hold spaces; the numbered fields begin after it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
    stats.set(Number(name), { parent: fields[1] ?? 0, ticks });
  }
  let total = 0;
  for (const [pid, { ticks }] of stats) if (isBelow(stats, pid, root)) total += ticks;
  return (total * 1000) / clockTicksPerSecond;
}

function isBelow(stats: ReadonlyMap<number, { parent: number }>, pid: number, root: number): boolean {
  for (let at: number | undefined = pid; at; at = stats.get(at)?.parent) if (at === root) return true;
  return false;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../system/free-port.ts';
import { cpuSecondsOfTree, rssBytes } from '../system/process-tree.ts';

const serverMain = join(import.meta.dirname, '../../../server/src/app/main.ts');
const startWithinMs = 120_000;

export interface ServerProcess {
  baseUrl: string;
  /** One-time token of the first administrator. */
  linkToken: string;
  /** CPU milliseconds that the server, its readers and its database have used so far. */
  cpuMs(): Promise<number>;
  /** Resident memory of the server alone. */
  rssBytes(): Promise<number>;
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
    cpuMs: async () => 1000 * (await cpuSecondsOfTree(child.pid ?? 0)),
    rssBytes: () => rssBytes(child.pid ?? 0),
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

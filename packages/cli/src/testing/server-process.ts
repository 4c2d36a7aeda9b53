import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');
const startWithinMs = 120_000;

export interface ServerProcess {
  baseUrl: string;
  /** One-time link of the first administrator. */
  link: string;
  stop(): Promise<void>;
}

/** An empty installation as its own process, the way it runs for people. */
export async function startServerProcess(): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-cli-server-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  // The pipe ends with this process, and the server with the pipe: a killed test run leaves nothing behind.
  const lifeline = ['--import', join(root, 'tools/lifeline.mjs')];
  const child = spawn(process.execPath, [...lifeline, join(root, 'packages/server/src/app/main.ts')], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', PUBLIC_URL: baseUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  const link = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${what}:\n${said}`));
    const timer = setTimeout(() => fail(`no link in ${startWithinMs} ms`), startWithinMs);
    child.once('exit', (code) => fail(`the server ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const found = /https?:\S+\/sign-in\?token=[\w-]+/.exec(said)?.[0];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    }
  });
  return {
    baseUrl,
    link,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
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

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Finds the program, or installs it: a tool of the repository, not part of the product. */
const finder = join(import.meta.dirname, '../../../../../../tools/nats-server.mjs');

/** Where `nats-server` lies, or one line that says why it cannot be had; tests then are skipped and say it. */
export async function locateNatsServer(): Promise<{ path: string } | { missing: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [finder]);
    return { path: stdout.trim() };
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const missing = said || String(error);
    process.stderr.write(`\nSKIPPED: ${missing}\n`);
    return { missing };
  }
}

export interface TestNatsServer {
  url: string;
  port: number;
  /** Like a power cut. */
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Again on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startWithinMs = 5_000;

/** A server of its own on a free port of the loopback. It keeps nothing on disk. */
export async function startNatsServer(path: string, args: readonly string[] = []): Promise<TestNatsServer> {
  const port = await findFreePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const started = spawn(path, ['-a', '127.0.0.1', '-p', String(port), ...args], { stdio: 'ignore' });
    child = started;
    const failed = once(started, 'exit').then(([code]) => `it ended with exit code ${String(code)}`);
    const state = await Promise.race([failed, untilItListens(port)]);
    if (state !== 'up') throw new Error(`nats-server did not start: ${state}`);
  };
  const kill = async () => {
    const dying = child;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    dying.kill('SIGKILL');
    await once(dying, 'exit');
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    start,
    kill,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    stop: kill,
  };
}

async function untilItListens(port: number): Promise<string> {
  const until = performance.now() + startWithinMs;
  while (performance.now() < until) {
    if (await answers(port)) return 'up';
    await sleep(20);
  }
  return `it does not listen after ${startWithinMs} ms`;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isUp = await Promise.race([
    once(socket, 'data').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isUp;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

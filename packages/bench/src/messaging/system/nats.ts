import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts, freePort } from '../../system/free-port.ts';
import { startChild } from './child.ts';

const programs = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];
const startWithinMs = 10_000;
const pollMs = 50;
export const howToInstallNats = 'nats-server is not installed; on Debian: apt-get install nats-server';

/** A NATS server on the loopback address; undefined where it is not installed. */
export async function startNats(): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  const program = programs.find((path) => existsSync(path));
  if (program === undefined) return undefined;
  const port = await freePort();
  const child = startChild({
    name: 'nats-server',
    command: [program, '-a', '127.0.0.1', '-p', String(port)],
    isQuiet: true,
  });
  const deadline = performance.now() + startWithinMs;
  while (!(await accepts(port))) {
    if (child.hasEnded() || performance.now() > deadline) {
      await child.stop();
      throw new Error('nats-server did not start');
    }
    await sleep(pollMs);
  }
  return { url: `nats://127.0.0.1:${port}`, stop: child.stop };
}

import { createServer } from 'node:net';
import type { Dice } from '../dice.ts';

// Below the ports that systems hand out for outgoing connections, so that none of those takes it while its owner is down.
const portLeast = 10_000;
const portMost = 14_900;

/** A port on which nobody listens now. */
export async function freePort(dice: Dice): Promise<number> {
  for (;;) {
    const port = dice.integer(portLeast, portMost);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port }, () => probe.close(() => resolve(true)));
  });

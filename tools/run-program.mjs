import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode, productEnvironment, ROOT } from './checkout.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_POLL_MS = 500;

/**
 * Runs a file of the product on Node 24 in place of this process: same terminal, signals passed on, its exit code ours.
 * When this process or the npm above it is killed, the program is told to end.
 * @param {string} file relative to the root of the repository
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export function runProgram(file, args) {
  const lifeline = ['--import', join(ROOT, 'tools', 'lifeline.mjs')];
  // Its own process group: Ctrl-C reaches only this process, which passes it on once.
  const child = spawn(findNode(), [...lifeline, join(ROOT, file), ...args], {
    cwd: ROOT,
    env: productEnvironment(),
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const watch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** npm outlives what it runs, unless it is killed; a shell in its place may end at any time. */
function watchParent(onDeath) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onDeath();
  }, PARENT_POLL_MS);
  return timer;
}

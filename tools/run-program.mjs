import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode, productEnvironment, ROOT } from './checkout.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// A terminal signals npm and this process, and npm passes its own on: one Ctrl-C arrives twice.
const SAME_SIGNAL_MS = 500;
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
  passSignalsOn(child);
  const watch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function passSignalsOn(child) {
  for (const signal of SIGNALS) {
    let lastAt = Number.NEGATIVE_INFINITY;
    process.on(signal, () => {
      if (performance.now() - lastAt < SAME_SIGNAL_MS) return;
      lastAt = performance.now();
      child.kill(signal);
    });
  }
}

/** npm outlives what it runs, unless it is killed; any other parent may end at any time without meaning anything. */
function watchParent(onDeath) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const before = npmProcessId();
  const timer = setInterval(() => {
    if (npmProcessId() === before) return;
    clearInterval(timer);
    onDeath();
  }, PARENT_POLL_MS);
  return timer;
}

/** npm is the parent, or the parent of the shell that it uses; that one is visible on Linux only. */
function npmProcessId() {
  const parent = process.ppid;
  try {
    const status = readFileSync(`/proc/${parent}/status`, 'utf8');
    const isShell = /^Name:\s+(?:sh|dash|bash)$/m.test(status);
    return isShell ? Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) : parent;
  } catch {
    // No such file system here, or the parent has just ended and ppid changes next.
    return parent;
  }
}

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 1_000;
// A holder beats every second; fifteen silent ones mean that it is gone, not that the disk is slow.
const SILENT_MS = 15_000;
const CHILD_LIFE_MS = 20 * 60_000;
const POLL_MS = 250;

/**
 * Runs work that changes the checkout (packages, built files) in one process at a time. A holder that was killed is
 * recognised by its silence, and by the end of the program that it had started.
 * @template T
 * @param {string} file
 * @param {(lock: { note(childPid: number | undefined): void }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withCheckoutLock(file, work) {
  const token = randomUUID();
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!tryTake(file, token)) {
    if (!told) process.stderr.write('Another start is preparing this checkout; waiting for it …\n');
    told = true;
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS);
  try {
    return await work({ note: (childPid) => writeLock(file, { token, pid: process.pid, childPid }) });
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

function tryTake(file, token) {
  const candidate = `${file}.${token}`;
  writeLock(candidate, { token, pid: process.pid });
  try {
    linkSync(candidate, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeStale(file, `${candidate}.stale`);
    return false;
  } finally {
    rmSync(candidate, { force: true });
  }
}

function removeStale(file, aside) {
  const holder = readLock(file);
  if (holder === undefined || isLive(file, holder)) return;
  try {
    renameSync(file, aside);
    // Somebody else may have replaced the stale lock between the look and the move: then it goes back.
    if (readLock(aside)?.token !== holder.token) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isLive(file, holder) {
  const age = ageOf(file);
  if (age < SILENT_MS && isRunning(holder.pid)) return true;
  return age < CHILD_LIFE_MS && holder.childPid !== undefined && isRunning(holder.childPid);
}

function ageOf(file) {
  const status = statSync(file, { throwIfNoEntry: false });
  return status === undefined ? 0 : Date.now() - status.mtimeMs;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Gone or half written: the caller looks again in a moment.
    return undefined;
  }
}

function writeLock(file, content) {
  const unfinished = `${file}.${content.token}.write`;
  writeFileSync(unfinished, JSON.stringify(content));
  renameSync(unfinished, file);
}

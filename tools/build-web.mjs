import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findNode, LOCK_FILE, productEnvironment, ROOT } from './checkout.mjs';
import { withCheckoutLock } from './checkout-lock.mjs';
import { run } from './install.mjs';
import { withProgress } from './progress.mjs';

const WEB = join(ROOT, 'packages', 'web');
const BUILT = join(WEB, 'dist');
const STAMP = join(BUILT, '.countinghouse-stamp');
const SOURCES = ['packages/web', 'packages/sdk/src', 'packages/protocol/src', 'package-lock.json'];
const NOT_SOURCES = new Set(['dist', 'node_modules', '.cache']);

/** Builds the web client when its sources changed since the last time. The built folder changes in one step. */
export async function ensureWebClient() {
  const wanted = hashSources();
  if (isFresh(wanted)) return;
  await withCheckoutLock(LOCK_FILE, async (lock) => {
    if (isFresh(wanted)) return;
    await withProgress('Building the web client', () => build(wanted, lock));
  });
}

function isFresh(wanted) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
}

async function build(wanted, lock) {
  const unfinished = join(ROOT, '.cache', `web-${randomUUID()}`);
  const old = `${unfinished}-old`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', '.', '--outDir', unfinished, '--emptyOutDir', '--logLevel', 'error'];
    const env = productEnvironment({ NODE_ENV: 'production', NO_COLOR: '1' });
    await run(findNode(), args, { cwd: WEB, env, lock, what: 'vite build' });
    writeFileSync(join(unfinished, '.countinghouse-stamp'), wanted);
    if (existsSync(BUILT)) renameSync(BUILT, old);
    renameSync(unfinished, BUILT);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function hashSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of listFiles(join(ROOT, source))) {
      if (file.endsWith('.test.ts') || file.endsWith('.test.tsx')) continue;
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return `${hash.digest('hex')}\n`;
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  const entries = readEntries(path);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => !NOT_SOURCES.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)]));
}

function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './checkout.mjs';
import { withCheckoutLock } from './checkout-lock.mjs';
import { run } from './install.mjs';
import { exitWith, Refusal, withProgress } from './progress.mjs';

const APT = '/usr/bin/apt-get';
const PACKAGE = 'nats-server';
// Test files run side by side; one of them installs.
const LOCK_FILE = join(ROOT, '.cache', 'nats-server.lock');
const STEP_SECONDS_MAX = 120;
// Debian puts it where ordinary users do not look.
const PLACES = ['/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * The NATS server for tests and measurements: the one on the machine, else Debian's when we are root.
 * @returns {Promise<string>} its path
 * @throws {Refusal} one line that says why it cannot be had
 */
export async function ensureNatsServer() {
  const found = findNatsServer();
  if (found !== undefined) return found;
  if (!existsSync(APT) || process.getuid?.() !== 0) {
    throw new Refusal(
      'Tests of several server processes need nats-server: install it (Debian: apt-get install nats-server), or run them as root on Debian, where they install it themselves.',
    );
  }
  if (process.env.COUNTINGHOUSE_NO_INSTALL === '1') {
    throw new Refusal('nats-server is missing, and COUNTINGHOUSE_NO_INSTALL=1 forbids installing it.');
  }
  await withCheckoutLock(LOCK_FILE, async (lock) => {
    if (findNatsServer() === undefined) await withProgress('Installing nats-server (once)', () => install(lock));
  });
  const installed = findNatsServer();
  if (installed === undefined) throw new Refusal('nats-server was installed but is not on the PATH.');
  return installed;
}

async function install(lock) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => {
    const bounded = [String(STEP_SECONDS_MAX), APT, '-y', '-q', '-o', 'DPkg::Lock::Timeout=60', ...args];
    return run('/usr/bin/timeout', bounded, { env, lock, what: `apt-get ${args.join(' ')}` });
  };
  await apt('update');
  await apt('install', '--no-install-recommends', PACKAGE);
}

function findNatsServer() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES];
  return folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path));
}

/** `node tools/nats-server.mjs` prints the path, for programs that may not import this. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureNatsServer().then((path) => process.stdout.write(`${path}\n`), exitWith);
}

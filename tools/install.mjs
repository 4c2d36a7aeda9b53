import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findNode, LOCK_FILE, productEnvironment, ROOT } from './checkout.mjs';
import { withCheckoutLock } from './checkout-lock.mjs';
import { Refusal, withProgress } from './progress.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.countinghouse-stamp');
const KEPT_OUTPUT_CHARS = 8_000;

/** Installs the pinned packages when they are absent or older than package-lock.json. Quick when nothing is to do. */
export async function ensureInstalled() {
  if (isFresh()) return;
  await withCheckoutLock(LOCK_FILE, async (lock) => {
    if (isFresh()) return;
    if (!matchesLockFile()) {
      checkMayInstall();
      await withProgress('Installing packages (once; about a minute)', () => runNpm(['ci'], lock));
    }
    await ensureNode(lock);
    pruneForeignBinaries();
    writeFileSync(STAMP, stampText());
  });
}

function checkMayInstall() {
  if (process.env.COUNTINGHOUSE_NO_INSTALL !== '1') return;
  throw new Refusal(
    'The packages in node_modules are not those of package-lock.json, and COUNTINGHOUSE_NO_INSTALL=1 forbids installing: run npm ci.',
  );
}

function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampText() && findNode() !== undefined;
}

function stampText() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch}\n`;
}

/** Whether what npm recorded as installed is what the lock file asks for; a developer's `npm install` leaves it so. */
function matchesLockFile() {
  const recordFile = join(MODULES, '.package-lock.json');
  if (!existsSync(recordFile)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
  return isSameTree(wanted, installed) && Object.keys(installed).every((name) => existsSync(join(ROOT, name)));
}

/**
 * Compares two `packages` objects of npm's lock files. Optional packages may be absent: they are for other systems.
 * @param {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }>} wanted
 * @param {Record<string, { version?: string, link?: boolean }>} installed
 */
export function isSameTree(wanted, installed) {
  const isLibrary = (name) => name.includes('node_modules/');
  const isExtra = (name) => isLibrary(name) && !(name in wanted);
  if (Object.keys(installed).some(isExtra)) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!isLibrary(name)) return true;
    const found = installed[name];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.link === true || found.version === entry.version;
  });
}

function runNpm(args, lock) {
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const [program, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  // onnxruntime-node would otherwise look for graphics libraries on the network; the product computes on the CPU.
  const env = { ...process.env, npm_config_onnxruntime_node_install: 'skip', NODE_OPTIONS: '' };
  return run(program, [...first, ...args, ...quiet], { env, lock, what: `npm ${args.join(' ')}` });
}

/** Where npm may not run install scripts, Node 24 has not been fetched yet. */
async function ensureNode(lock) {
  if (findNode() !== undefined) return;
  const folder = join(MODULES, 'node');
  const script = join(folder, 'installArchSpecificPackage.js');
  if (existsSync(script)) {
    await withProgress('Fetching Node 24', () =>
      run(process.execPath, [script], { env: productEnvironment(), cwd: folder, lock, what: 'fetching Node 24' }),
    );
  }
  if (findNode() === undefined) {
    throw new Refusal(
      'Node 24 could not be installed by npm: check the registry connection and run npm ci, or start with a Node 24 of your own.',
    );
  }
}

/** Text recognition brings its library for every system, 245 MB of which this machine cannot load. */
function pruneForeignBinaries() {
  const bin = join(MODULES, 'onnxruntime-node', 'bin');
  for (const api of foldersIn(bin)) {
    for (const platform of foldersIn(join(bin, api))) {
      for (const arch of foldersIn(join(bin, api, platform))) {
        if (platform === process.platform && arch === process.arch) continue;
        rmSync(join(bin, api, platform, arch), { recursive: true, force: true });
      }
    }
  }
}

function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** npm prints its whole manual below what is wrong; builders print in colour whatever they are told. */
function withoutUsage(output) {
  return stripVTControlCharacters(output)
    .split(/^npm error (?:Usage|Clean install a project|A complete log)/m)[0]
    .trim();
}

/** Runs a program silently; when it fails, its last words are part of the refusal. */
export function run(program, args, { env, cwd = ROOT, lock, what }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    lock?.note(child.pid);
    let output = '';
    const keep = (data) => {
      output = `${output}${data}`.slice(-KEPT_OUTPUT_CHARS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) =>
      reject(new Refusal(`${what} could not be started (${error.message}): is it installed?`)),
    );
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else
        reject(
          new Refusal(`${what} failed (${signal ?? `exit code ${code}`}). Its last words:\n${withoutUsage(output)}`),
        );
    });
  });
}

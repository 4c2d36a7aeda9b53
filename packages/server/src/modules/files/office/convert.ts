import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { previewUnavailable } from '../drawing/drawing-pool.ts';
import { writeFonts } from './fonts.ts';
import { officeProfile } from './profile.ts';

export interface ConversionLimits {
  /** Of the clock. A long spreadsheet takes half a minute on a busy machine. */
  timeMsMax: number;
  /** Of processor time, in seconds. */
  cpuSecondsMax: number;
  /** Of address space, most of which a program of this kind never touches. */
  memoryBytesMax: number;
  outputBytesMax: number;
}

const defaultLimits: ConversionLimits = {
  timeMsMax: 90_000,
  cpuSecondsMax: 60,
  memoryBytesMax: 4 * 1024 * 1024 * 1024,
  outputBytesMax: 64 * 1024 * 1024,
};

/** Ending of the file by its type: what the bytes showed, never the name that the sender gave. */
const endings: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/rtf': 'rtf',
};

const memoryFolder = '/dev/shm';
const folderPrefix = 'countinghouse-office-';

/** Runs the program once, in a folder and with a profile of its own. Throws `preview_unavailable` with its reason. */
export async function convertWith(
  program: string,
  input: { bytes: Uint8Array; mediaType: string; limits: Partial<ConversionLimits> },
): Promise<Uint8Array> {
  const limits = { ...defaultLimits, ...input.limits };
  const ending = endings[input.mediaType];
  if (ending === undefined) throw previewUnavailable('type');
  const root = await workRoot(input.bytes.length + 2 * limits.outputBytesMax);
  await removeLeftovers(root);
  const folder = await mkdtemp(join(root, `${folderPrefix}${process.pid}-`));
  try {
    const source = join(folder, `document.${ending}`);
    await writeFile(source, input.bytes, { mode: 0o600 });
    await mkdir(join(folder, 'profile', 'user'), { recursive: true });
    await writeFile(join(folder, 'profile', 'user', 'registrymodifications.xcu'), officeProfile);
    const isInTime = await run(program, { folder, source, limits, fontSettings: await writeFonts(folder) });
    const pdf = await readOutput(join(folder, 'out', 'document.pdf'), limits.outputBytesMax);
    if (pdf) return pdf;
    throw previewUnavailable(isInTime ? 'damaged' : 'effort');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Memory rather than disk where there is room: the document is plain while it is converted. */
async function workRoot(bytesNeeded: number): Promise<string> {
  const memory = await statfs(memoryFolder).catch(() => undefined);
  return memory && memory.bavail * memory.bsize > bytesNeeded ? memoryFolder : tmpdir();
}

/** What a killed server left. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(folderPrefix)) continue;
    const pid = Number(name.slice(folderPrefix.length).split('-')[0]);
    if (!isAlive(pid)) await rm(join(root, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** True if it ended by itself within its time. What it says is not of interest: the output is, or is not, there. */
async function run(
  program: string,
  {
    folder,
    source,
    limits,
    fontSettings,
  }: { folder: string; source: string; limits: ConversionLimits; fontSettings: string },
): Promise<boolean> {
  const { timeMsMax, cpuSecondsMax, memoryBytesMax, outputBytesMax } = limits;
  const rules = `ulimit -v ${Math.floor(memoryBytesMax / 1024)}; ulimit -t ${cpuSecondsMax}; ulimit -f ${Math.floor((2 * outputBytesMax) / 512)}; exec "$@"`;
  const options = ['--headless', '--norestore', '--nologo', '--nodefault', '--nolockcheck', '--nofirststartwizard'];
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const work = [program, profile, ...options, '--convert-to', 'pdf', '--outdir', join(folder, 'out'), source];
  const child = spawn('/bin/sh', ['-c', rules, 'sh', ...(await withoutNetwork()), ...work], {
    cwd: folder,
    // A group of its own, so that its children are ended with it.
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', FONTCONFIG_FILE: fontSettings },
  });
  if (child.pid !== undefined) yieldToOthers(child.pid);
  return new Promise((resolve) => {
    let isInTime = true;
    const timer = setTimeout(() => {
      isInTime = false;
      endGroup(child.pid);
    }, timeMsMax);
    const settle = (signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      endGroup(child.pid);
      // SIGXCPU and SIGKILL: the limits of the shell.
      resolve(isInTime && signal !== 'SIGXCPU' && signal !== 'SIGKILL');
    };
    child.once('error', () => settle(null));
    child.once('exit', (_code, signal) => settle(signal));
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended already.
  }
}

function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // A system that forbids it: converting works all the same.
  }
}

let networkLess: Promise<readonly string[]> | undefined;

/** A document may name pictures elsewhere. Where the system lets us, it is opened where there is no network at all. */
function withoutNetwork(): Promise<readonly string[]> {
  networkLess ??= new Promise((resolve) => {
    const wrapper = ['unshare', '--user', '--map-root-user', '--net', '--'];
    const trial = spawn(wrapper[0] ?? '', [...wrapper.slice(1), 'true'], { stdio: 'ignore' });
    trial.once('error', () => resolve([]));
    trial.once('exit', (code) => resolve(code === 0 ? wrapper : []));
  });
  return networkLess;
}

async function readOutput(path: string, sizeBytesMax: number): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (found.size > sizeBytesMax) throw previewUnavailable('size');
  const bytes = await readFile(path);
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? bytes : undefined;
}

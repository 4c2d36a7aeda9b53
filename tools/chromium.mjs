import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './checkout.mjs';
import { run } from './install.mjs';
import { Refusal, withProgress } from './progress.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
// Chinese pages need a Chinese font, for the screenshots and for the width of every line.
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** The browser for the tests: the one on the machine, else installed by the package manager. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const asRoot = rootCommand();
  if (!existsSync('/usr/bin/apt-get') || asRoot === undefined) {
    throw new Refusal(
      `The browser tests need Chromium: install it (Debian: apt-get install ${PACKAGES.join(' ')}) or set CHROMIUM_PATH, or run npm run verify to leave them out.`,
    );
  }
  await withProgress('Installing Chromium (once)', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => {
      const [program, ...rest] = [...asRoot, 'apt-get', '-y', '-q', ...args];
      return run(program, rest, { cwd: ROOT, env, what: `apt-get ${args.join(' ')}` });
    };
    await apt('update');
    await apt('install', '--no-install-recommends', ...PACKAGES);
  });
  const installed = findChromium();
  if (installed === undefined) throw new Refusal('Chromium was installed but is not on the PATH: set CHROMIUM_PATH.');
  return installed;
}

function findChromium() {
  const prescribed = process.env.CHROMIUM_PATH;
  if (prescribed) {
    if (existsSync(prescribed)) return prescribed;
    throw new Refusal(`CHROMIUM_PATH names ${prescribed}, which does not exist: correct it or unset it.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES].find((path) => existsSync(path));
}

function rootCommand() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

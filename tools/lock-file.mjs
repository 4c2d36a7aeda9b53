// npm drops the packages of other systems from package-lock.json when it updates an existing node_modules
// (npm/cli#4828), and `npm ci` then refuses everywhere. `npm run lock` completes the file; the tests check it.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './checkout.mjs';

/** Optional packages that some installed package names and the lock file does not hold. */
export function listMissingOptional(lockFileText) {
  const packages = JSON.parse(lockFileText).packages;
  const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const named = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  return [...new Set(named)].filter((name) => !locked.has(name)).sort();
}

function completeLockFile() {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-lock-'));
  const workspaces = readdirSync(join(ROOT, 'packages')).map((name) => join('packages', name, 'package.json'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc', ...workspaces]) {
      if (!existsSync(join(ROOT, file))) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(folder, file));
    }
    forgetIncomplete(join(folder, 'package-lock.json'));
    const args = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', '--loglevel=error'];
    const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
    const missing = listMissingOptional(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    if (status !== 0 || missing.length > 0) {
      process.stderr.write(`package-lock.json is not complete: ${missing.join(', ')}\n`);
      process.exit(1);
    }
    copyFileSync(join(folder, 'package-lock.json'), join(ROOT, 'package-lock.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** npm looks a package's optional ones up again only when the package itself is not in the file, and so on upwards. */
function forgetIncomplete(lockFile) {
  for (;;) {
    const text = readFileSync(lockFile, 'utf8');
    const missing = new Set(listMissingOptional(text));
    const lock = JSON.parse(text);
    const incomplete = Object.entries(lock.packages).filter(
      ([path, entry]) => path.includes('node_modules/') && namesOptional(entry).some((name) => missing.has(name)),
    );
    if (incomplete.length === 0) return;
    for (const [path, entry] of incomplete) {
      delete lock.packages[path];
      for (const name of namesOptional(entry)) delete lock.packages[`node_modules/${name}`];
    }
    writeFileSync(lockFile, JSON.stringify(lock, null, 2));
  }
}

function namesOptional(entry) {
  return Object.keys(entry.optionalDependencies ?? {});
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) completeLockFile();

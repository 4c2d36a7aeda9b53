import { spawn, spawnSync } from 'node:child_process';

const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
const mark = 'FAULTS_ISOLATED';

export const isIsolated = (): boolean => process.env[mark] === '1';

/**
 * As root on Linux the run takes place in process and mount namespaces of its own: it cannot signal anybody else, and
 * everything that it started or mounted is gone with it, however it ends.
 */
export const canIsolate = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', [...namespaces, 'true'], { stdio: 'ignore' }).status === 0;

/** Runs this program once more, isolated; resolves to its exit code. */
export function runIsolated(args: readonly string[]): Promise<number> {
  const [, program = ''] = process.argv;
  // The shell is the first process of the namespace and, unlike Node, takes in what killed parents leave behind.
  const shell = ['/bin/sh', '-c', '"$@"; exit $?', 'sh'];
  const child = spawn('unshare', [...namespaces, ...shell, process.execPath, program, ...args], {
    env: { ...process.env, [mark]: '1' },
    stdio: 'inherit',
  });
  // The first process of a namespace takes no signal that it does not handle, but this one from outside.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

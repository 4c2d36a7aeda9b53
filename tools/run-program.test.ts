import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNNER = new URL('./run-program.mjs', import.meta.url).href;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-run-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a small program the way `npm start` runs the server. */
async function startProgram(source: string): Promise<{ wrapper: ChildProcess; output: () => string }> {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, source);
  const script = `
    import { runProgram } from ${JSON.stringify(RUNNER)};
    process.exitCode = await runProgram(process.argv[1], ['--demo']);`;
  const wrapper = spawn(process.execPath, ['--input-type=module', '-e', script, relative(ROOT, program)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: undefined },
  });
  if (wrapper.stdout === null) throw new Error('the wrapper has no output');
  const parts: string[] = [];
  wrapper.stdout.setEncoding('utf8').on('data', (text: string) => parts.push(text));
  await once(wrapper.stdout, 'data');
  return { wrapper, output: () => parts.join('') };
}

const SERVER = `
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => { process.stdout.write(signal + ' '); setTimeout(() => process.exit(7), 100); });
  }
  process.stdout.write([process.versions.node.split('.')[0], ...process.argv.slice(2)].join(' ') + ' ');
  setInterval(() => {}, 1000);`;

test('signals arrive once, the exit code comes back, arguments and Node 24 are given', async () => {
  const { wrapper, output } = await startProgram(SERVER);
  wrapper.kill('SIGINT');
  wrapper.kill('SIGINT');
  const [code] = await once(wrapper, 'close');
  expect(code).toBe(7);
  expect(output()).toBe('24 --demo SIGINT ');
});

test('a program whose wrapper is killed is told to end', async () => {
  const { wrapper, output } = await startProgram(SERVER);
  wrapper.kill('SIGKILL');
  // The pipe closes when the program, which writes into it too, has ended.
  await once(wrapper, 'close');
  expect(output()).toBe('24 --demo SIGTERM ');
});

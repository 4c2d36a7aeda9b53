import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAdmin } from './run-admin.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const root = join(import.meta.dirname, '../../..');
let server: ServerProcess;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-cli-'));
  server = await startServerProcess();
}, 130_000);
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 20_000);

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A program as a person runs it; `as` is whose configuration folder it finds. */
function runProgram(program: string, args: readonly string[], { as = 'nobody', input = '' } = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, program), ...args], {
      env: { ...process.env, XDG_CONFIG_HOME: join(folder, as), INIT_CWD: folder },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ended.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      ended.err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...ended, code }));
    child.stdin.end(input);
  });
}

/** The same without a process for each command. */
async function admin(args: readonly string[], { as = 'nobody' } = {}): Promise<Ended> {
  const said: Ended = { code: null, out: '', err: '' };
  const code = await runAdmin(args, {
    env: { XDG_CONFIG_HOME: join(folder, as) },
    folder,
    print: (line) => {
      said.out += `${line}\n`;
    },
    printError: (line) => {
      said.err += `${line}\n`;
    },
    ask: () => Promise.reject(new Error('nobody is there to answer')),
    close: () => undefined,
  });
  return { ...said, code };
}

test('an administrator signs in once, adds people, and an audit administrator exports a log that verifies', async () => {
  expect(await admin(['people', 'list'])).toMatchObject({ code: 1, err: expect.stringContaining('not signed in') });

  expect(await admin(['sign-in', server.link], { as: 'admin' })).toMatchObject({ code: 0 });
  expect(await admin(['sign-in', server.link])).toEqual({ code: 1, out: '', err: 'admin: sign_in_link_spent\n' });

  const added = await admin(
    ['people', 'add', 'xu', '--name', '徐明', '--title', '审计管理员', '--role', 'audit_admin', '--json'],
    { as: 'admin' },
  );
  expect(added.code).toBe(0);
  const { signInLink } = JSON.parse(added.out);
  const people = await admin(['people', 'list'], { as: 'admin' });
  expect(people.out).toMatch(/^xu +徐明 +person +audit_admin +active/m);

  const refused = await admin(['people', 'roles', 'xu', 'audit_admin', 'system_admin'], { as: 'admin' });
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^admin: roles_conflict: /) });

  expect(await admin(['sign-in', signInLink], { as: 'xu' })).toMatchObject({ code: 0 });
  expect(await admin(['people', 'list'], { as: 'xu' })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^admin: right_missing/),
  });
  expect(await admin(['audit', 'export', 'log.jsonl'], { as: 'xu' })).toMatchObject({ code: 0 });
  const file = join(folder, 'log.jsonl');
  expect(await runProgram('tools/verify-audit.mjs', [file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^verified: \d+ entries/),
  });
  writeFileSync(file, readFileSync(file, 'utf8').replace('person.added', 'person.addes'));
  expect(await runProgram('tools/verify-audit.mjs', [file])).toMatchObject({ code: 1 });
  expect(await admin(['audit', 'export', 'log.jsonl'], { as: 'xu' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('log.jsonl exists'),
  });

  expect(await admin(['people', 'deactivate', 'xu', '--yes'], { as: 'admin' })).toMatchObject({ code: 0 });
  expect(await admin(['sessions', 'list'], { as: 'xu' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('session_missing'),
  });
}, 60_000);

test('a password is asked for and not shown; a server out of reach and a wrong call are told apart', async () => {
  const wrong = await runProgram('packages/cli/src/main.ts', ['sign-in', server.baseUrl, '--login', 'admin'], {
    input: 'not the password\n',
  });
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('sign_in_failed') });
  expect(wrong.err + wrong.out).not.toContain('not the password');
  expect(await admin(['sign-in', 'http://127.0.0.1:1/sign-in?token=x'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be reached'),
  });
  expect(await admin(['people', 'dance'])).toMatchObject({ code: 2 });
  expect(await admin(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('usage:') });
}, 60_000);

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anInvoice, makeXml } from '@countinghouse/invoice-maker';
import { type ClientId, conversations } from '@countinghouse/protocol';
import { createMessenger } from '@countinghouse/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../packages/server/src/app/testing/test-server.ts';

const program = join(import.meta.dirname, 'drop-invoice.ts');
let host: TestServer;
let folder: string;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-example-'));
  host = await startTestServer();
  ({ token } = await host.aUser({ login: 'li', roles: ['staff'] }));
  await createMessenger({ baseUrl: host.baseUrl, token }).call(conversations.create, {
    body: { clientId: 'example-1' as ClientId, title: '报销', memberIds: [] }, // has the form that the schema asks for
  });
});
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, COUNTINGHOUSE_URL: host.baseUrl, COUNTINGHOUSE_TOKEN: token, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

function aFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('an invoice is dropped and its card printed until it is checked', async () => {
  const invoice = anInvoice({ seed: 'example', preset: 'hotel', kind: 'digital_special' });
  const { code, out, err } = await run(['报销', aFile('hotel.xml', makeXml(invoice))]);
  expect(err).toBe('');
  expect(out.trimEnd().split('\n').at(-1)).toMatch(/^hotel\.xml · checked · \d{20} · .+ · CNY \d+\.\d\d/);
  expect(code).toBe(0);
});

test('what is no invoice is said, with exit code 1', async () => {
  const { code, out } = await run(['报销', aFile('broken.xml', '<?xml version="1.0"?><EInvoice>')]);
  expect(out).toMatch(/broken\.xml · (refused|not_invoice) · \w+/);
  expect(code).toBe(1);
});

test('an ended session and an unknown conversation are told apart', async () => {
  const path = aFile('any.xml', '<a/>');
  expect(await run(['报销', path], { COUNTINGHOUSE_TOKEN: 'nobody' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('session_missing'),
  });
  expect(await run(['别的', path])).toMatchObject({ code: 2, err: expect.stringContaining('no conversation') });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import { aLeaf, subtreesOf } from './domain/testing/rfc6962.ts';
import { recordAudit } from './index.ts';

const verifier = join(import.meta.dirname, '../../../../../tools/verify-audit.mjs');
let host: TestServer;
let auditor: { token: string };
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  host = await startTestServer();
  auditor = await host.aUser({ login: 'auditor', roles: ['audit_admin'] });
  for (let at = 0; at < 20; at++) await record(`thing-${at}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await host.close();
});

const record = (objectId: string) => recordAll([objectId]);

const recordAll = (objectIds: readonly string[]) =>
  host.server.platform.database.transaction(async (tx) => {
    for (const objectId of objectIds) {
      recordAudit(tx, {
        at: new Date(),
        actorId: null,
        action: 'thing.done',
        objectType: 'thing',
        objectId,
        detail: { note: '账' },
      });
    }
  });

async function exportLog(): Promise<string> {
  const answer = await fetch(`${host.baseUrl}/api/audit/export`, {
    headers: { authorization: `Bearer ${auditor.token}` },
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

function verify(content: string | Buffer): { status: number | null; output: string } {
  const path = join(folder, 'export.jsonl');
  writeFileSync(path, content);
  const run = spawnSync(process.execPath, [verifier, path], { encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}

test('the log that the database keeps has the hashes that RFC 6962 defines, whoever writes at once', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, at) => recordAll(Array.from({ length: at }, () => `many-${at}`))));
  const { database } = host.server.platform;
  const entries = await database.query<{ index: number; body: string; leaf_hash: Buffer }>(
    'select index, body, leaf_hash from audit_entries order by index',
  );
  const leaves = entries.map(({ body }) => aLeaf(body));
  expect(entries.map((entry) => entry.leaf_hash)).toEqual(leaves);
  expect(entries.map((entry) => JSON.parse(entry.body).index)).toEqual(leaves.map((_, index) => index));
  const [head] = await database.query('select tree_size, subtree_roots from audit_head');
  expect(head).toEqual({ tree_size: leaves.length, subtree_roots: subtreesOf(leaves) });
});

test('an entry whose own words look like an index keeps them', async () => {
  const note = ',"index":0,"objectId":"x"';
  await record(note);
  const [row] = await host.server.platform.database.query<{ body: string }>(
    'select body from audit_entries order by index desc limit 1',
  );
  expect(JSON.parse(row?.body ?? '')).toMatchObject({ objectId: note, detail: { note: '账' } });
});

test('what fails at the very end leaves neither data nor entry', async () => {
  const { database } = host.server.platform;
  const before = await database.query('select tree_size from audit_head');
  const failing = database.transaction(async (tx) => {
    await tx.query('create table half_done (id int)');
    // PostgreSQL refuses a zero byte in text.
    recordAudit(tx, { at: new Date(), actorId: null, action: 'a', objectType: 'b', objectId: '\u0000', detail: {} });
  });
  await expect(failing).rejects.toThrow();
  expect(await database.query('select tree_size from audit_head')).toEqual(before);
  expect(await database.query("select to_regclass('half_done') as found")).toEqual([{ found: null }]);
});

test('an export verifies offline with the one-file verifier', async () => {
  const run = verify(await exportLog());
  expect(run.output).toMatch(/^verified: \d+ entries/);
  expect(run.status).toBe(0);
});

test('with one byte changed in an entry it does not verify, and the message names the entry', async () => {
  const lines = (await exportLog()).split('\n');
  const index = lines.findIndex((line) => line.includes('thing-7'));
  lines[index] = lines[index]?.replace('thing-7', 'thing-8') ?? '';
  const run = verify(lines.join('\n'));
  expect(run.status).toBe(1);
  expect(run.output).toContain(`entry ${index - 1}:`);
});

test('no byte of an export can change unnoticed', async () => {
  const bytes = Buffer.from(await exportLog());
  const step = Math.ceil(bytes.length / 20);
  for (let at = 3; at < bytes.length; at += step) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(verify(changed).status, `byte ${at}`).toBe(1);
  }
  // Twenty starts of the verifier, which take long beside other work.
}, 240_000);

test('an entry taken out, or the end cut off, is noticed', async () => {
  const lines = (await exportLog()).split('\n');
  expect(verify(lines.toSpliced(5, 1).join('\n')).output).toContain('entry 4:');
  expect(verify(`${lines.slice(0, 9).join('\n')}\n`).output).toContain('the seal is missing');
});

test('nobody changes the log in the database', async () => {
  const { database } = host.server.platform;
  await expect(database.query('delete from audit_entries where index = 0')).rejects.toThrow('append-only');
  await expect(database.query(`update audit_entries set body = '{}' where index = 0`)).rejects.toThrow('append-only');
});

test('writers at the same time leave no gap and no repetition', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, at) => record(`parallel-${at}`)));
  const rows = await host.server.platform.database.query<{ index: number }>(
    'select index from audit_entries order by index',
  );
  expect(rows.map((row) => row.index)).toEqual(rows.map((_, at) => at));
  expect(verify(await exportLog()).status).toBe(0);
});

test('a rolled-back write leaves no entry', async () => {
  const { database } = host.server.platform;
  const before = await database.query('select 1 from audit_entries');
  const failing = database.transaction(async (tx) => {
    recordAudit(tx, {
      at: new Date(),
      actorId: null,
      action: 'thing.done',
      objectType: 'thing',
      objectId: 'never',
      detail: {},
    });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await database.query('select 1 from audit_entries')).length).toBe(before.length);
});

test('only audit administrators see the log', async () => {
  const { token } = await host.aUser({ login: 'other', roles: ['system_admin', 'finance', 'manager'] });
  for (const path of ['/api/audit/export', '/api/audit/entries']) {
    const answer = await fetch(host.baseUrl + path, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ refusal: 'right_missing' });
  }
});

test('administrators see the fingerprint that the verifier prints', async () => {
  const answer = await fetch(`${host.baseUrl}/api/audit/entries`, {
    headers: { authorization: `Bearer ${auditor.token}` },
  });
  const { keyFingerprint } = (await answer.json()) as { keyFingerprint: string }; // the contract's answer
  expect(verify(await exportLog()).output).toContain(`key fingerprint ${keyFingerprint}`);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArchiveEntry, archivePackagePath, ledger } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArchive } from '../../packages/server/src/modules/archive/index.ts';
import { startClaimsHost } from '../../packages/server/src/modules/claims/testing/claims-host.ts';

let folder: string;
let entry: ArchiveEntry;
let zip: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-example-'));
  const host = await startClaimsHost({
    plug: ({ platform, http, files, invoices, ledger, claims }) => {
      createArchive(platform, { files, invoices, ledger, claims }).registerRoutes(http);
      return {};
    },
  });
  const draft = await host.aDraft(host.staff, [{ seed: 'one' }, { seed: 'two' }]);
  const claim = await host.approveAll(await host.submit(host.staff, draft));
  await host.book(claim);
  entry = (await host.call(host.finance, ledger.archive, { params: { claimId: claim.card.claimId } })).body;
  const answer = await host.http.inject({
    method: 'GET',
    url: archivePackagePath(entry.id),
    headers: { authorization: `Bearer ${host.finance.token}` },
  });
  zip = answer.rawPayload;
  await host.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verify(content: Buffer, ...args: string[]) {
  const path = join(folder, 'package.zip');
  writeFileSync(path, content);
  const program = join(import.meta.dirname, 'verify-archive.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, path, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** The package with one piece of text replaced by another of the same length. */
function changed(from: string, to: string): Buffer {
  const at = zip.indexOf(from);
  if (at < 0 || Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error(`${from} cannot be replaced`);
  const copy = Buffer.from(zip);
  copy.write(to, at);
  return copy;
}

test('a package as it was archived verifies, and has the digest of its entry', () => {
  const { status, out } = verify(zip, '--digest', entry.digest);
  expect(out).toContain(`verified: Reimbursement ${entry.claimNumber}, voucher ${entry.voucherNumber}; `);
  expect(out).toContain(entry.digest);
  expect(status).toBe(0);
});

test('one changed byte in any file is named with the file', () => {
  const { status, err } = verify(changed('"totalMinor"', '"totalMinos"'));
  expect(err).toBe(
    'NOT verified: data/claim.json: is not what was archived; its digest differs from manifest-sha256.txt\n',
  );
  expect(status).toBe(1);
});

test('a manifest changed to fit is noticed by the one above it', () => {
  expect(verify(changed('data/voucher.json\n', 'data/vouchep.json\n'))).toMatchObject({
    status: 1,
    err: expect.stringContaining('manifest-sha256.txt: is not what was archived'),
  });
});

test('a file taken out, and one put in, are noticed', () => {
  const names = { from: 'data/people.json', to: 'data/peoplf.json' };
  // The name in the directory, which is the last one in the zip, is the one that counts.
  const at = zip.lastIndexOf(names.from);
  const renamed = Buffer.from(zip);
  renamed.write(names.to, at);
  expect(verify(renamed)).toMatchObject({ status: 1, err: expect.stringContaining('data/people.json: is missing') });
});

test('another package, a cut one and something else do not pass', () => {
  expect(verify(zip, '--digest', '0'.repeat(64))).toMatchObject({ status: 1 });
  expect(verify(zip.subarray(0, zip.length - 30))).toMatchObject({ status: 1 });
  expect(verify(Buffer.from('no zip'))).toMatchObject({ status: 1, err: expect.stringContaining('no zip') });
  expect(verify(zip, '--digest', 'short')).toMatchObject({ status: 2 });
});

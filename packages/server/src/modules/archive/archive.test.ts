import { createHash } from 'node:crypto';
import { type ArchiveEntry, archivePackagePath, type Claim, ledger as endpoints } from '@countinghouse/protocol';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClaimsHost, startClaimsHost } from '../claims/testing/claims-host.ts';
import type { TestPerson } from '../invoices/testing/invoices-host.ts';
import { createArchive } from './index.ts';

let host: ClaimsHost;
beforeAll(async () => {
  host = await startClaimsHost({
    plug: ({ platform, http, files, invoices, ledger, claims }) => {
      createArchive(platform, { files, invoices, ledger, claims }).registerRoutes(http);
      return {};
    },
  });
});
afterAll(() => host.close());

async function aBookedClaim(seeds: string[]): Promise<Claim> {
  const draft = await host.aDraft(
    host.staff,
    seeds.map((seed) => ({ seed })),
  );
  const approved = await host.approveAll(await host.submit(host.staff, draft));
  await host.book(approved);
  return host.getClaim(host.staff, approved);
}

const archive = (person: TestPerson | null, claim: Claim) =>
  host.call(person, endpoints.archive, { params: { claimId: claim.card.claimId } });

const download = async (person: TestPerson | null, id: ArchiveEntry['id']) =>
  host.http.inject({
    method: 'GET',
    url: archivePackagePath(id),
    headers: person ? { authorization: `Bearer ${person.token}` } : {},
  });

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What any BagIt tool does with an unpacked bag, from RFC 8493 alone. */
function verifyBag(files: Record<string, Uint8Array>): string[] {
  const text = (path: string) => new TextDecoder().decode(files[path] ?? new Uint8Array());
  const faults: string[] = [];
  if (text('bagit.txt') !== 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n') faults.push('bagit.txt');
  const manifest = (path: string) =>
    new Map(
      text(path)
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [, digest = '', file = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
          return [file, digest];
        }),
    );
  const payload = manifest('manifest-sha256.txt');
  const tags = manifest('tagmanifest-sha256.txt');
  for (const [file, digest] of [...payload, ...tags]) {
    const bytes = files[file];
    if (!bytes || sha256(bytes) !== digest) faults.push(file);
  }
  for (const path of Object.keys(files)) {
    const isListed = path.startsWith('data/') ? payload.has(path) : tags.has(path) || path.startsWith('tagmanifest');
    if (!isListed) faults.push(`${path} is not listed`);
  }
  const octets = Object.entries(files)
    .filter(([path]) => path.startsWith('data/'))
    .reduce((sum, [, bytes]) => sum + bytes.length, 0);
  if (!text('bag-info.txt').includes(`Payload-Oxum: ${octets}.${payload.size}\n`)) faults.push('Payload-Oxum');
  return faults;
}

test('AR1, AR2: the package is a valid bag with the original bytes, and each download is the same bytes', async () => {
  const claim = await aBookedClaim(['bag one', 'bag two']);
  const { status, body: entry } = await archive(host.finance, claim);
  expect(status).toBe(200);
  expect(entry.retainUntil).toBe(`${new Date().getUTCFullYear() + 30}-12-31`);
  const first = await download(host.finance, entry.id);
  const second = await download(host.finance, entry.id);
  expect(sha256(first.rawPayload)).toBe(entry.digest);
  expect(sha256(second.rawPayload)).toBe(entry.digest);
  expect(first.rawPayload.length).toBe(entry.sizeBytes);

  const files = unzipSync(first.rawPayload);
  expect(verifyBag(files)).toEqual([]);
  const json = (path: string) => JSON.parse(new TextDecoder().decode(files[path]));
  const index = json('data/index.json');
  expect(index.claim.number).toBe(claim.card.number);
  for (const line of claim.lines) {
    const listed = index.invoices.find((invoice: { invoiceId: string }) => invoice.invoiceId === line.invoiceId);
    const original = files[listed.original];
    expect(original && new TextDecoder().decode(original)).toContain(line.invoice.number);
    // The instance stands beside the original, with the digest that the voucher knows.
    const booking = files[listed.booking];
    expect(json('data/voucher.json').instances).toContainEqual(
      expect.objectContaining({ invoiceId: line.invoiceId, sha256: sha256(booking ?? new Uint8Array()) }),
    );
    expect(new TextDecoder().decode(booking)).toContain(`InvoiceNumber contextRef="c1">${line.invoice.number}<`);
    expect(json(listed.fields).fields.find((field: { name: string }) => field.name === 'invoiceNumber').value).toBe(
      line.invoice.number,
    );
  }
  expect(json('data/voucher.json').number).toBe(entry.voucherNumber);
  expect(json('data/approvals.json')[0].steps.every((step: { status: string }) => step.status === 'approved')).toBe(
    true,
  );
});

test('the verifier of this test notices one changed byte', async () => {
  const claim = await aBookedClaim(['tamper']);
  const { body: entry } = await archive(host.finance, claim);
  const files = unzipSync((await download(host.finance, entry.id)).rawPayload);
  const voucher = files['data/voucher.json'];
  if (voucher) voucher[10] = (voucher[10] ?? 0) ^ 1;
  expect(verifyBag(files)).toEqual(['data/voucher.json']);
});

test('AR3: archiving moves claim and invoices, and cannot be done twice or before booking', async () => {
  const approved = await host.approveAll(
    await host.submit(host.staff, await host.aDraft(host.staff, [{ seed: 'early' }])),
  );
  expect(await archive(host.finance, approved)).toMatchObject({ status: 409, body: { refusal: 'claim_not_booked' } });
  await host.book(approved);
  const { body: entry } = await archive(host.finance, approved);
  const archived = await host.getClaim(host.staff, approved);
  expect(archived.card).toMatchObject({ status: 'archived', archiveId: entry.id });
  expect(archived.lines.map((line) => line.invoice.status)).toEqual(['archived']);
  expect(await archive(host.finance, approved)).toMatchObject({ status: 409, body: { refusal: 'claim_not_booked' } });
});

test('AR4: only finance archives, lists and downloads', async () => {
  const claim = await aBookedClaim(['rights']);
  expect((await archive(null, claim)).status).toBe(401);
  expect(await archive(host.staff, claim)).toMatchObject({ status: 403, body: { refusal: 'right_missing' } });
  expect(await archive(host.stranger, claim)).toMatchObject({ status: 404, body: { refusal: 'object_missing' } });
  expect(await archive(host.management, claim)).toMatchObject({ status: 404, body: { refusal: 'object_missing' } });
  const { body: entry } = await archive(host.finance, claim);
  for (const person of [host.staff, host.head, host.management]) {
    expect((await download(person, entry.id)).statusCode).toBe(403);
    expect((await host.call(person, endpoints.listArchive)).status).toBe(403);
  }
  expect((await download(null, entry.id)).statusCode).toBe(401);
  const { entries } = (await host.call(host.finance, endpoints.listArchive)).body;
  expect(entries[0]).toEqual(entry);
});

test('AR5: entries of the archive cannot be changed or removed, not even in the database', async () => {
  for (const statement of [
    `update archives set digest = 'x'`,
    'delete from archives',
    'delete from archive_entries',
    'truncate archives cascade',
  ]) {
    await expect(host.database.query(statement)).rejects.toThrow(/append-only/);
  }
});

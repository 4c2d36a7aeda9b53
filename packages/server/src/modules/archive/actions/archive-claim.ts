import {
  type ArchiveEntry,
  type ArchiveId,
  type ClaimId,
  type FileId,
  Refusal,
  type Voucher,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { ClaimRecord } from '../../claims/index.ts';
import type { InvoiceRecord } from '../../invoices/index.ts';
import { findVoucher } from '../../ledger/index.ts';
import type { ArchiveContext } from '../deps.ts';
import { type BagDocument, type PayloadFile, retainUntil, safeName, sha256Of, tagFiles } from '../domain/bag.ts';
import { insertArchive, type StoredEntry } from '../store/archive-store.ts';
import { measurePackage, type PackageEntry } from './build-package.ts';
import { collectDocuments } from './collect-documents.ts';

/** No stored file is larger. */
export const originalBytesMax = 100 * 1024 * 1024;
const sealScope = 'archive';
export const sealContext = (archiveId: ArchiveId, position: number): string => `archive ${archiveId} ${position}`;

interface Original {
  path: string;
  fileId: FileId;
  sha256: string;
  sizeBytes: number;
}

type Part = { kind: 'original'; original: Original } | { kind: 'document'; document: BagDocument };

export const archiveClaim = (
  context: ArchiveContext,
  input: { subject: Subject; claimId: ClaimId },
): Promise<ArchiveEntry> =>
  context.database.transaction(async (tx) => {
    const claim = await context.claims.accessForArchive(tx, input);
    if (claim.status !== 'booked' || !claim.voucherId) {
      throw new Refusal('claim_not_booked', `the claim is ${claim.status}`);
    }
    const voucher = await findVoucher(tx, claim.voucherId);
    if (!voucher) throw new Error(`voucher ${claim.voucherId} is missing`);
    const actorId = input.subject.userId;
    const archiveId = context.newId<'archive'>();
    const parts = await collectParts(context, tx, { claim, voucher, archiveId });
    const { digest, sizeBytes } = await measurePackage(parts.map((part) => packageEntry(context, part)));
    const entry: ArchiveEntry = {
      id: archiveId,
      claimId: claim.id,
      claimNumber: claim.number,
      voucherNumber: voucher.number,
      digest,
      sizeBytes,
      archivedById: actorId,
      archivedAt: context.clock.now().toISOString(),
      retainUntil: retainUntil(voucher.date),
    };
    await insertArchive(tx, entry, await sealParts(context, archiveId, parts));
    recordAudit(tx, {
      at: context.clock.now(),
      actorId,
      action: 'archive.created',
      objectType: 'archive',
      objectId: archiveId,
      detail: { claimId: claim.id, voucherId: voucher.id, digest, sizeBytes, retainUntil: entry.retainUntil },
    });
    await context.claims.markArchived(tx, { claim, archiveId, actorId });
    return entry;
  });

async function collectParts(
  context: ArchiveContext,
  tx: Transaction,
  input: { claim: ClaimRecord; voucher: Voucher; archiveId: ArchiveId },
): Promise<Part[]> {
  const { claim, voucher } = input;
  const found = await context.invoices.claiming.find(
    tx,
    claim.lines.map((line) => line.invoiceId),
  );
  const invoices = claim.lines.map((line) => {
    const invoice = found.get(line.invoiceId)?.invoice;
    if (!invoice) throw new Error(`invoice ${line.invoiceId} is missing`);
    return invoice;
  });
  const originals = placeOriginals(invoices);
  const documents = await collectDocuments(context, tx, {
    claim,
    voucher,
    originals: invoices.map((invoice) => ({ invoice, path: originals.get(invoice.file.fileId)?.path ?? '' })),
  });
  const payload: PayloadFile[] = [
    ...[...originals.values()].map(({ path, sha256, sizeBytes }) => ({ path, sha256, sizeBytes })),
    ...documents.map(({ path, content }) => ({ path, sha256: sha256Of(content), sizeBytes: content.length })),
  ];
  const tags = tagFiles(payload, bagInfo(input, context.clock.now()));
  return [
    ...tags.map((document): Part => ({ kind: 'document', document })),
    ...[...originals.values()].map((original): Part => ({ kind: 'original', original })),
    ...documents.map((document): Part => ({ kind: 'document', document })),
  ];
}

/** Several invoices may come from one file, which is kept once. */
function placeOriginals(invoices: readonly InvoiceRecord[]): Map<FileId, Original> {
  const originals = new Map<FileId, Original>();
  for (const { file, sha256 } of invoices) {
    if (originals.has(file.fileId)) continue;
    const path = `data/originals/${safeName(file.name, originals.size + 1)}`;
    originals.set(file.fileId, { path, fileId: file.fileId, sha256, sizeBytes: file.sizeBytes });
  }
  return originals;
}

const bagInfo = (
  { claim, voucher, archiveId }: { claim: ClaimRecord; voucher: Voucher; archiveId: ArchiveId },
  now: Date,
): (readonly [string, string])[] => [
  ['Bagging-Date', now.toISOString().slice(0, 10)],
  ['External-Identifier', archiveId],
  ['External-Description', `Reimbursement ${claim.number}, voucher ${voucher.number}`],
  ['Internal-Sender-Identifier', claim.id],
  ['Retain-Until', retainUntil(voucher.date)],
];

function packageEntry(context: ArchiveContext, part: Part): PackageEntry {
  if (part.kind === 'document') {
    const { path, content } = part.document;
    return { path, sha256: sha256Of(content), read: async () => content };
  }
  const { path, sha256, fileId } = part.original;
  return { path, sha256, read: () => context.files.readFileBytes(fileId, originalBytesMax) };
}

async function sealParts(
  context: ArchiveContext,
  archiveId: ArchiveId,
  parts: readonly Part[],
): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for (const [index, part] of parts.entries()) {
    const position = index + 1;
    if (part.kind === 'original') {
      const { path, sha256, fileId } = part.original;
      entries.push({ position, path, sha256, source: { fileId } });
      continue;
    }
    const { path, content } = part.document;
    const sealed = await context.sealer.seal({
      scope: sealScope,
      context: sealContext(archiveId, position),
      plaintext: content,
    });
    entries.push({ position, path, sha256: sha256Of(content), source: { sealed } });
  }
  return entries;
}

import { assembleDocument } from '../document/assemble-document.ts';
import type { Candidate } from '../document/candidate.ts';
import { guessPaper, notAnInvoice } from '../document/not-an-invoice.ts';
import { groupWithCodes } from '../document/qr-candidate.ts';
import { readFaces } from '../layout/read-face.ts';
import type { InvoiceDocument } from '../reading.ts';
import { looksLikeXml, readAttachment } from '../xml/read-embedded.ts';
import { type OfdDocument, openOfd } from './ofd-document.ts';
import { readOfdQr } from './ofd-qr.ts';
import { ofdPageTexts, readCustomData, readTags } from './ofd-text.ts';
import { verifySignatures } from './verify-signatures.ts';

export interface OfdOptions {
  /** Certificates (DER or PEM) whose signatures are trusted. */
  trustedRoots?: readonly Uint8Array[];
}

export async function readOfd(
  bytes: Uint8Array,
  options: OfdOptions,
): Promise<{ pageCount: number; documents: InvoiceDocument[] }> {
  const ofd = openOfd(bytes);
  const pageCount = ofd.pages.length;
  const pages = ofdPageTexts(ofd);
  const signature = verifySignatures(ofd, options.trustedRoots ?? []);
  const faces = readFaces(pages);
  const embedded = [...readAttachments(ofd), ...readTags(ofd), readCustomData(ofd)].filter(isAboutInvoice);
  const codes = await readOfdQr(ofd, [...faces, ...embedded]);
  const groups = groupWithCodes({ faces, embedded, codes });
  if (groups.length === 0) return { pageCount, documents: [notAnInvoice(guessPaper(pages), signature)] };
  return { pageCount, documents: groups.map((candidates) => assembleDocument({ candidates, pages, signature })) };
}

function readAttachments(ofd: OfdDocument): Candidate[] {
  const candidates: Candidate[] = [];
  for (const attachment of ofd.attachments) {
    if (!looksLikeXml(attachment.bytes)) continue;
    const embedded = readAttachment(attachment.bytes, attachment.path);
    if (embedded && !embedded.isReceiverSide) candidates.push(embedded.candidate);
  }
  return candidates;
}

function isAboutInvoice(candidate: Candidate): boolean {
  return candidate.fields.invoiceNumber !== undefined;
}

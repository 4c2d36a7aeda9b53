import type { InvoiceId, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { ClaimsContext } from '../deps.ts';
import { totalOf } from '../domain/claim.ts';
import { isEditable } from '../domain/life.ts';
import { lockClaim, replaceLines } from '../store/claim-store.ts';
import { refreshClaimCards } from './announce.ts';
import { buildLine } from './build-lines.ts';
import { changeClaim } from './change-claim.ts';

/** A corrected invoice changes amount and limit of its line in a claim that is not handed in. */
export async function handleCorrection(
  context: ClaimsContext,
  tx: Transaction,
  corrected: { invoiceId: InvoiceId; actorId: UserId },
): Promise<void> {
  const found = (await context.invoices.claiming.find(tx, [corrected.invoiceId])).get(corrected.invoiceId);
  const claim = found?.invoice.claim ? await lockClaim(tx, found.invoice.claim.id) : undefined;
  if (!found || !claim || !isEditable(claim.status)) return;
  // A total that is gone or negative keeps the old amount; handing in is refused until it is mended.
  if ((found.card.totalMinor ?? 0) <= 0) return;
  const lines = claim.lines.map((line) => (line.invoiceId === corrected.invoiceId ? buildLine(found, line) : line));
  const { actorId } = corrected;
  const changes = { lines, totalMinor: totalOf(lines) };
  const changed = await changeClaim(context, tx, claim, { actorId, what: 'corrected', changes });
  await replaceLines(tx, changed);
  await refreshClaimCards(context, tx, changed);
}

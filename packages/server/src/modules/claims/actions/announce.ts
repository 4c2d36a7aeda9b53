import { createHash } from 'node:crypto';
import type { ClaimCardData, ClientId, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { listPendingFor } from '../../approvals/index.ts';
import { findPeople, listActiveWithRole } from '../../identity/index.ts';
import { formatAmountMinor } from '../../invoices/index.ts';
import type { ClaimsContext } from '../deps.ts';
import { claimCard } from '../domain/card.ts';
import type { ClaimRecord } from '../domain/claim.ts';
import { type Notice, noticeText } from '../domain/texts.ts';
import { presentClaims } from '../queries/present-claims.ts';
import { countQueue, countReturned } from '../store/claim-store.ts';
import { findLocale, listCardPlaces, saveCardPlace } from '../store/trace-store.ts';

export const claimCardId = (claim: Pick<ClaimRecord, 'id'>): string => `claim:${claim.id}`;

const cardOf = (data: ClaimCardData) => {
  const card = claimCard(data, formatAmountMinor(data.totalMinor, data.currency));
  return { card, digest: createHash('sha256').update(JSON.stringify(card)).digest('hex') };
};

/** Brings every card of the claim up to date, wherever it stands. */
export async function refreshClaimCards(context: ClaimsContext, tx: Transaction, claim: ClaimRecord): Promise<void> {
  const places = await listCardPlaces(tx, claim.id);
  if (places.length === 0) return;
  const [data] = await presentClaims(context, tx, [claim]);
  if (!data) throw new Error(`claim ${claim.id} has no face`);
  const { card, digest } = cardOf(data);
  const actorId = await context.appId(tx);
  for (const place of places) {
    if (place.digest === digest) continue;
    const { conversationId, messageSeq } = place;
    await context.messaging.setCard(tx, { conversationId, messageSeq, cardId: claimCardId(claim), actorId, card });
    await saveCardPlace(tx, { ...place, digest });
  }
}

/** A word of the approvals assistant to one person, with the claim's card where it asks for something new. */
export async function notify(
  context: ClaimsContext,
  tx: Transaction,
  input: { userId: UserId; claim: ClaimRecord; notice: Notice; card: 'with' | 'without' },
): Promise<void> {
  const { userId, claim } = input;
  const appId = await context.appId(tx);
  const conversationId = await context.messaging.openAppConversation(tx, { appId, userId });
  const text = noticeText(input.notice, await findLocale(tx, userId));
  const clientId = `notice-${context.newId()}` as ClientId; // A UUID and a word have the form that `ClientId` demands.
  const post = { conversationId, actorId: appId, clientId, text };
  if (input.card === 'without') {
    await context.messaging.postMessage(tx, post);
    return;
  }
  const [data] = await presentClaims(context, tx, [claim]);
  if (!data) throw new Error(`claim ${claim.id} has no face`);
  const { card, digest } = cardOf(data);
  const message = await context.messaging.postMessage(tx, { ...post, cards: [{ cardId: claimCardId(claim), card }] });
  await saveCardPlace(tx, { claimId: claim.id, conversationId, messageSeq: message.seq, userId, digest });
}

/** Counts anew what waits for these people. */
export async function refreshInboxes(
  context: ClaimsContext,
  tx: Transaction,
  userIds: readonly UserId[],
): Promise<void> {
  const finance = new Set(await listActiveWithRole(tx, 'finance'));
  for (const userId of [...new Set(userIds)].sort()) {
    const pending = await listPendingFor(tx, userId);
    await context.messaging.setInbox(tx, userId, {
      approvals: pending.filter((approval) => approval.subjectType === 'claim').length,
      returned: await countReturned(tx, userId),
      questions: await context.invoices.countOpenQuestionsFor(tx, userId),
      queue: finance.has(userId) ? await countQueue(tx, userId) : 0,
    });
  }
}

/** The queue of finance changed. */
export const refreshQueue = async (context: ClaimsContext, tx: Transaction): Promise<void> =>
  refreshInboxes(context, tx, await listActiveWithRole(tx, 'finance'));

/** Names as people read them in notices. */
export async function findNames(tx: Transaction, userIds: readonly UserId[]): Promise<(userId: UserId) => string> {
  const people = await findPeople(tx, userIds);
  const names = new Map(people.map((person) => [person.id, person.name.zh]));
  return (userId) => names.get(userId) ?? '';
}

import { createHmac, randomBytes } from 'node:crypto';
import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Sealed, Sealer } from '../../platform/secrets/sealer.ts';
import type { PollRow } from './store/poll-store.ts';

interface PollPlace {
  conversationId: ConversationId;
  seq: number;
}

const contextOf = ({ conversationId, seq }: PollPlace): string => `poll ${conversationId} ${seq}`;

/** A key for one poll, which stands for its voters where it is anonymous. */
export const sealPollKey = (sealer: Sealer, place: PollPlace): Promise<Sealed> =>
  sealer.seal({ scope: place.conversationId, context: contextOf(place), plaintext: randomBytes(32) });

/**
 * What stands for a person among the votes: the id, or in an anonymous poll a digest that nobody can go back from without
 * the poll's own key, so that a copy of the database tells nobody's choice.
 */
export async function voterOf(sealer: Sealer, poll: PollRow, userId: UserId): Promise<Buffer> {
  if (!poll.isAnonymous) return idBytes(userId);
  const key = await sealer.open({ keyId: poll.keyId, ciphertext: poll.ciphertext, context: contextOf(poll) });
  return createHmac('sha256', key).update(userId).digest();
}

const idBytes = (userId: UserId): Buffer => Buffer.from(userId.replaceAll('-', ''), 'hex');

/** The person of a vote in an open poll. */
export function userIdOf(voter: Buffer): UserId {
  const hex = voter.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return parts.join('-') as UserId; // the bytes of an id, as `idBytes` made them
}

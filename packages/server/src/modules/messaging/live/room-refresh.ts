import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { findHeads, listPlaces } from '../store/line-store.ts';

export interface RoomState {
  headSeq: number;
  memberCount: number;
  /** Present members, with the first event that each may see. */
  members: ReadonlyMap<UserId, number>;
}

/** Membership of several conversations; those that do not exist have nobody. The heads are read first, so that membership is at least as new. */
export async function readRoomStates(db: Queryable, ids: readonly ConversationId[]): Promise<RoomState[]> {
  const heads = new Map((await findHeads(db, ids)).map((row) => [row.id, row]));
  const members = new Map<ConversationId, Map<UserId, number>>();
  for (const { conversationId, userId, visibleFromSeq } of await listPlaces(db, ids)) {
    const own = members.get(conversationId) ?? new Map<UserId, number>();
    members.set(conversationId, own.set(userId, visibleFromSeq));
  }
  return ids.map((id) => {
    const head = heads.get(id);
    return {
      headSeq: head?.headSeq ?? 0,
      memberCount: head?.memberCount ?? 0,
      members: members.get(id) ?? new Map<UserId, number>(),
    };
  });
}

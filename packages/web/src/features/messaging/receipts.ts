import type { Member, UserId } from '@countinghouse/protocol';

/** Whether the other one of two has read a message: their cursor stands at it or after it. Null for apps, which do not read. */
export function hasPeerRead(
  message: { seq: number; actorId: UserId },
  members: readonly Member[],
  isApp: (id: UserId) => boolean,
): boolean | null {
  const peer = members.find((member) => member.userId !== message.actorId && !isApp(member.userId));
  return peer ? peer.cursor.seq >= message.seq : null;
}

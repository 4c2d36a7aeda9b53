import type { Member, UserId } from '@countinghouse/protocol';

export interface Receipt {
  read: UserId[];
  unread: UserId[];
}

/** Who has read a message: the members whose cursor stands at it or after it. Apps do not read. */
export function receiptOf(
  message: { seq: number; at: string; actorId: UserId },
  members: readonly Member[],
  isApp: (id: UserId) => boolean,
): Receipt {
  const receipt: Receipt = { read: [], unread: [] };
  for (const member of members) {
    if (member.userId === message.actorId || isApp(member.userId)) continue;
    (member.cursor.seq >= message.seq ? receipt.read : receipt.unread).push(member.userId);
  }
  return receipt;
}

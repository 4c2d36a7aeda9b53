import type { UserId } from '@countinghouse/protocol';

/** The same for both orders. */
export const directKeyOf = (one: UserId, other: UserId): string => [one, other].sort().join(':');

/** The other side of the pair; null where there is no pair. */
export function peerOf(directKey: string | null, me: UserId): UserId | null {
  if (directKey === null) return null;
  const [first, second] = directKey.split(':');
  // `directKeyOf` made the key from two user ids.
  return (first === me ? second : first) as UserId;
}

import { hash } from 'node:crypto';

const sha256 = (bytes: string | Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

const nodePrefix = Uint8Array.of(1);

const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([nodePrefix, left, right]));

/** The complete subtrees of a tree of `size` leaves, largest first: one for each bit set in `size`. */
export interface TreeHead {
  size: number;
  subtreeRoots: readonly Uint8Array[];
}

/** Merkle tree hash of RFC 6962, section 2.1; of the empty tree the hash of nothing. */
export function rootOf(head: TreeHead): Buffer {
  const [smallest, ...larger] = [...head.subtreeRoots].reverse();
  if (!smallest) return sha256('');
  let root: Uint8Array = smallest;
  for (const left of larger) root = hashNode(left, root);
  return Buffer.from(root);
}

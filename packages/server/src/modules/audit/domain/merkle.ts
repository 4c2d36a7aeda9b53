import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Leaf hash of RFC 6962, section 2.1. */
export const hashLeaf = (body: string): Buffer => sha256(leafPrefix, Buffer.from(body, 'utf8'));
const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodePrefix, left, right);

/** The complete subtrees of a tree of `size` leaves, largest first: one for each bit set in `size`. */
export interface TreeHead {
  size: number;
  subtreeRoots: readonly Uint8Array[];
}

export const emptyTree: TreeHead = { size: 0, subtreeRoots: [] };

/** The tree with one more leaf. */
export function appendLeaf(head: TreeHead, leaf: Uint8Array): TreeHead {
  const roots = [...head.subtreeRoots];
  let root: Uint8Array = leaf;
  // Every trailing 1 of the size is a subtree as large as what was just built: join them.
  for (let rest = head.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = roots.pop();
    if (!left) throw new Error('tree head has fewer subtrees than its size says');
    root = hashNode(left, root);
  }
  return { size: head.size + 1, subtreeRoots: [...roots, root] };
}

/** Merkle tree hash of RFC 6962, section 2.1; of the empty tree the hash of nothing. */
export function rootOf(head: TreeHead): Buffer {
  const [smallest, ...larger] = [...head.subtreeRoots].reverse();
  if (!smallest) return sha256();
  let root: Uint8Array = smallest;
  for (const left of larger) root = hashNode(left, root);
  return Buffer.from(root);
}

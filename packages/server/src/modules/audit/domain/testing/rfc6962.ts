import { createHash } from 'node:crypto';

const hashOf = (prefix: number, ...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256').update(Uint8Array.of(prefix))).digest();

export const aLeaf = (body: string): Buffer => hashOf(0, body);

/** The recursive definition of RFC 6962, section 2.1, word by word. */
export function definition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hashOf(1, definition(leaves.slice(0, split)), definition(leaves.slice(split)));
}

/** Roots of the complete subtrees, largest first: one for each bit set in the number of leaves. */
export function subtreesOf(leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 0) return [];
  const size = 2 ** Math.floor(Math.log2(leaves.length));
  return [definition(leaves.slice(0, size)), ...subtreesOf(leaves.slice(size))];
}

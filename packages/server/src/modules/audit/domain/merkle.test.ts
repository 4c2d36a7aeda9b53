import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { appendLeaf, emptyTree, hashLeaf, rootOf } from './merkle.ts';

/** The recursive definition of RFC 6962, section 2.1, word by word. */
function definition(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(definition(leaves.slice(0, split)))
    .update(definition(leaves.slice(split)))
    .digest();
}

test('the root kept step by step is the root that RFC 6962 defines', () => {
  let head = emptyTree;
  const leaves: Buffer[] = [];
  expect(rootOf(head)).toEqual(definition(leaves));
  for (let size = 1; size <= 130; size++) {
    const leaf = hashLeaf(`entry ${size}`);
    leaves.push(leaf);
    head = appendLeaf(head, leaf);
    expect(rootOf(head)).toEqual(definition(leaves));
  }
});

test('leaf and node hashes are the published test vectors', () => {
  // Certificate Transparency's reference vectors: an empty leaf, and the tree of it and a leaf of one zero byte.
  expect(hashLeaf('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const head = appendLeaf(appendLeaf(emptyTree, hashLeaf('')), hashLeaf('\u0000'));
  expect(rootOf(head).toString('hex')).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
});

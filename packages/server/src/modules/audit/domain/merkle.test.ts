import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rootOf } from './merkle.ts';
import { aLeaf, definition, subtreesOf } from './testing/rfc6962.ts';

test('the root made of the complete subtrees is the root that RFC 6962 defines', () => {
  for (let size = 0; size <= 130; size++) {
    const leaves = Array.from({ length: size }, (_, index) => aLeaf(`entry ${index}`));
    expect(rootOf({ size, subtreeRoots: subtreesOf(leaves) })).toEqual(definition(leaves));
  }
});

test('the hashes are the published test vectors', () => {
  expect(rootOf({ size: 0, subtreeRoots: [] })).toEqual(createHash('sha256').digest());
  // Certificate Transparency's reference vectors: an empty leaf, and the tree of it and a leaf of one zero byte.
  expect(aLeaf('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const root = rootOf({ size: 2, subtreeRoots: subtreesOf([aLeaf(''), aLeaf('\u0000')]) });
  expect(root.toString('hex')).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
});

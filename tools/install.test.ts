import { expect, test } from 'vitest';
import { isSameTree } from './install.mjs';

const WANTED = {
  '': {},
  'packages/web': { version: '0.1.0' },
  'node_modules/@countinghouse/web': { link: true },
  'node_modules/pg': { version: '8.0.0' },
  'node_modules/sharp-darwin': { version: '1.0.0', optional: true },
};
const { 'node_modules/sharp-darwin': _, '': __, ...INSTALLED } = WANTED;

test('packages for other systems may be absent', () => {
  expect(isSameTree(WANTED, INSTALLED)).toBe(true);
  expect(isSameTree(WANTED, WANTED)).toBe(true);
});

test.for([
  ['another version', { ...INSTALLED, 'node_modules/pg': { version: '8.0.1' } }],
  ['one that nobody asks for', { ...INSTALLED, 'node_modules/left-pad': { version: '1.0.0' } }],
  ['one missing', { 'node_modules/@countinghouse/web': { link: true } }],
] as const)('%s means that packages must be installed', ([, installed]) => {
  expect(isSameTree(WANTED, installed)).toBe(false);
});

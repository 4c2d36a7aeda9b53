import { expect, test } from 'vitest';
import { listMissingOptional } from './lock-file.mjs';

const COMPLETE = {
  packages: {
    '': { name: 'root' },
    'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/darwin': '1.0.0' } },
    'node_modules/@tool/linux': { version: '1.0.0' },
    'node_modules/tool/node_modules/@tool/darwin': { version: '1.0.0' },
  },
};

test('a lock file with the packages of every system is complete', () => {
  expect(listMissingOptional(JSON.stringify(COMPLETE))).toEqual([]);
});

test('a package of another system that npm dropped is named', () => {
  const { 'node_modules/tool/node_modules/@tool/darwin': _, ...packages } = COMPLETE.packages;
  expect(listMissingOptional(JSON.stringify({ packages }))).toEqual(['@tool/darwin']);
});

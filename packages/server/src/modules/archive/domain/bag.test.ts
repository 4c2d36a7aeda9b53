import { expect, test } from 'vitest';
import { retainUntil, safeName, tagFiles } from './bag.ts';

test.each([
  ['酒店 发票.pdf', '001-酒店 发票.pdf'],
  ['../../etc/passwd', '001-_.._etc_passwd'],
  ['..\\..\\boot.ini', '001-_.._boot.ini'],
  ['.hidden', '001-hidden'],
  ['a\u0000b\r\nc%.xml', '001-a_b__c_.xml'],
  ['exe\u202Efdp.pdf', '001-exe_fdp.pdf'],
  ['', '001-file'],
  ['   ', '001-file'],
  [`${'长'.repeat(300)}.ofd`, `001-${'长'.repeat(80)}.ofd`],
])('AR1: %s is put in as %s', (name, safe) => {
  expect(safeName(name, 1)).toBe(safe);
});

test('AR1: tag files are those of BagIt 1.0, in sorted-out form', () => {
  const tags = tagFiles(
    [{ path: 'data/a%b.xml', sha256: 'f'.repeat(64), sizeBytes: 7 }],
    [['Bagging-Date', '2026-11-22']],
  );
  expect(tags.map((tag) => tag.path)).toEqual([
    'bagit.txt',
    'bag-info.txt',
    'manifest-sha256.txt',
    'tagmanifest-sha256.txt',
  ]);
  expect(tags[1]?.content.toString()).toBe('Bagging-Date: 2026-11-22\nPayload-Oxum: 7.1\n');
  expect(tags[2]?.content.toString()).toBe(`${'f'.repeat(64)}  data/a%25b.xml\n`);
  expect(tags[3]?.content.toString().trimEnd().split('\n')).toHaveLength(3);
});

test('AR2: vouchers are kept for 30 years from the end of their fiscal year', () => {
  expect(retainUntil('2026-01-01')).toBe('2056-12-31');
  expect(retainUntil('2026-12-31')).toBe('2056-12-31');
});

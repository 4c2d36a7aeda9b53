import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeField, fieldNames } from './field-names.ts';
import { signatureReasons } from './signature-texts.ts';

const readerSources = new URL('../../../../invoice-reader/src/', import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, readerSources), 'utf8');

/** Every way in which the reader's sources name a field that they give. */
const namings: readonly RegExp[] = [
  /\bsetField\([^,()]+, '(\w+)'/g,
  /\b(?:draft|sheet|fields)\.set\w*\('(\w+)'/g,
  /\bputField\([^'{}]*\{\s*name: '(\w+)'/g,
  /\{\s*name: '(\w+)',\s*label: \//g,
  /\[\/.+\/i?, '([a-z]+[A-Z]\w+)'\]/g,
  /: \['(\w+)', '(?:text|amount|date|rate)'\]/g,
  /\bfields\.(\w+) = /g,
];

/** Tables of fields alone; elsewhere a pair with a word without capitals is a column of lines or a kind of slip. */
const fieldTables = ['layout/face-business.ts', 'layout/face-air.ts', 'xml/read-einvoice.ts'];
const pair = /\[\/.+\/, '(\w+)'\]/g;

/** Lines are shown as a table of their own, and columns of tables are no fields. */
const notFields = new Set(['items', 'unitPrice', 'quantityAndUnit']);

function fieldsOfReader(): Set<string> {
  const found = new Set<string>();
  for (const path of globSync('**/*.ts', { cwd: readerSources, exclude: ['**/*.test.ts', '**/testing/**'] })) {
    const source = textOf(path);
    const ways = fieldTables.includes(path) ? [...namings, pair] : namings;
    for (const naming of ways) for (const [, name = ''] of source.matchAll(naming)) found.add(name);
  }
  const declared = /export interface InvoiceFields \{([\s\S]*?)\n\}/.exec(textOf('reading.ts'))?.[1] ?? '';
  for (const [, name = ''] of declared.matchAll(/^ {2}(\w+)\?:/gm)) found.add(name);
  return new Set([...found].filter((name) => !notFields.has(name)));
}

describe('what the reader says', () => {
  it('has a name in both languages, whatever field it is', () => {
    const names = fieldsOfReader();
    // One of each way of naming, so that a changed way of writing is noticed.
    for (const one of ['cargo', 'plateNumber', 'dueDate', 'engineNumber', 'trainNumber', 'cashAmount', 'boardTime'])
      expect(names).toContain(one);
    expect([...names].filter((name) => !Object.hasOwn(fieldNames, name))).toEqual([]);
    expect(describeField('cargo', 'zh-CN')).toBe('运输货物');
  });

  it('has a sentence for every reason of a signature', () => {
    const union = /export type SignatureReason =([\s\S]*?);/.exec(textOf('reading.ts'))?.[1] ?? '';
    const reasons = [...union.matchAll(/\| '(\w+)'/g)].map(([, reason = '']) => reason);
    expect(reasons.length).toBeGreaterThan(5);
    expect(reasons.filter((reason) => !Object.hasOwn(signatureReasons, reason))).toEqual([]);
  });
});

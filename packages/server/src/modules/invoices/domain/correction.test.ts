import type { InvoiceField } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { correctFields } from './correction.ts';

const read: InvoiceField[] = [
  { name: 'totalAmount', value: '100.00', source: 'ocr', confidence: 0.6, isDoubtful: true },
  { name: 'issueDate', value: '2026-11-01', source: 'qr', isDoubtful: false },
  { name: 'fare', value: '88.00', source: 'text', isDoubtful: false },
];
const one = (field: string, value: string) => correctFields(read, [{ field, value }]);

test('I6: a correction keeps what was read, and a second one keeps the first reading', () => {
  const first = one('totalAmount', ' 106.00 ');
  expect(first.fields[0]).toEqual({
    name: 'totalAmount',
    value: '106.00',
    source: 'person',
    confidence: 0.6,
    isDoubtful: false,
    readValue: '100.00',
  });
  expect(first.records).toEqual([{ field: 'totalAmount', from: '100.00', to: '106.00' }]);
  const second = correctFields(first.fields, [{ field: 'totalAmount', value: '107.00' }]);
  expect(second.fields[0]).toMatchObject({ value: '107.00', readValue: '100.00' });
});

test('I6: the read value again confirms it, and only the doubt goes', () => {
  expect(one('totalAmount', '100.00').fields[0]).toEqual({ ...read[0], isDoubtful: false });
  expect(one('totalAmount', '100.00').records).toEqual([{ field: 'totalAmount', from: '100.00', to: '100.00' }]);
});

test('I6: a field that was not read can be added, one that nobody knows cannot', () => {
  expect(one('sellerName', '甲公司').fields.at(-1)).toEqual({
    name: 'sellerName',
    value: '甲公司',
    source: 'person',
    readValue: '',
    isDoubtful: false,
  });
  expect(one('fare', '90.00').fields[2]).toMatchObject({ value: '90.00', readValue: '88.00' });
  expect(() => one('password', 'x')).toThrow(expect.objectContaining({ refusal: 'invoice_field_unknown' }));
});

test.each([
  ['totalAmount', '一百'],
  ['totalAmount', '1.005'],
  ['totalAmount', ''],
  ['issueDate', '2026-02-30'],
  ['issueDate', '1.11.2026'],
  ['currency', 'yuan'],
  ['sellerName', ''],
])('I6: %s = "%s" is refused', (field, value) => {
  expect(() => one(field, value)).toThrow(expect.objectContaining({ refusal: 'request_malformed' }));
});

import type { InvoiceField } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { checkBuyer } from './buyer.ts';

const firm = {
  name: { zh: '恒远' },
  buyers: [
    { name: '恒远会计师事务所（特殊普通合伙）', taxId: '91310000MA1FL0001A' },
    { name: '恒远会计师事务所（特殊普通合伙）北京分所', taxId: '91110000MA1FL0002B' },
  ],
};
const buyer = (name: string, taxId: string): InvoiceField[] => [
  { name: 'buyerName', value: name, source: 'xml', isDoubtful: false },
  { name: 'buyerTaxId', value: taxId, source: 'xml', isDoubtful: false },
];

test.each([
  ['恒远会计师事务所（特殊普通合伙）', '91310000MA1FL0001A', 'pass'],
  ['恒远会计师事务所(特殊普通合伙)', '91310000ma1fl0001a', 'pass'],
  ['恒远会计师事务所 （特殊普通合伙）', '９１３１００００MA1FL0001A', 'pass'],
  ['恒远会计师事务所（特殊普通合伙）', '', 'warn'],
  ['恒远会计师所', '91310000MA1FL0001A', 'warn'],
  ['恒远会计师事务所（特殊普通合伙）', '91110000MA1FL0002B', 'fail'],
  ['别家公司', '91000000000000000X', 'fail'],
  ['个人', '', 'fail'],
  ['', '', 'unknown'],
])('I5: buyer %s %s: %s', (name, taxId, status) => {
  expect(checkBuyer(buyer(name, taxId), firm)).toMatchObject({ id: 'buyer_is_firm', status });
});

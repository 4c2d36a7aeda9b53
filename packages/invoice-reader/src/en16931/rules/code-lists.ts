import lists from './code-lists.json' with { type: 'json' };

type ListName = keyof typeof lists | 'UNTDID 1001' | 'VAT prefix';

const codesOf = (name: keyof typeof lists): string[] => lists[name].flatMap((line) => line.split(' '));

/**
 * Code lists of EN 16931 as the European Commission publishes them for electronic invoicing; versions and sources are in
 * the README. Values only; withdrawn currency codes stay, since old invoices are read too.
 */
const codes = new Map<ListName, ReadonlySet<string>>([
  ['UNTDID 1001', new Set([...codesOf('UNTDID 1001 invoice'), ...codesOf('UNTDID 1001 credit note')])],
  // Greece may write EL (BR-CO-09); AN was the Netherlands Antilles.
  ['VAT prefix', new Set([...codesOf('ISO 3166-1'), 'EL', 'AN'])],
]);

export function inCodeList(name: ListName, code: string): boolean {
  let list = codes.get(name);
  if (!list && name !== 'UNTDID 1001' && name !== 'VAT prefix') {
    list = new Set(codesOf(name));
    codes.set(name, list);
  }
  return list?.has(code) ?? false;
}

export type { ListName };

import type { InvoiceFacts } from '../facts.ts';
import { wrapped } from '../xml-text.ts';
import { DECLARATION, NAMESPACE, PAGE_ID, type TaggedId } from './parts.ts';

const BUYER = ['BuyerName', 'BuyerTaxID', 'BuyerAddrTel', 'BuyerFinancialAccount'];
const SELLER = ['SellerName', 'SellerTaxID', 'SellerAddrTel', 'SellerFinancialAccount'];

function tagOf(name: string, tags: readonly TaggedId[]): string {
  const references = tags
    .filter((tag) => tag.name === name)
    .map((tag) => `<ofd:ObjectRef PageRef="${PAGE_ID}">${tag.id}</ofd:ObjectRef>`);
  return references.length === 0 ? '' : wrapped(`ofd:${name}`, references);
}

const namesIn = (tags: readonly TaggedId[]): string[] => [...new Set(tags.map((tag) => tag.name))];

function goodsOf({ kind }: InvoiceFacts, tags: readonly TaggedId[]): string {
  const items = [...new Set(tags.flatMap((tag) => (tag.item === undefined ? [] : [tag.item])))];
  const goods = items.map((item) => {
    const own = tags.filter((tag) => tag.item === item);
    return namesIn(own)
      .map((name) => tagOf(name, own))
      .join('');
  });
  return kind === 'vat_ordinary_electronic'
    ? wrapped(
        'ofd:GoodsInfos',
        goods.map((good) => wrapped('ofd:GoodsInfo', [good])),
      )
    : goods.join('');
}

/** `Tags/CustomTag.xml`: which text objects of the page hold which field. Items are flat on 数电票, nested on old ones. */
export function customTag(facts: InvoiceFacts, tags: readonly TaggedId[]): string {
  const plain = tags.filter((tag) => tag.item === undefined);
  const ofParty = (names: string[]) => names.map((name) => tagOf(name, plain)).join('');
  const others = namesIn(plain).filter((name) => !BUYER.includes(name) && !SELLER.includes(name));
  return (
    DECLARATION +
    wrapped(
      'ofd:root',
      [
        wrapped('ofd:Buyer', [ofParty(BUYER)]),
        wrapped('ofd:Seller', [ofParty(SELLER)]),
        ...others.map((name) => tagOf(name, plain)),
        goodsOf(facts, tags),
      ],
      `${NAMESPACE} version="1.0"`,
    )
  );
}

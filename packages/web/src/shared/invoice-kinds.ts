import type { Locale } from '@countinghouse/protocol';

/** Kinds as they stand on the paper or in the reader's words, in the order in which they are tried. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/铁路/, 'Rail e-ticket'],
  [/航空/, 'Air itinerary'],
  [/通行费/, 'Toll invoice'],
  [/机动车销售/, 'Motor vehicle invoice'],
  [/二手车销售/, 'Used vehicle invoice'],
  [/出租/, 'Taxi receipt'],
  [/定额/, 'Quota invoice'],
  [/通用机打|机打发票/, 'Machine-printed invoice'],
  [/客运|汽车票|船票/, 'Passenger ticket'],
  [/医疗.*票据/, 'Medical fiscal receipt'],
  [/财政|非税收入|票据/, 'Fiscal e-receipt'],
  [/电子发票.*专用/, 'E-invoice (special VAT)'],
  [/电子发票/, 'E-invoice (ordinary)'],
  [/电子专用/, 'Electronic special VAT invoice'],
  [/电子普通/, 'Electronic ordinary VAT invoice'],
  [/卷票/, 'Roll invoice (ordinary VAT)'],
  [/专用发票/, 'Special VAT invoice'],
  [/普通发票/, 'Ordinary VAT invoice'],
  [/境外收据/, 'Receipt from abroad'],
  [/境外发票|商业发票/, 'Invoice from abroad'],
];

/** What EN 16931 documents are called after 欧盟电子, by UNTDID 1001. */
const europeanDocuments: Readonly<Record<string, string>> = {
  发票: 'invoice',
  贷项通知单: 'credit note',
  自开贷项通知单: 'self-billed credit note',
  借项通知单: 'debit note',
  形式发票: 'pro forma invoice',
  部分发票: 'partial invoice',
  更正发票: 'corrected invoice',
  预付款发票: 'prepayment invoice',
  自开发票: 'self-billed invoice',
  买方自开发票: 'self-billed invoice',
  买方自开贷项通知单: 'self-billed credit note',
  保理发票: 'factored invoice',
  工程部分发票: 'partial construction invoice',
  工程部分结算发票: 'partial final construction invoice',
  工程结算发票: 'final construction invoice',
};

/** The kind of an invoice in the reader's language; one that nobody knows keeps its own words. */
export function describeKind(kind: string, locale: Locale): string {
  if (locale !== 'en' || kind === '') return kind;
  const [, document, format] = /^欧盟电子([^（]+)（(.+)）$/.exec(kind) ?? [];
  if (document && format) {
    const name = Object.hasOwn(europeanDocuments, document) ? europeanDocuments[document] : 'invoice';
    return `EU ${name} (${format.replaceAll('，', ', ')})`;
  }
  return kinds.find(([pattern]) => pattern.test(kind))?.[1] ?? kind;
}

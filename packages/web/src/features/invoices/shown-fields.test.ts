import { describe, expect, it } from 'vitest';
import { cardFacts } from './card-facts.ts';
import { describeField, fieldNames, sortFields } from './field-names.ts';
import { originalKind } from './original-kind.ts';
import { shownFields } from './shown-fields.ts';
import { anInvoiceCard } from './testing/builders.ts';

const field = (name: string) => ({ name, value: 'x', source: 'text' as const, isDoubtful: false });

describe('fields', () => {
  it('stand in reading order, unknown ones last', () => {
    const names = sortFields([field('moonPhase'), field('totalAmount'), field('invoiceNumber')]).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['invoiceNumber', 'totalAmount', 'moonPhase']);
  });

  it('have a name in both languages; one that nobody knows keeps its own', () => {
    for (const { zh, en } of Object.values(fieldNames)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(describeField('moonPhase', 'zh-CN')).toBe('moonPhase');
    expect(describeField('constructor', 'en')).toBe('constructor');
  });

  it('that were not read can be filled in by who may correct, and by nobody else', () => {
    expect(shownFields([field('totalAmount')], false).map(({ name }) => name)).toEqual(['totalAmount']);
    const shown = shownFields([field('totalAmount')], true);
    expect(shown.find(({ name }) => name === 'buyerTaxId')).toMatchObject({ value: '' });
    expect(shown.filter(({ name }) => name === 'totalAmount')).toHaveLength(1);
    const taxi = { ...field('invoiceType'), value: '出租汽车发票' };
    expect(shownFields([taxi], true).map(({ name }) => name)).not.toContain('buyerTaxId');
  });
});

describe('cardFacts', () => {
  it('writes amounts in full and marks what is doubtful', () => {
    const facts = cardFacts(anInvoiceCard({ netMinor: 123_456_789, taxMinor: null, doubts: ['buyerTaxId'] }));
    expect(facts.map(({ key, value, isDoubtful }) => [key, value, isDoubtful])).toEqual([
      ['number', '25312000000012345678', false],
      ['issueDate', '2025-11-20', false],
      ['net', '1,234,567.89', false],
      ['tax', '', false],
      ['buyer', '恒远会计师事务所', true],
    ]);
    expect(cardFacts(anInvoiceCard({ code: '031002100711' })).at(-1)).toMatchObject({ key: 'code' });
    expect(cardFacts(anInvoiceCard({ currency: 'EUR', netMinor: 8_403 }))[2]?.value).toBe('€ 84.03');
  });

  it('asks for no buyer and no tax where a receipt has none', () => {
    const taxi = { invoiceType: '出租汽车发票', netMinor: null, taxMinor: null, buyerName: '' };
    const keys = cardFacts(anInvoiceCard({ ...taxi, code: '144032270119' })).map(({ key }) => key);
    expect(keys).toEqual(['number', 'issueDate', 'code']);
  });
});

describe('originalKind', () => {
  it.each([
    ['application/pdf', 1, 'pdf'],
    ['image/jpeg', 1, 'image'],
    ['application/ofd', 2, 'drawn'],
    ['application/xml', 0, 'xml'],
    ['application/zip', 2, 'drawn'],
    ['application/zip', 0, 'none'],
    ['image/svg+xml', 0, 'xml'],
    ['text/html', 0, 'none'],
  ])('%s with %i pages is shown as %s', (mediaType, pageCount, kind) => {
    expect(originalKind({ mediaType }, pageCount)).toBe(kind);
  });
});

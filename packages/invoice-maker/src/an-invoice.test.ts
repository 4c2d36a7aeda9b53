import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, fenOf } from './amount.ts';
import { anInvoice, type InvoiceOptions } from './an-invoice.ts';
import type { InvoiceKind } from './facts.ts';
import { PRESETS, type PresetName } from './presets.ts';
import { taxIdCheckCharacter } from './tax-id.ts';

// Object.keys cannot know that the record has exactly these keys.
const presetNames = Object.keys(PRESETS) as PresetName[];
const kinds: InvoiceKind[] = ['digital_special', 'digital_ordinary', 'vat_ordinary_electronic', 'rail_ticket'];

const options: fc.Arbitrary<InvoiceOptions> = fc.record({
  seed: fc.integer(),
  preset: fc.constantFrom(...presetNames),
  kind: fc.constantFrom(...kinds),
  discount: fc.boolean(),
  exempt: fc.boolean(),
  cancels: fc.constantFrom('', '26312000012345678901'),
});

const sum = (texts: string[]): number => texts.reduce((total, text) => total + (text === '***' ? 0 : fenOf(text)), 0);

describe('an invoice', () => {
  it('adds up in every preset, kind and variant', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const facts = anInvoice(chosen);
        expect(sum([facts.amountWithoutTax, facts.taxAmount])).toBe(fenOf(facts.totalAmount));
        expect(facts.totalInWords).toBe(amountInWords(fenOf(facts.totalAmount)));
        if (facts.rail) return;
        expect(sum(facts.items.map((item) => item.amount))).toBe(fenOf(facts.amountWithoutTax));
        expect(sum(facts.items.map((item) => item.taxAmount))).toBe(sum([facts.taxAmount]));
        for (const item of facts.items.filter(({ quantity }) => quantity !== '')) {
          const product = Number(item.quantity) * Number(item.unitPrice) * 100;
          expect(Math.abs(product - fenOf(item.amount))).toBeLessThan(1);
        }
      }),
    );
  });

  it('has parties whose tax ids check', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const { buyer, seller } = anInvoice(chosen);
        for (const { taxId } of [buyer, seller].filter((party) => party.taxId !== '')) {
          expect(taxId).toHaveLength(18);
          expect(taxIdCheckCharacter(taxId.slice(0, 17))).toBe(taxId.slice(17));
        }
      }),
    );
  });

  it('is the same for the same seed and another for another', () => {
    expect(anInvoice({ seed: 7, preset: 'catering' })).toEqual(anInvoice({ seed: 7, preset: 'catering' }));
    expect(anInvoice({ seed: 7 }).number).not.toBe(anInvoice({ seed: 8 }).number);
  });

  it('takes lines, parties and date from whoever orders', () => {
    const facts = anInvoice({
      seed: 1,
      issueDate: '2026-03-02',
      buyer: { name: '账房会计师事务所', taxId: '91350100M000100Y43' },
      lines: [{ name: '*餐饮服务*餐费', amountWithTax: '398.00', taxRate: '6%', quantity: '1' }],
    });
    expect(facts).toMatchObject({
      issueDate: '2026-03-02',
      buyer: { name: '账房会计师事务所', taxId: '91350100M000100Y43' },
      amountWithoutTax: '375.47',
      taxAmount: '22.53',
      totalAmount: '398.00',
      totalInWords: '叁佰玖拾捌圆整',
    });
  });

  it('can be made to contradict itself on purpose', () => {
    expect(anInvoice({ seed: 1, override: { totalAmount: '1.00' } }).totalAmount).toBe('1.00');
  });

  it('cancels another with negative amounts and names its number', () => {
    const facts = anInvoice({ seed: 1, cancels: '26312000012345678901' });
    expect(fenOf(facts.totalAmount)).toBeLessThan(0);
    expect(facts.totalInWords).toMatch(/^（负数）/);
    expect(facts.remarks).toContain('被红冲蓝字数电发票号码：26312000012345678901');
  });

  it('of the older generation names code and number of the cancelled one', () => {
    const old = anInvoice({ seed: 1, kind: 'vat_ordinary_electronic', cancels: '01100260011132712264' });
    expect(old.remarks).toBe('对应正数发票代码:011002600111号码:32712264');
    expect(fenOf(old.totalAmount)).toBeLessThan(0);
  });

  it('prints no tax where none is charged', () => {
    const facts = anInvoice({ seed: 1, exempt: true });
    expect([facts.taxAmount, facts.items[0]?.taxRate, facts.items[0]?.taxAmount]).toEqual(['***', '免税', '***']);
    expect(facts.totalAmount).toBe(facts.amountWithoutTax);
  });

  it('has the identity of its generation', () => {
    expect(anInvoice({ seed: 1, issueDate: '2026-05-05' })).toMatchObject({ code: '', checkCode: '' });
    expect(anInvoice({ seed: 1, issueDate: '2026-05-05' }).number).toMatch(/^26\d{18}$/);
    const old = anInvoice({ seed: 1, kind: 'vat_ordinary_electronic' });
    expect([old.code, old.number, old.checkCode, old.machineNumber].map((text) => text.length)).toEqual([
      12, 8, 20, 12,
    ]);
  });
});

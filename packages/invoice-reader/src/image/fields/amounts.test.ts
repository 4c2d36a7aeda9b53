import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AmountClaim, type AmountClaims, settleAmounts } from './amounts.ts';

const printed = (minor: bigint): AmountClaim => ({ minor, source: 'ocr', weight: 1 });
const encoded = (minor: bigint): AmountClaim => ({ minor, source: 'qr', weight: 2 });

function claims(parts: Partial<AmountClaims>): AmountClaims {
  return { net: [], tax: [], total: [], isTaxMasked: false, ...parts };
}

describe('net + tax = total', () => {
  test('is settled without doubt where every statement agrees', () => {
    const settled = settleAmounts(
      claims({ net: [printed(1499n)], tax: [printed(45n)], total: [printed(1544n), printed(1544n)] }),
    );
    expect(settled.totalAmount).toMatchObject({ value: '15.44', doubtful: false });
    expect(settled.taxAmount).toMatchObject({ value: '0.45', doubtful: false });
  });

  test('decides against a single misread figure, and says that it was one', () => {
    const settled = settleAmounts(
      claims({ net: [encoded(1499n)], tax: [printed(45n)], total: [printed(7544n), printed(1544n)] }),
    );
    expect(settled.totalAmount).toMatchObject({
      value: '15.44',
      doubtful: true,
      alternatives: [{ source: 'ocr', value: '75.44' }],
    });
  });

  test('gives a missing tax as derived and doubtful', () => {
    const settled = settleAmounts(claims({ net: [encoded(1499n)], total: [printed(1544n), printed(1544n)] }));
    expect(settled.taxAmount).toMatchObject({ value: '0.45', source: 'derived', doubtful: true });
  });

  test('never explains a misread total by a tax that no rate gives', () => {
    const total = [printed(89630n), printed(189630n)];
    const settled = settleAmounts(claims({ net: [encoded(167814n), printed(167814n)], total }));
    expect(settled).toMatchObject({
      totalAmount: { value: '1896.30' },
      taxAmount: { value: '218.16', doubtful: true },
    });
  });

  test('gives no tax where it is masked', () => {
    const settled = settleAmounts(claims({ net: [printed(1450n)], total: [printed(1450n)], isTaxMasked: true }));
    expect(settled.taxAmount).toBeUndefined();
    expect(settled.amountWithoutTax).toMatchObject({ value: '14.50', doubtful: false });
    const misread = claims({ net: [encoded(2375n), printed(2375n)], total: [printed(8375n)], isTaxMasked: true });
    expect(settleAmounts(misread).totalAmount).toMatchObject({ value: '23.75', doubtful: true });
  });

  test('is open where too little was read: everything is a doubt', () => {
    const settled = settleAmounts(claims({ total: [printed(1544n)] }));
    expect(settled).toMatchObject({ totalAmount: { value: '15.44', doubtful: true } });
    expect(settled.amountWithoutTax).toBeUndefined();
  });
});

test('settled amounts without a doubt always add up', () => {
  const minor = fc.bigInt({ min: -500n, max: 500n });
  const list = fc.array(fc.oneof(minor.map(printed), minor.map(encoded)), { maxLength: 2 });
  fc.assert(
    fc.property(list, list, list, (net, tax, total) => {
      const settled = settleAmounts(claims({ net, tax, total }));
      const { amountWithoutTax: n, taxAmount: t, totalAmount: g } = settled;
      if (n === undefined || t === undefined || g === undefined || n.doubtful || t.doubtful || g.doubtful) return;
      expect(Math.round(Number(n.value) * 100) + Math.round(Number(t.value) * 100)).toBe(
        Math.round(Number(g.value) * 100),
      );
    }),
  );
});

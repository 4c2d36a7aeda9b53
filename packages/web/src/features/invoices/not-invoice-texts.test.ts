import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNotInvoice } from './not-invoice-texts.ts';

/** The reader's own words. The client does not import the reader, so the two are held together here. */
function reasonsOfReader(): string[] {
  const source = readFileSync(
    new URL('../../../../invoice-reader/src/document/not-an-invoice.ts', import.meta.url),
    'utf8',
  );
  const papers = [...source.matchAll(/\/i?, '([^']+)'\]/g)].map(([, reason = '']) => reason);
  const others = [...source.matchAll(/(?:return|\?\?) '([^']+)';/g)].map(([, reason = '']) => reason);
  return [...papers, ...others];
}

describe('describeNotInvoice', () => {
  it('has an English sentence for everything that the reader says in Chinese', () => {
    const reasons = reasonsOfReader();
    expect(reasons.length).toBeGreaterThan(8);
    for (const reason of reasons) expect(describeNotInvoice(reason, 'en')).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u);
  });

  it('says plainly what is unknown', () => {
    expect(describeNotInvoice(null, 'zh-CN')).toBe('没有找到发票内容。');
    expect(describeNotInvoice('月票', 'zh-CN')).toBe('看起来不是发票：月票。');
    expect(describeNotInvoice('toString', 'en')).toBe('It does not look like an invoice: toString.');
  });
});

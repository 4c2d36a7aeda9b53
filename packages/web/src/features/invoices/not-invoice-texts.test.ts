import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNotInvoice } from './not-invoice-texts.ts';

/** The reader's own words. The client does not import the reader, so the two are held together here. */
function reasonsOfReader(): string[] {
  const text = (path: string) =>
    readFileSync(new URL(`../../../../invoice-reader/src/${path}`, import.meta.url), 'utf8');
  const papers = text('document/not-an-invoice.ts');
  const european = /OTHER\w*[^{]*\{([^}]+)\}/.exec(text('en16931/read-en16931.ts'))?.[1] ?? '';
  const foreign = /const OTHER_PAPERS[^=]*= \[([\s\S]*?)\n\];/.exec(text('international/evidence.ts'))?.[1] ?? '';
  const found = [
    ...papers.matchAll(/\/i?, '([^']+)'\]/g),
    ...papers.matchAll(/(?:return|\?\?) '([^']+)';/g),
    ...text('xml/read-xml.ts').matchAll(/return '([^']+)';/g),
    ...european.matchAll(/: '([^']+)'/g),
    ...foreign.matchAll(/'(\p{Script=Han}[^']*)'/gu),
  ];
  return found.map(([, reason = '']) => reason);
}

describe('describeNotInvoice', () => {
  it('has an English sentence for everything that the reader says in Chinese', () => {
    const reasons = reasonsOfReader();
    expect(reasons.length).toBeGreaterThan(25);
    for (const reason of reasons) expect(describeNotInvoice(reason, 'en')).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u);
  });

  it('says plainly what is unknown', () => {
    expect(describeNotInvoice(null, 'zh-CN')).toBe('没有找到发票内容。');
    expect(describeNotInvoice('月票', 'zh-CN')).toBe('看起来不是发票：月票。');
    expect(describeNotInvoice('订单（UBL）', 'zh-CN')).toBe('这是订单（UBL），不是发票。');
    expect(describeNotInvoice('订单（UBL）', 'en')).toBe('It is an order (UBL), not an invoice.');
    expect(describeNotInvoice('toString', 'en')).toBe('It does not look like an invoice: toString.');
  });
});

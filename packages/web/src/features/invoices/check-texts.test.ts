import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkIds, checkStatuses, checkTextsEn, checkTextsZh, describeCheck } from './check-texts.ts';
import { aCheck } from './testing/builders.ts';

describe.each([
  ['zh', checkTextsZh, /\p{Script=Han}/u],
  ['en', checkTextsEn, /^[A-Z][^\p{Script=Han}]+$/u],
])('texts of checks in %s', (_language, texts, script) => {
  it.each(checkIds)('%s has a name and an explanation for every result', (id) => {
    for (const status of checkStatuses) {
      expect(texts[id][status].name).toMatch(script);
      expect(texts[id][status].explanation).toMatch(script);
    }
  });

  it('never says the same of two results, so that nobody mistakes one for the other', () => {
    for (const id of checkIds) {
      expect(new Set(checkStatuses.map((status) => texts[id][status].name)).size).toBe(checkStatuses.length);
    }
  });
});

describe('describeCheck', () => {
  it('says what was compared', () => {
    const sum = aCheck({ status: 'fail', params: { sum: '530.00', total: '500.00' } });
    expect(describeCheck(sum, 'zh-CN').explanation).toContain('相加得 530.00，票面合计 500.00。');
    const line = aCheck({
      id: 'lines_consistent',
      status: 'fail',
      params: { line: '2', expected: '6.00', printed: '7.00' },
    });
    expect(describeCheck(line, 'en').explanation).toContain('Line 2: 6.00 expected, 7.00 printed.');
    const params = { field: 'totalAmount', source: 'xml', value: '480.00', otherSource: 'text', otherValue: '48.00' };
    expect(describeCheck(aCheck({ id: 'sources_agree', status: 'fail', params }), 'zh-CN').explanation).toContain(
      '价税合计：XML 数据 480.00，版面文字 48.00。',
    );
  });

  it('does not call two readings of one picture a contradiction of the file', () => {
    const params = {
      field: 'vehicleNumber',
      source: 'ocr',
      value: 'BBM4871',
      otherSource: 'ocr',
      otherValue: 'BM4871',
    };
    const { name, explanation } = describeCheck(aCheck({ id: 'sources_agree', status: 'fail', params }), 'zh-CN');
    expect(name).toBe('识别结果不一');
    expect(explanation).toContain('车号：BBM4871、BM4871。');
  });

  it('names the rule of EN 16931 that is broken, what it is about, and what it says', () => {
    const broken = aCheck({
      id: 'en16931',
      status: 'fail',
      message: 'Invoice total amount without VAT = sum of lines.',
      params: { rule: 'BR-CO-13' },
    });
    const { name, explanation } = describeCheck(broken, 'zh-CN');
    expect(name).toBe('不符合 EN 16931');
    expect(explanation).toContain('规则 BR-CO-13（金额与条件的勾稽）：Invoice total amount');
    const twice = { ...broken, params: { rule: 'BR-CO-13', count: '2', detail: 'Sums differ.' } };
    expect(describeCheck(twice, 'zh-CN').explanation).toContain(
      '规则 BR-CO-13（金额与条件的勾稽，共 2 处）：Sums differ.',
    );
    expect(describeCheck(broken, 'en').explanation).toContain('Rule BR-CO-13 (sums and conditions): Invoice total');
  });

  it('tells a signature that cannot be judged from none at all', () => {
    const none = aCheck({ id: 'signature', status: 'unknown' });
    const odd = aCheck({ id: 'signature', status: 'unknown', params: { reason: 'timestamp_only' } });
    expect(describeCheck(none, 'zh-CN').name).toBe('无电子签章');
    expect(describeCheck(odd, 'zh-CN')).toMatchObject({ name: '签名未能验证' });
    expect(describeCheck(odd, 'en').explanation).toContain('There is a time stamp, but nobody signed.');
    const altered = aCheck({ id: 'signature', status: 'fail', params: { files: 'page 2, Doc_0/Document.xml' } });
    expect(describeCheck(altered, 'zh-CN').explanation).toContain('第 2 页、Doc_0/Document.xml');
  });

  it('names what was wrong with a sum of EN 16931, a payment, and an attachment', () => {
    const params = { sum: '90.00', total: '100.00', field: 'amountDue', rule: 'BR-CO-16' };
    expect(describeCheck(aCheck({ status: 'fail', params }), 'zh-CN').explanation).toContain(
      '应付金额应为 90.00，票面为 100.00（规则 BR-CO-16）。',
    );
    const paid = aCheck({ id: 'payment_consistent', status: 'warn', params: { paid: '9.00', total: '90.00' } });
    expect(describeCheck(paid, 'en').explanation).toContain('Cash less change is 9.00, the total 90.00.');
    const damaged = aCheck({ id: 'embedded_xml', status: 'fail', params: { files: 'factur-x.xml' } });
    expect(describeCheck(damaged, 'zh-CN').explanation).toContain('损坏的附件：factur-x.xml。');
  });

  it('says why a signature fails also where no part is named', () => {
    const check = aCheck({ id: 'signature', status: 'fail', params: { files: '', reason: 'value_wrong' } });
    expect(describeCheck(check, 'zh-CN').explanation).toContain('签名值与签署的内容或证书不符。');
  });

  it('does not praise a check character that a tax id does not have', () => {
    const check = aCheck({ id: 'seller_tax_id', params: { taxId: '320102196001011234' } });
    expect(describeCheck(check, 'zh-CN').explanation).toContain('没有校验位');
  });

  it('keeps what the server says of a check from the future', () => {
    const check = aCheck({ id: 'tax_office_confirms', status: 'warn', message: 'Not asked yet.' });
    expect(describeCheck(check, 'zh-CN')).toEqual({ name: 'tax_office_confirms', explanation: 'Not asked yet.' });
    expect(describeCheck(aCheck({ id: 'toString' }), 'en').name).toBe('toString');
  });

  it('knows the checks that the reader makes', () => {
    const folder = new URL('../../../../invoice-reader/src/', import.meta.url);
    const sources = globSync('**/check-*.ts', { cwd: folder });
    const ids = sources.flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\bid: '(\w+)'/g)].map(([, id = '']) => id),
    );
    expect(ids).toContain('embedded_xml');
    expect(ids.length).toBeGreaterThan(3);
    for (const id of ids) expect(checkIds).toContain(id);
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeKind } from './invoice-kinds.ts';

it.each([
  ['电子发票（增值税专用发票）', 'E-invoice (special VAT)'],
  ['电子发票（普通发票）', 'E-invoice (ordinary)'],
  ['电子发票（铁路电子客票）', 'Rail e-ticket'],
  ['电子发票（航空运输电子客票行程单）', 'Air itinerary'],
  ['浙江增值税电子普通发票', 'Electronic ordinary VAT invoice'],
  ['增值税专用发票', 'Special VAT invoice'],
  ['增值税普通发票（卷票）', 'Roll invoice (ordinary VAT)'],
  ['出租汽车发票', 'Taxi receipt'],
  ['通用定额发票', 'Quota invoice'],
  ['通用机打发票', 'Machine-printed invoice'],
  ['医疗门诊收费票据（财政电子票据）', 'Medical fiscal receipt'],
  ['财政电子票据', 'Fiscal e-receipt'],
  ['境外收据', 'Receipt from abroad'],
  ['欧盟电子发票（UBL）', 'EU invoice (UBL)'],
  ['欧盟电子贷项通知单（XRechnung，CII）', 'EU credit note (XRechnung, CII)'],
  ['欧盟电子发票（Factur-X/ZUGFeRD）', 'EU invoice (Factur-X/ZUGFeRD)'],
])('%s is called %s in English, and keeps its name in Chinese', (kind, english) => {
  expect(describeKind(kind, 'en')).toBe(english);
  expect(describeKind(kind, 'zh-CN')).toBe(kind);
});

it('a kind from the future keeps its own words', () => {
  expect(describeKind('月球票', 'en')).toBe('月球票');
});

it('knows every document of EN 16931 that the reader names', () => {
  const path = '../../../invoice-reader/src/en16931/to-candidate.ts';
  const source = readFileSync(new URL(path, import.meta.url), 'utf8');
  const [, table = ''] = /const DOCUMENT_NAMES[^{]*\{([^}]+)\}/.exec(source) ?? [];
  const names = new Set([...table.matchAll(/'([^']+)'/g)].map(([, name = '']) => name));
  expect(names.size).toBeGreaterThan(5);
  for (const name of names) {
    const english = describeKind(`欧盟电子${name}（UBL）`, 'en');
    expect(english).toMatch(/^EU [a-z -]+ \(UBL\)$/);
    if (name !== '发票') expect([name, english]).not.toEqual([name, 'EU invoice (UBL)']);
  }
});

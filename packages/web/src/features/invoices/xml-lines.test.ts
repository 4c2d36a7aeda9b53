import { describe, expect, it } from 'vitest';
import { carriesValue, xmlLines, xmlLinesMax } from './xml-lines.ts';

const shown = (source: string) => xmlLines(source).lines.map((line) => `${'  '.repeat(line.depth)}${line.text}`);

describe('xmlLines', () => {
  it('puts one element on a line, with its text', () => {
    const source =
      '\uFEFF<?xml version="1.0"?><EInvoice><Header/><TaxSupervisionInfo><InvoiceNumber>253120</InvoiceNumber><Empty></Empty></TaxSupervisionInfo></EInvoice>';
    expect(shown(source)).toEqual([
      '<?xml version="1.0"?>',
      '<EInvoice>',
      '  <Header/>',
      '  <TaxSupervisionInfo>',
      '    <InvoiceNumber>253120</InvoiceNumber>',
      '    <Empty></Empty>',
      '  </TaxSupervisionInfo>',
      '</EInvoice>',
    ]);
  });

  it('keeps CDATA and comments whole', () => {
    expect(shown('<a><!-- < --><b><![CDATA[x < y]]></b></a>')).toEqual([
      '<a>',
      '  <!-- < -->',
      '  <b><![CDATA[x < y]]></b>',
      '</a>',
    ]);
  });

  it('stays calm with what is no XML, and stops at its limit', () => {
    expect(shown('</a></b>text')).toEqual(['</a>', '</b>', 'text']);
    expect(xmlLines('<x/>'.repeat(xmlLinesMax * 2))).toMatchObject({ isCut: true, lines: { length: xmlLinesMax } });
  });
});

describe('carriesValue', () => {
  const line = { depth: 0, text: '<TotalAmWithoutTax>475.25</TotalAmWithoutTax>' };

  it('finds the same amount however its zeros are written', () => {
    expect(carriesValue(line, '475.25')).toBe(true);
    expect(carriesValue({ depth: 0, text: '<a>480.0</a>' }, '480.00')).toBe(true);
    expect(carriesValue({ depth: 0, text: '<a>100</a>' }, '1')).toBe(false);
  });

  it('does not take a part for the whole', () => {
    expect(carriesValue(line, '475')).toBe(false);
    expect(carriesValue(line, '')).toBe(false);
  });
});

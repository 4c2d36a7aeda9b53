import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';
import { child, parseXml, textAt } from './parse-xml.ts';

const parse = (text: string) => parseXml(Buffer.from(text), 'test.xml');
const codeOf = (text: string | Uint8Array) => {
  try {
    parseXml(typeof text === 'string' ? Buffer.from(text) : text, 'test.xml');
  } catch (error) {
    if (error instanceof ReadingRefusal) return error.code;
    throw error;
  }
  return 'read';
};

describe('XML', () => {
  it('keeps every digit and joins text with CDATA', () => {
    const root = parse('<a:r xmlns:a="x"><a:n>2532<![CDATA[2000000564559493]]></a:n></a:r>');
    expect(textAt(root, 'n')).toBe('25322000000564559493');
  });

  it('reads a byte order mark, GBK, UTF-16 and the namespace blunder of some OFD producers', () => {
    expect(parse('\ufeff<?xml version="1.0"?><r/>').name).toBe('r');
    const gbk = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><r>'),
      Buffer.from([0xb7, 0xa2]),
      Buffer.from('</r>'),
    ]);
    expect(parseXml(gbk, 'test.xml').text).toBe('发');
    expect(parseXml(Buffer.from('\ufeff<r>票</r>', 'utf16le'), 'test.xml').text).toBe('票');
    expect(child(parse('<:eInvoice xmlns:=""><ofd:A PageRef="1">64</ofd:A></:eInvoice>'), 'A')?.text).toBe('64');
  });

  it('refuses document types and entities', () => {
    expect(codeOf('<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>')).toBe('xml_entities_refused');
    expect(codeOf('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>')).toBe('xml_entities_refused');
    expect(codeOf('<r>&x;</r>')).toBe('xml_entities_refused');
    expect(codeOf('<r>&lt;&#20013;</r>')).toBe('read');
  });

  it('tells truncated from damaged', () => {
    expect(codeOf('<r><a>1</a>')).toBe('file_truncated');
    expect(codeOf('<r><a>1</b></r>')).toBe('file_damaged');
    expect(codeOf('<r a=1/>')).toBe('file_damaged');
  });

  it('has limits of depth', () => {
    expect(codeOf('<r>'.repeat(limits.xmlDepthMax + 1))).toBe('archive_too_large');
  });
});

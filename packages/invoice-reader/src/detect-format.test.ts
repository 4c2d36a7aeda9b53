import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';
import { ReadingRefusal } from './refusal.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('the format', () => {
  it.each([
    ['pdf', bytes('%PDF-1.7\n')],
    ['pdf', bytes('junk before the header\n%PDF-1.4')],
    ['ofd', bytes('PK', [3, 4], 'anything')],
    ['xml', bytes([0xef, 0xbb, 0xbf], '\n <?xml version="1.0"?>')],
    ['xml', bytes('<EInvoice>')],
    ['xml', bytes('<!DOCTYPE x>')],
    ['xml', Buffer.from('\ufeff<r/>', 'utf16le')],
    ['image', bytes([0xff, 0xd8, 0xff, 0xe0])],
    ['image', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a])],
    ['image', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ')],
    ['image', bytes([0, 0, 0, 24], 'ftypheic')],
    ['image', bytes([0x49, 0x49, 0x2a, 0])],
  ])('%s is told by the bytes', (format, content) => {
    expect(detectFormat(content)).toBe(format);
  });

  it.each([
    ['file_empty', bytes()],
    ['format_unknown', bytes('hello')],
    ['format_unknown', bytes('< 3')],
    ['format_unknown', bytes([0x7f], 'ELF')],
  ])('%s is the answer where there is none', (code, content) => {
    expect(() => detectFormat(content)).toThrow(expect.objectContaining({ code }));
    expect(() => detectFormat(content)).toThrow(ReadingRefusal);
  });
});

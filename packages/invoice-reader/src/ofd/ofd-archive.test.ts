import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { readInvoice } from '../read-invoice.ts';
import { anOfd } from './testing/an-ofd.ts';

async function codeOf(bytes: Uint8Array): Promise<string | undefined> {
  return (await readInvoice(bytes, { fileName: 'hostile.ofd' })).error?.code;
}

describe('a hostile archive is refused', () => {
  it('when it inflates a thousandfold', async () => {
    expect(await codeOf(anOfd({ files: { 'Doc_0/bomb.xml': new Uint8Array(20 * 1024 * 1024) } }))).toBe(
      'archive_too_large',
    );
  });

  it('when its directory lies about the size', async () => {
    const bytes = Buffer.from(anOfd({ files: { 'Doc_0/Document.xml': ' '.repeat(3_000_000) } }));
    const name = bytes.lastIndexOf('Doc_0/Document.xml');
    bytes.writeUInt32LE(1000, name - 46 + 24);
    const startedWith = process.memoryUsage().rss;
    expect(['file_damaged', 'file_truncated']).toContain(await codeOf(bytes));
    expect(process.memoryUsage().rss - startedWith).toBeLessThan(100 * 1024 * 1024);
  });

  it('when it has too many entries', async () => {
    const files = Object.fromEntries(
      Array.from({ length: limits.archiveEntriesMax + 1 }, (_, index) => [`f${index}`, 'x']),
    );
    expect(await codeOf(anOfd({ files }))).toBe('archive_too_large');
  });

  it('when a path leads outside', async () => {
    for (const path of ['../evil.xml', 'Doc_0/../../evil.xml', 'C:\\evil.xml', '..\\evil.xml']) {
      expect(await codeOf(anOfd({ files: { [path]: 'x' } })), path).toBe('archive_unsafe');
    }
  });

  it('when it holds one path twice', async () => {
    expect(await codeOf(anOfd({ files: { 'ofd.xml': '<x/>' } }))).toBe('archive_unsafe');
  });

  it('when its XML has entities', async () => {
    const files = { 'Doc_0/Document.xml': '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>' };
    expect(await codeOf(anOfd({ files }))).toBe('xml_entities_refused');
    expect(await codeOf(anOfd({ attachment: '<eInvoice>&xxe;</eInvoice>' }))).toBe('xml_entities_refused');
  });

  it('when it is cut off or hollow', async () => {
    const bytes = anOfd();
    expect(await codeOf(bytes.subarray(0, bytes.length - 40))).toBe('file_truncated');
    expect(await codeOf(anOfd({ files: { 'OFD.xml': '<ofd:OFD/>' } }))).toBe('file_damaged');
  });

  it('when it is another kind of archive', async () => {
    expect(await codeOf(zipSync({ 'word/document.xml': Buffer.from('<w/>') }))).toBe('format_unknown');
  });
});

describe('an archive around an OFD', () => {
  const read = async (bytes: Uint8Array) => readInvoice(bytes, { fileName: 'packed.zip' });

  it('is opened when somebody packed the file once more, or packed its folder', async () => {
    const opened = { format: 'ofd', error: null, pageCount: 1 };
    expect(await read(anOfd({}))).toMatchObject(opened);
    expect(await read(zipSync({ '发票.ofd': anOfd({}), '__MACOSX/._x': new Uint8Array(4) }))).toMatchObject(opened);
    const folder = Object.entries(unzipSync(anOfd({}))).map(([path, file]) => [`发票/${path}`, file]);
    expect(await read(zipSync(Object.fromEntries(folder)))).toMatchObject(opened);
  });

  it('is refused by a name of its own when it holds several files', async () => {
    expect(await codeOf(zipSync({ 'a.ofd': anOfd({}), 'b.ofd': anOfd({}) }))).toBe('archive_of_files');
    expect(await codeOf(zipSync({ 'a.pdf': Buffer.from('%PDF-1.4') }))).toBe('archive_of_files');
    expect(await codeOf(zipSync({ 'a.txt': Buffer.from('x') }))).toBe('format_unknown');
    expect(await codeOf(zipSync({ 'x.zip': zipSync({ 'y.zip': anOfd({}) }) }))).toBe('format_unknown');
  });
});

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readInvoice } from '../read-invoice.ts';
import { readPart } from './pdf-signature-file.ts';
import { entryOf, PdfTokens } from './pdf-signature-objects.ts';

/** A genuine signed invoice lies beside the repository on the machines of those who have it. */
const SAMPLE = fileURLToPath(new URL('../../../../../shared/samples/invoices/cn-pdf-vat-01.pdf', import.meta.url));

describe.skipIf(!existsSync(SAMPLE))('a genuine signed PDF (skipped where the sample is absent)', () => {
  const signatureOf = async (bytes: Uint8Array) =>
    (await readInvoice(bytes, { fileName: 'sample.pdf' })).documents[0]?.signature;

  it('is intact, and untrusted by its issuer', async () => {
    const signature = await signatureOf(await readFile(SAMPLE));
    expect(signature).toMatchObject({ status: 'untrusted', issuer: 'NXCA' });
  });

  it('is altered when one byte of it changes', async () => {
    const bytes = await readFile(SAMPLE);
    bytes[bytes.length - 8] = 0x20;
    expect((await signatureOf(bytes))?.status).not.toBe('untrusted');
    const comment = await readFile(SAMPLE);
    comment[11] = 0x40;
    expect(await signatureOf(comment)).toMatchObject({ status: 'altered', reason: 'content_changed' });
  });
});

const part = (text: string) => readPart(Buffer.from(text, 'latin1'), 0, text.length);

describe('the objects of a PDF from strangers', () => {
  it('are found with streams stepped over, so that a file inside a file is not mistaken for it', () => {
    const inner = '1 0 obj\n<</Type/Sig>>\nendobj\nendstream\n2 0 obj\n<</Type/Sig>>\nendobj';
    const found = part(
      `5 0 obj\n<</Length 6 0 R>>\nstream\n${inner}\nendstream\nendobj\n6 0 obj ${inner.length} endobj\n`,
    );
    expect(found.objects.map(({ number }) => number)).toEqual([5, 6]);
    expect(found.isUnderstood).toBe(true);
  });

  it('with a length that leads elsewhere are not understood', () => {
    expect(part('5 0 obj\n<</Length 2>>\nstream\nabcdef\nendstream\nendobj\n').isUnderstood).toBe(false);
    expect(part('5 0 obj\n<</Length 2>>\nstream\nabcdef').isUnderstood).toBe(false);
    expect(part('hello').isUnderstood).toBe(false);
  });

  it('with one key twice are none, for programs differ in which counts', () => {
    expect(part('5 0 obj\n<</A 1/A 2>>\nendobj\n')).toMatchObject({ objects: [], isUnderstood: false });
  });

  it('keep their strings, names and references', () => {
    const text = '<</N#61me(a\\)(b)c) /H<4 1>/R 12 0 R /L[1 2/X]>>';
    const value = new PdfTokens(Buffer.from(text, 'latin1'), 0, text.length).next();
    expect(entryOf(value, 'Name')).toMatchObject({ kind: 'string', bytes: Buffer.from('a\\)(b)c') });
    expect(entryOf(value, 'H')).toMatchObject({ kind: 'string', bytes: Buffer.from('A') });
    expect(entryOf(value, 'R')).toMatchObject({ kind: 'reference', number: 12 });
    expect(entryOf(value, 'L')).toMatchObject({ items: [{ value: 1 }, { value: 2 }, { text: 'X' }] });
  });

  it.each(['9 0 obj(\n', '9 0 obj<4\n', '9 0 obj[', '9 0 obj<<', '9 0 obj<</Length 5 0 R>>stream\n'])(
    'that repeat %j a hundred thousand times are given up soon',
    (text) => {
      const before = process.cpuUsage();
      expect(part(text.repeat(100_000)).objects.length).toBeLessThan(10);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
    },
  );
});

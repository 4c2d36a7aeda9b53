import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hostileFiles } from './hostile.ts';

const files = new Map((await hostileFiles(1)).map((file) => [file.fileName, file.bytes]));
const bytesOf = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();

describe('hostile files', () => {
  it('are small themselves', () => {
    for (const [name, bytes] of files) expect(bytes.length, name).toBeLessThan(1_200_000);
  });

  it('hold an archive whose page inflates to a gibibyte and whose other parts are sound', () => {
    const sizes: Record<string, number> = {};
    const small = unzipSync(bytesOf('zip-bomb.ofd'), {
      filter: ({ name, originalSize }) => {
        sizes[name] = originalSize;
        return originalSize < 10_000;
      },
    });
    expect(sizes['Doc_0/Pages/Page_0/Content.xml']).toBe(1024 ** 3);
    expect(strFromU8(small['OFD.xml'] ?? new Uint8Array())).toContain('<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>');
  });

  it('hold a picture of a hundred megapixels', async () => {
    const { width, height } = await sharp(bytesOf('100-megapixel.png'), { limitInputPixels: false }).metadata();
    expect(width * height).toBe(100_000_000);
  });
});

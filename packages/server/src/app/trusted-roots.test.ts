import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestCa } from '@countinghouse/invoice-maker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrustedRoots } from './trusted-roots.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countinghouse-roots-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('TRUSTED_ROOTS', () => {
  it('gives the certificates of its files', async () => {
    const path = join(folder, 'root.der');
    await writeFile(path, makeTestCa('a').certificate);
    expect(await readTrustedRoots([path])).toHaveLength(1);
    expect(await readTrustedRoots([])).toEqual([]);
  });

  it('stops the start with one line that names the file when it cannot be used', async () => {
    const path = join(folder, 'note.txt');
    await writeFile(path, 'no certificate');
    await expect(readTrustedRoots([path])).rejects.toThrow(`${path}, which holds no certificate`);
    await expect(readTrustedRoots([join(folder, 'missing.pem')])).rejects.toThrow('cannot be read');
  });
});

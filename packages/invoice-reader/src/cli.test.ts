import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOfd, originalInvoice, VISIBLE } from './ofd/testing/an-ofd.ts';
import type { Reading } from './reading.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invoice-reader-'));
  const attachment = originalInvoice().replace('</fp:Item>', '</fp:Item><fp:Specification>A-1</fp:Specification>');
  await writeFile(join(folder, 'a.ofd'), anOfd({ texts: VISIBLE, attachment }));
  await writeFile(join(folder, 'b.txt'), 'no invoice');
  await writeFile(join(folder, '.hidden'), 'not for reading');
});

afterAll(() => rm(folder, { recursive: true }));

function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function readings(stdout: string): Reading[] {
  const lines: Reading[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines;
}

describe('the command', () => {
  it('prints one JSON line per file and ends with 0', async () => {
    const { status, stdout } = await run('--json', join(folder, 'a.ofd'));
    expect(status).toBe(0);
    const [reading] = readings(stdout);
    expect(reading).toMatchObject({ file: join(folder, 'a.ofd'), format: 'ofd', error: null });
    expect(reading?.documents[0]?.fields.items?.[0]).toMatchObject({ specification: 'A-1', spec: 'A-1' });
  });

  it('reads a folder, ends with 1 when a file was refused, and says what it did on standard error, so that standard output stays clean', async () => {
    const { status, stdout, stderr } = await run('--json', folder);
    expect(status).toBe(1);
    expect(readings(stdout).map((reading) => reading.error?.code ?? null)).toEqual([null, 'format_unknown']);
    expect(stderr).toMatch(/^2 files in [\d.]+ s, 1 refused\n$/);
    for (const line of stdout.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('refuses a file that is not there by name and reads the others', async () => {
    const { status, stdout } = await run('--json', join(folder, 'missing.pdf'), join(folder, 'a.ofd'));
    expect(status).toBe(1);
    expect(readings(stdout).map((reading) => reading.error?.code ?? null)).toEqual(['file_unreadable', null]);
  });

  it('tells people on one line what it read and what to look at', async () => {
    const { stdout } = await run(join(folder, 'a.ofd'));
    expect(stdout).toContain(`${join(folder, 'a.ofd')}: `);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('says how it is used, and ends with 2 when it was used otherwise', async () => {
    expect(await run('--help')).toMatchObject({ status: 0, stderr: '' });
    expect((await run()).status).toBe(2);
    expect(await run('--bad', folder)).toMatchObject({ status: 2, stdout: '' });
    expect(await run('--jobs', '0', folder)).toMatchObject({ status: 2, stdout: '' });
    expect(await run('--trust', join(folder, 'missing.pem'), folder)).toMatchObject({ status: 2, stdout: '' });
  });
});

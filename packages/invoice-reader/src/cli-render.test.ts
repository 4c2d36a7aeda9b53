import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderCommand } from './cli-render.ts';
import { anOfd, VISIBLE } from './ofd/testing/an-ofd.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder = '';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const twoPages = anOfd({
  files: {
    'Doc_0/Document.xml': `<ofd:Document ${NAMESPACE}><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invoice-reader-render-'));
  await writeFile(join(folder, 'a.ofd'), anOfd({ texts: VISIBLE }));
  await writeFile(join(folder, 'two.ofd'), twoPages);
  await writeFile(join(folder, 'broken.ofd'), Buffer.from('PK\x03\x04'));
  await writeFile(join(folder, 'b.pdf'), '%PDF-1.4');
  await mkdir(join(folder, 'out'));
});

afterAll(() => rm(folder, { recursive: true }));

function render(...args: string[]): Promise<{ status: number; stdout: Buffer; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, encoding: 'buffer' } as const;
    execFile(process.execPath, [CLI, 'render', ...args], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr: stderr.toString() });
    });
  });
}

const said = { log: '', error: '' };
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation((text: string) => {
    said.log = text;
  });
  vi.spyOn(console, 'error').mockImplementation((text: string) => {
    said.error = text;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('the command render', () => {
  it('writes a PNG into the folder where it is called', async () => {
    const { status, stdout } = await render('a.ofd', '--dpi', '100');
    expect({ status, written: stdout.toString() }).toEqual({ status: 0, written: 'a.png\n' });
    const png = await readFile(join(folder, 'a.png'));
    expect(await sharp(png).metadata()).toMatchObject({ width: 827, height: 551 });
    // The title stands here.
    const title = await sharp(png).extract({ left: 270, top: 30, width: 250, height: 25 }).png().toBuffer();
    const { channels } = await sharp(title).stats();
    expect(channels[0]?.mean).toBeLessThan(250);
  });

  it('keeps the pages of a file together as PDF, also on standard output', async () => {
    const { status, stdout } = await render('two.ofd', '--format', 'pdf', '--out', '-');
    expect(status).toBe(0);
    expect((await PDFDocument.load(stdout)).getPageCount()).toBe(2);
  });

  it('numbers the pages of a picture format, says of each file what is wrong with it, and ends with 1', async () => {
    const { status, stdout, stderr } = await render(
      'two.ofd',
      'broken.ofd',
      'b.pdf',
      'none.ofd',
      '--out',
      'out',
      '--dpi',
      '36',
    );
    expect(status).toBe(1);
    expect(stdout.toString()).toBe(`${join('out', 'two-1.png')}\n${join('out', 'two-2.png')}\n`);
    expect(await readdir(join(folder, 'out'))).toEqual(['two-1.png', 'two-2.png']);
    expect(stderr).toMatch(/broken\.ofd: file_truncated: /);
    expect(stderr).toMatch(/b\.pdf: .*PDF already/);
    expect(stderr).toMatch(/none\.ofd: does not exist/);
  });

  it('takes one page and the format from the name that it is to write, and says when there is no such page', async () => {
    const out = join(folder, 'second.svg');
    expect(await renderCommand([join(folder, 'two.ofd'), '--page', '2', '--out', out])).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/^<svg .*<\/svg>$/s);
    expect(await renderCommand([join(folder, 'two.ofd'), '--page', '3'])).toBe(1);
    expect(said.error).toMatch(/two\.ofd: has 2 pages, not page 3$/);
  });

  it('never writes over the file that it draws', async () => {
    const file = join(folder, 'a.ofd');
    expect(await renderCommand([file, '--format', 'svg', '--out', file])).toBe(1);
    expect(said.error).toMatch(/over itself/);
  });

  it('says how it is used, and ends with 2 when it was used otherwise', async () => {
    expect(await renderCommand(['--help'])).toBe(0);
    expect(said.log).toMatch(/^Usage: invoice-reader render/);
    const wrong = [
      [],
      ['a.ofd', '--dpi', 'much'],
      ['a.ofd', '--format', 'gif'],
      ['a.ofd', 'b.ofd', '--out', 'one.pdf'],
    ];
    for (const args of wrong) {
      expect(await renderCommand(args)).toBe(2);
      expect(said.error).toMatch(/^invoice-reader render: .*\n\nUsage:/);
    }
  });
});

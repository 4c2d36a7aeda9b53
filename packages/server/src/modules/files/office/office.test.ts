import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officeMediaTypes } from '@countinghouse/protocol';
import { zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { findOffice } from './find-office.ts';
import { createOffice } from './office.ts';

const folder = mkdtempSync(join(tmpdir(), 'countinghouse-office-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const installed = await findOffice(undefined);
const docx = officeMediaTypes[0];
const reasonOf = (reason: string) => expect.objectContaining({ refusal: 'preview_unavailable', params: { reason } });

/** A program that takes the place of LibreOffice; `$out` and `$source` are what it is told. */
function standIn(name: string, script: string): string {
  const path = join(folder, name);
  const told = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; source=$1';
  writeFileSync(path, `#!/bin/sh\n${told}\nmkdir -p "$out"\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const leftovers = () =>
  ['/dev/shm', tmpdir()]
    .filter((root) => existsSync(root))
    .flatMap((root) => readdirSync(root))
    .filter((name) => name.startsWith(`countinghouse-office-${process.pid}-`));

test('where LibreOffice is missing, that is what people are told', async () => {
  const office = createOffice({ program: join(folder, 'nowhere') });
  await expect(office.convert(async () => Buffer.from('x'), docx)).rejects.toEqual(reasonOf('office_missing'));
});

test('a document is converted in a folder of its own that is gone afterwards', async () => {
  const program = standIn('copies', 'printf %%PDF- > "$out/document.pdf"; cat "$source" >> "$out/document.pdf"');
  const pdf = await createOffice({ program }).convert(async () => Buffer.from('内容'), docx);
  expect(Buffer.from(pdf).toString()).toBe('%PDF-内容');
  expect(leftovers()).toEqual([]);
});

test('the program knows nothing of the server, is told to run nothing of the document, and has Chinese fonts', async () => {
  process.env.SECRET_OF_THE_SERVER = 'secret';
  const program = standIn(
    'tells',
    '(printf %%PDF-; env; cat "$HOME/profile/user/registrymodifications.xcu" "$FONTCONFIG_FILE"; ls "$HOME/fonts") > "$out/document.pdf"',
  );
  const told = Buffer.from(await createOffice({ program }).convert(async () => Buffer.from('x'), docx)).toString();
  delete process.env.SECRET_OF_THE_SERVER;
  expect(told).not.toContain('SECRET_OF_THE_SERVER');
  expect(told).toMatch(/DisableMacrosExecution"[^>]*><value>true/);
  expect(told).toMatch(/<family>SimSun<\/family>/);
  expect(told).toContain('song.otf');
  expect(told).toMatch(/DisableActiveContent"[^>]*><value>true/);
});

test.each([
  ['says nothing', 'exit 0', 'damaged'],
  ['fails', 'exit 77', 'damaged'],
  ['writes something else', 'echo hello > "$out/document.pdf"', 'damaged'],
  ['takes too long, with children', 'sleep 60 & sleep 60', 'effort'],
  ['takes too much processor time', 'while :; do :; done', 'effort'],
])('a document with which the program %s has no preview', async (_what, script, reason) => {
  const program = standIn(reason, script);
  const limits = { timeMsMax: 400, cpuSecondsMax: 1 };
  await expect(createOffice({ program, limits }).convert(async () => Buffer.from('x'), docx)).rejects.toEqual(
    reasonOf(reason),
  );
  expect(leftovers()).toEqual([]);
});

test('a preview that is too large is not kept', async () => {
  const program = standIn('large', '(printf %%PDF-; head -c 50000 /dev/zero) > "$out/document.pdf"');
  const office = createOffice({ program, limits: { outputBytesMax: 30_000 } });
  await expect(office.convert(async () => Buffer.from('x'), docx)).rejects.toEqual(reasonOf('size'));
});

test('documents are converted one after the other, and no more wait than can be served', async () => {
  const program = standIn(
    'turns',
    'mkdir "$out/../../office-turn" && sleep 0.05 && rmdir "$out/../../office-turn" && printf %%PDF- > "$out/document.pdf"',
  );
  const office = createOffice({ program });
  let inMemory = 0;
  let inMemoryMost = 0;
  const answers = await Promise.allSettled(
    Array.from({ length: 22 }, () => {
      const read = async () => {
        inMemory += 1;
        inMemoryMost = Math.max(inMemoryMost, inMemory);
        return Buffer.from('x');
      };
      return office.convert(read, docx).finally(() => {
        inMemory -= 1;
      });
    }),
  );
  // Whoever waits holds no document.
  expect(inMemoryMost).toBeLessThanOrEqual(2);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(answers.at(-1)).toMatchObject({ reason: { refusal: 'server_busy' } });
});

const word = (body: string) =>
  zipSync({
    '[Content_Types].xml': Buffer.from(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': Buffer.from(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': Buffer.from(
      `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${body}</w:t></w:r></w:p></w:body></w:document>`,
    ),
  });

// Nothing is installed for it: without LibreOffice on the machine it is skipped, and the report says so.
test.skipIf(installed === undefined)(
  'LibreOffice itself turns a document into PDF',
  async () => {
    const office = createOffice();
    const pdf = Buffer.from(await office.convert(async () => word('Hello 你好'), docx));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(1000);
    await expect(office.convert(async () => Buffer.from('PK\x03\x04 nothing of the kind'), docx)).rejects.toEqual(
      reasonOf('damaged'),
    );
    expect(leftovers()).toEqual([]);
  },
  60_000,
);

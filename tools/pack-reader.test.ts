import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anInvoice, makeOfd, makePdf } from '@countinghouse/invoice-maker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packReader } from './pack-reader.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const busyMachineMs = 120_000;
let folder = '';
let installed = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-reader-'));
  const tarball = packReader(folder);
  installed = join(folder, 'node_modules/@countinghouse/invoice-reader');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xf', tarball, '-C', installed, '--strip-components', '1']);
  // What an installation would fetch is here already.
  for (const name of Object.keys(manifest().dependencies).filter((name) => !name.startsWith('@countinghouse/'))) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
}, busyMachineMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function manifest(): { dependencies: Record<string, string>; bin: Record<string, string> } {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

describe('the packed invoice reader', () => {
  it(
    'reads and draws without the repository',
    async () => {
      const facts = anInvoice({ seed: 'packed', preset: 'hotel', kind: 'digital_special' });
      writeFileSync(join(folder, 'a.pdf'), await makePdf(facts));
      writeFileSync(join(folder, 'b.ofd'), await makeOfd(facts));
      const command = join(installed, manifest().bin['invoice-reader'] ?? '');
      const run = (args: string[]) =>
        spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });
      const { stdout, status } = run(['--json', 'a.pdf', 'b.ofd']);
      expect(status).toBe(0);
      const numbers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).documents[0].fields.invoiceNumber);
      expect(numbers).toEqual([facts.number, facts.number]);
      expect(run(['render', 'b.ofd', '--format', 'svg', '--out', 'b.svg']).status).toBe(0);
      expect(readFileSync(join(folder, 'b.svg'), 'utf8')).toContain('<svg');
    },
    busyMachineMs,
  );

  it('carries no tests and nothing of the rest of the product', () => {
    const files = execFileSync('find', [installed, '-name', '*.js'], { encoding: 'utf8' });
    expect(files).toContain('dist/cli.js');
    expect(files).not.toMatch(/\.test\.js|\/testing\//);
    expect(Object.keys(manifest().dependencies).filter((name) => name.startsWith('@countinghouse/'))).toEqual([
      '@countinghouse/typeface',
    ]);
  });
});

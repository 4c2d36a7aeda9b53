// Builds the package that others install: invoice-reader as JavaScript with types, the typeface inside of it.
// npm run pack-reader writes dist/countinghouse-invoice-reader-VERSION.tgz and prints its path.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Manifest {
  name: string;
  version: string;
  license: string;
  dependencies?: Record<string, string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const TYPEFACE = '@countinghouse/typeface';
const NODE_MIN = '>=24';

if (import.meta.main) console.log(packReader(join(root, 'dist')));

/** Path of the package that was written into `target`. */
export function packReader(target: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pack-reader-'));
  try {
    fillPackage(folder);
    mkdirSync(target, { recursive: true });
    const pack = ['pack', '--silent', '--pack-destination', target];
    return join(target, execFileSync('npm', pack, { cwd: folder, encoding: 'utf8' }).trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fillPackage(folder: string): void {
  const typefaceFolder = join(folder, 'node_modules', TYPEFACE);
  compile('invoice-reader', folder);
  compile('typeface', typefaceFolder);
  cpSync(join(root, 'packages/typeface/fonts'), join(typefaceFolder, 'fonts'), { recursive: true });
  cpSync(join(root, 'packages/invoice-reader/README.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const reader = manifestOf('invoice-reader');
  const typeface = manifestOf('typeface');
  const { [TYPEFACE]: _, ...dependencies } = reader.dependencies ?? {};
  write(join(typefaceFolder, 'package.json'), { ...base(typeface), exports: exportsOf() });
  write(join(folder, 'package.json'), {
    ...base(reader),
    description: 'Reads Chinese and EN 16931 invoices from PDF, OFD, XML and pictures, offline.',
    exports: exportsOf(),
    bin: { 'invoice-reader': './dist/cli.js' },
    files: ['dist'],
    dependencies: { ...dependencies, ...typeface.dependencies, [TYPEFACE]: typeface.version },
    bundleDependencies: [TYPEFACE],
  });
}

function compile(name: string, target: string): void {
  const source = join(root, 'packages', name);
  const config = join(target, 'tsconfig.json');
  mkdirSync(target, { recursive: true });
  write(config, {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      allowJs: false,
      rewriteRelativeImportExtensions: true,
      rootDir: join(source, 'src'),
      outDir: join(target, 'dist'),
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [join(source, 'src')],
    exclude: ['**/*.test.ts', '**/testing/**'].map((pattern) => join(source, 'src', pattern)),
  });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { stdio: 'inherit' });
  rmSync(config);
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
}

function base({ name, version, license }: Manifest): object {
  return { name, version, license, type: 'module', engines: { node: NODE_MIN } };
}

function exportsOf(): object {
  return { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
}

function write(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { type Place, placeOf } from './place.ts';

export type Import = {
  specifier: string;
  line: number /** Path from the root when it leads to a file of ours. */;
  target: string | undefined;
};

export type SourceFile = {
  path: string;
  place: Place;
  lines: number;
  imports: Import[];
  comments: { text: string; line: number }[];
  /** What the file declares: functions, constants, types. */
  names: { name: string; line: number }[];
  /** All it does is pass on what other files export. */
  isBarrel: boolean;
};

const SOURCE = /\.(?:ts|tsx|mts|mjs|js|jsx)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.cache', 'data', '.git', 'fixtures', 'test-results']);

/** Reads and parses every source file below `packages/` and `tools/`. */
export function loadSourceFiles(root: string): SourceFile[] {
  return ['packages', 'tools', 'examples']
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => SOURCE.test(path))
    .map((path) => loadSourceFile(root, path));
}

export function listFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED_FOLDERS.has(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

function loadSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`);
  const lineOf = lineFinder(text);
  const found: { specifier: string; start: number }[] = [];
  const keep = (node: unknown, start: number) => {
    const specifier = literalOf(node);
    if (specifier !== undefined) found.push({ specifier, start });
  };
  const names: { name: string; line: number }[] = [];
  const declare = (id: unknown, start: number) => {
    if (typeof id === 'object' && id !== null && 'name' in id)
      names.push({ name: String(id.name), line: lineOf(start) });
  };
  new Visitor({
    FunctionDeclaration: (node) => declare(node.id, node.start),
    ClassDeclaration: (node) => declare(node.id, node.start),
    VariableDeclarator: (node) => declare(node.id, node.start),
    TSTypeAliasDeclaration: (node) => declare(node.id, node.start),
    TSInterfaceDeclaration: (node) => declare(node.id, node.start),
    ImportDeclaration: (node) => keep(node.source, node.start),
    ExportAllDeclaration: (node) => keep(node.source, node.start),
    ExportNamedDeclaration: (node) => keep(node.source, node.start),
    ImportExpression: (node) => keep(node.source, node.start),
    TSImportType: (node) => keep(node.source, node.start),
    TSExternalModuleReference: (node) => keep(node.expression, node.start),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') keep(node.arguments[0], node.start);
    },
  }).visit(parsed.program);
  return {
    path,
    place: placeOf(path),
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: found.map(({ specifier, start }) => ({
      specifier,
      line: lineOf(start),
      target: resolveSpecifier(root, path, specifier),
    })),
    comments: parsed.comments.map((comment) => ({ text: comment.value, line: lineOf(comment.start) })),
    names,
    isBarrel: parsed.program.body.length > 0 && parsed.program.body.every(isPassingOn),
  };
}

function isPassingOn(statement: { type: string; source?: unknown }): boolean {
  if (statement.type === 'ExportAllDeclaration') return true;
  return statement.type === 'ExportNamedDeclaration' && statement.source !== null && statement.source !== undefined;
}

/** A string, or a template without parts; a computed specifier cannot be judged and biome forbids none. */
function literalOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined;
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  return undefined;
}

function resolveSpecifier(root: string, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(dirname(from), specifier);
  const own = /^@countinghouse\/([^/]+)$/.exec(specifier)?.[1];
  if (own === undefined) return undefined;
  const index = `packages/${own}/src/index.ts`;
  return existsSync(join(root, index)) ? index : undefined;
}

function lineFinder(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}

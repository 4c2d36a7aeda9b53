import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { SourceFile } from './source-files.ts';

type Manifest = Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string> | undefined>;

export type Undeclared = { file: string; line: number; name: string };

/** Imports that work only because some other package happens to install the library. */
export function findUndeclared(root: string, files: readonly SourceFile[]): Undeclared[] {
  const shared = readNames(root, 'package.json');
  const byPackage = new Map<string, Set<string>>();
  return files.flatMap((file) => {
    const owner = file.place.package;
    const own = owner === undefined ? new Set<string>() : namesOf(owner);
    return file.imports
      .map(({ specifier, line }) => ({ file: file.path, line, name: libraryOf(specifier) }))
      .filter((one): one is Undeclared => one.name !== undefined && !own.has(one.name) && !shared.has(one.name))
      .filter(({ name }) => name !== `@countinghouse/${owner}`);
  });

  function namesOf(owner: string): Set<string> {
    const known = byPackage.get(owner) ?? readNames(root, `packages/${owner}/package.json`);
    byPackage.set(owner, known);
    return known;
  }
}

/** Undefined for a relative path and for what Node brings. */
function libraryOf(specifier: string): string | undefined {
  if (/^[.#~/]/.test(specifier) || specifier.startsWith('@/') || isBuiltin(specifier)) return undefined;
  if (/^(?:data|https?|virtual):/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function readNames(root: string, path: string): Set<string> {
  if (!existsSync(join(root, path))) return new Set();
  // npm itself has checked the shape of the file.
  const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return new Set([dependencies, devDependencies, optionalDependencies].flatMap((names) => Object.keys(names ?? {})));
}

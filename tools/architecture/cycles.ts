import type { SourceFile } from './source-files.ts';

/** Every group of files that import each other in a ring, as one ring each. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(files.map((file) => [file.path, file.imports.flatMap(({ target }) => target ?? [])]));
  const done = new Set<string>();
  const rings: string[][] = [];
  for (const start of targets.keys()) walk(start, []);
  return rings;

  function walk(path: string, trail: string[]): void {
    const at = trail.indexOf(path);
    if (at !== -1) {
      rings.push([...trail.slice(at), path]);
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

export type BannedWord = { word: string; instead: string };
export type BannedUse = { file: string; line: number; message: string };

/** The synonyms in code type in the last column of the tables in docs/GLOSSARY.md. */
export function readBannedWords(root: string): BannedWord[] {
  const file = join(root, 'docs', 'GLOSSARY.md');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6)
    .flatMap((cells) =>
      [...(cells[4] ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => ({
        word: (word ?? '').toLowerCase(),
        instead: cells[2] ?? '',
      })),
    );
}

/** Names of files, and names that code declares, which say a banned synonym. */
export function findBannedUses(words: readonly BannedWord[], files: readonly SourceFile[]): BannedUse[] {
  return files.flatMap((file) => {
    const stem = posix.basename(file.path).split('.')[0] ?? '';
    return [{ name: stem, line: 1 }, ...file.names].flatMap(({ name, line }) => {
      const spoken = ` ${speak(name)} `;
      return words
        .filter(({ word }) => spoken.includes(` ${word} `) || spoken.includes(` ${word}s `))
        .map(({ word, instead }) => ({
          file: file.path,
          line,
          message: `"${name}": the glossary says ${instead}, not ${word}`,
        }));
    });
  });
}

/** `taxRateOf`, `TaxRateOf`, `tax-rate-of` and `TAX_RATE_OF` are all "tax rate of". */
function speak(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}

import { readArchitecture } from './architecture-file.ts';
import { findCycles } from './cycles.ts';
import { findUndeclared } from './dependencies.ts';
import { findBannedUses, readBannedWords } from './glossary.ts';
import { fileRules, importRules } from './rules.ts';
import { loadSourceFiles } from './source-files.ts';

export type Finding = { rule: string; file: string; line: number; message: string };

/** Every rule that the checker knows; the planted violations cover each of them. */
export const RULES = [
  ...Object.keys(importRules),
  ...Object.keys(fileRules),
  'cycle',
  'undeclared-dependency',
  'banned-word',
];

/** Holds the sources below a root against `architecture.json` and the house style. */
export function checkArchitecture(root: string): Finding[] {
  const architecture = readArchitecture(root);
  const files = loadSourceFiles(root);
  const findings: Finding[] = [];
  for (const file of files) {
    for (const [rule, judge] of Object.entries(fileRules)) {
      for (const { line, message } of judge(file, architecture))
        findings.push({ rule, file: file.path, line, message });
    }
    for (const imported of file.imports) {
      for (const [rule, judge] of Object.entries(importRules)) {
        const message = judge(file, imported, architecture);
        if (message !== undefined) findings.push({ rule, file: file.path, line: imported.line, message });
      }
    }
  }
  for (const ring of findCycles(files)) {
    findings.push({ rule: 'cycle', file: ring[0] ?? '', line: 1, message: ring.join(' → ') });
  }
  for (const { file, line, name } of findUndeclared(root, files)) {
    findings.push({
      rule: 'undeclared-dependency',
      file,
      line,
      message: `${name} is not in the package.json beside it`,
    });
  }
  for (const use of findBannedUses(readBannedWords(root), files)) findings.push({ rule: 'banned-word', ...use });
  return findings;
}

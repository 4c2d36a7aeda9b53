import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readArchitecture } from './architecture-file.ts';
import { withDiagram } from './diagram.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('docs/ARCHITECTURE.md shows what architecture.json says (npm run diagram draws it)', () => {
  const document = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  expect(withDiagram(document, readArchitecture(ROOT))).toBe(document);
});

test('a document without a place for the diagram is refused', () => {
  expect(() => withDiagram('# Architecture\n', readArchitecture(ROOT))).toThrow('lacks');
});

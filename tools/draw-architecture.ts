// Draws the diagram in docs/ARCHITECTURE.md from architecture.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readArchitecture } from './architecture/architecture-file.ts';
import { withDiagram } from './architecture/diagram.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}docs/ARCHITECTURE.md`;
writeFileSync(file, withDiagram(readFileSync(file, 'utf8'), readArchitecture(root)));

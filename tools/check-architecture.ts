// Checks who imports whom, and what the linter cannot check. Prints one line per finding; exit code 1 if there is one.
import { fileURLToPath } from 'node:url';
import { checkArchitecture } from './architecture/check.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const findings = checkArchitecture(root);
for (const { file, line, rule, message } of findings) console.log(`${file}:${line} ${rule}: ${message}`);
console.log(findings.length === 0 ? 'The architecture holds.' : `${findings.length} findings.`);
process.exitCode = findings.length === 0 ? 0 : 1;

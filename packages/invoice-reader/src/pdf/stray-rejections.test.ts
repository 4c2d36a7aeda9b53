import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('./stray-rejections.ts', import.meta.url));

function endOf(rejection: string): number | null {
  const program = `import { ignoreStrayRejections } from ${JSON.stringify(MODULE)}; ignoreStrayRejections(); const e = new Error('x'); ${rejection} Promise.reject(e); setTimeout(() => process.exit(7), 50);`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program]).status;
}

describe('promises that nobody waits for', () => {
  it('do not end a process when PDF.js left them behind', () => {
    expect(endOf("e.stack = 'Error: x\\n    at parse (/n/pdfjs-dist/legacy/build/pdf.worker.mjs:1:1)';")).toBe(7);
  });

  it('end it as ever when they are our own', () => {
    expect(endOf('')).toBe(1);
  });
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FaultsResult } from './run-faults.ts';

const program = join(import.meta.dirname, 'main.ts');
const seed = 20_261_122;
const endsWithinMs = 360_000;

/** What the program prints last, and how it ends. */
function runFaults(...args: string[]): Promise<{ code: number | null; result: FaultsResult; said: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const line = printed.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve({ code, result: JSON.parse(line), said });
      else reject(new Error(`the fault run printed no result:\n${said}`));
    });
  });
}

it(
  'no acknowledged message is lost, doubled or out of order, and all devices agree, whatever is killed, cut or filled for 60 s',
  async () => {
    const { code, result, said } = await runFaults('--seconds', '60', '--seed', String(seed));
    const { lost, duplicated, reordered, diverged, problems } = result;
    expect({ lost, duplicated, reordered, diverged, problems }, said).toEqual({
      ...{ lost: 0, duplicated: 0, reordered: 0, diverged: 0, problems: [] },
    });
    expect(code).toBe(0);
    expect(result.audit).toBe('verified');
  },
  endsWithinMs,
);

it(
  'a message that is deleted behind the server’s back is found missing',
  async () => {
    const { code, result } = await runFaults('--seconds', '10', '--seed', String(seed), '--plant-loss');
    expect(result.lost).toBeGreaterThanOrEqual(1);
    expect(code).toBe(1);
  },
  endsWithinMs,
);

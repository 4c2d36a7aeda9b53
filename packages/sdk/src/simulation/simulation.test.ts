import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plantedDefects } from './planted-defects.ts';
import { simulate } from './simulate.ts';

const seedsOfTheGate = Array.from({ length: 24 }, (_, index) => index + 1);
const defectRunsMax = 30;

test('simulation: the same seed gives the same run, to the last event', async () => {
  const [first, second, other] = [
    await simulate({ seed: 7 }),
    await simulate({ seed: 7 }),
    await simulate({ seed: 8 }),
  ];
  expect(second).toEqual(first);
  expect(other.traceHash).not.toBe(first.traceHash);
});

test.each(seedsOfTheGate)(
  'simulation: whatever is lost, late, doubled or broken, everything agrees in the end (seed %i)',
  async (seed) => {
    const { failure, repairs, posted } = await simulate({ seed });
    expect(failure).toBeUndefined();
    expect(repairs.digestMismatches).toBe(0);
    expect(posted).toBeGreaterThan(0);
  },
);

interface Found {
  failures: number;
  firstFailure?: string;
}

/** In a process of its own, because the defect is planted while the engine is loaded. */
function runWith(defect: string, firstSeed: number): Promise<Found> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const args = ['--plant', defect, '--seed', `${firstSeed}`, '--runs', `${defectRunsMax}`, '--json'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.once('error', reject);
    child.once('close', () => {
      const line = output.trim().split('\n').at(-1) ?? '';
      if (line === '') reject(new Error('the simulation said nothing'));
      else resolve(JSON.parse(line));
    });
  });
}

test.each(plantedDefects)('simulation: it is found that $name', async ({ name, foundBySeed }) => {
  const { failures, firstFailure } = await runWith(name, foundBySeed);
  expect({ failures, hasReason: firstFailure !== undefined }).toEqual({ failures: 1, hasReason: true });
});

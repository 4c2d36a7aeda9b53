import { parseArgs } from 'node:util';
import { plantDefect } from './planted-defects.ts';

const USAGE = `usage: npm run simulate -- [--seconds N] [--runs N] [--seed S] [--steps N] [--json]
Simulates people, devices, network and servers around the real SDK. Without --seconds and --runs: one run of this seed.
  --seconds N   runs seed S, S+1, … for N seconds
  --runs N      runs N seeds, beginning with S (default 1)
  --steps N     only the first N actions of each run
  --plant NAME  with a defect of planted-defects.ts, which the simulation must find; ends with the first failure
  --json        nothing but one line at the end: {"runs":…,"steps":…,"failures":…}`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string' },
    plant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
const numbers = [values.seconds, values.runs, values.seed, values.steps];

if (numbers.some((text) => text !== undefined && !/^\d+$/.test(text))) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  // Nothing of the engine may be loaded before the defect is planted.
  if (values.plant !== undefined) plantDefect(values.plant);
  const { runSeeds } = await import('./run-seeds.ts');
  const sum = await runSeeds({
    firstSeed: Number(values.seed),
    seconds: numberOf(values.seconds),
    runs: numberOf(values.runs),
    steps: numberOf(values.steps),
    isEndedByFailure: values.plant !== undefined,
    report: values.json ? () => undefined : (line) => void process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(sum)}\n`);
  if (sum.failures > 0) process.exitCode = 1;
}

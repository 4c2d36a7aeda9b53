import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

export interface SeedsOptions {
  firstSeed: number;
  /** Without `seconds` and `runs` one seed is run. */
  seconds?: number;
  runs?: number;
  steps?: number;
  isEndedByFailure: boolean;
  report(line: string): void;
}

export interface SeedsSum {
  runs: number;
  steps: number;
  events: number;
  posted: number;
  /** Of server nodes. */
  crashes: number;
  reconnects: number;
  digestMismatches: number;
  headMismatches: number;
  damagedRecords: number;
  failures: number;
  failedSeeds: number[];
  /** The property that did not hold, of the first failure. */
  firstFailure?: string;
  seconds: number;
}

/** One run after the other, each with the next seed. */
export async function runSeeds(options: SeedsOptions): Promise<SeedsSum> {
  const startedAtMs = performance.now();
  const secondsGone = () => (performance.now() - startedAtMs) / 1000;
  const runsMax = options.runs ?? (options.seconds === undefined ? 1 : Number.POSITIVE_INFINITY);
  const repairs = { reconnects: 0, digestMismatches: 0, headMismatches: 0, damagedRecords: 0 };
  const sum: SeedsSum = {
    runs: 0,
    steps: 0,
    events: 0,
    posted: 0,
    crashes: 0,
    ...repairs,
    failures: 0,
    failedSeeds: [],
    seconds: 0,
  };
  while (sum.runs < runsMax && secondsGone() < (options.seconds ?? Number.POSITIVE_INFINITY)) {
    const seed = options.firstSeed + sum.runs;
    const result = await simulate({ seed, steps: options.steps });
    sum.runs += 1;
    for (const name of ['steps', 'events', 'posted', 'crashes'] as const) sum[name] += result[name];
    for (const name of ['reconnects', 'digestMismatches', 'headMismatches', 'damagedRecords'] as const)
      sum[name] += result.repairs[name];
    options.report(`seed ${seed}: ${result.steps} actions, ${result.events} events, trace ${result.traceHash}`);
    if (!result.failure) continue;
    sum.failures += 1;
    sum.failedSeeds.push(seed);
    sum.firstFailure ??= result.failure.property;
    if (options.isEndedByFailure) break;
    options.report(await describeFailure(seed, result.steps));
  }
  return { ...sum, seconds: Math.round(secondsGone() * 10) / 10 };
}

/** With as few actions as still lead to it. */
async function describeFailure(seed: number, steps: number): Promise<string> {
  const { failure, ...least } = await shrink({ seed, steps });
  if (!failure) return `seed ${seed} failed once and not again: the run is not deterministic`;
  return [
    ...failure.trace,
    `seed ${seed} fails after ${least.steps} actions, at action ${failure.step}: ${failure.property}`,
    `  ${failure.detail}`,
    `  again: npm run simulate -- --seed ${seed} --steps ${least.steps}`,
  ].join('\n');
}

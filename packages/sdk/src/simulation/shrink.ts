import { type RunResult, simulate } from './simulate.ts';

/** Looks by halving for the fewest actions of a failing run that still fail. The rest of the seed stays the same. */
export async function shrink({ seed, steps }: { seed: number; steps: number }): Promise<RunResult> {
  let least = await simulate({ seed, steps });
  let passing = 0;
  while (least.failure && least.steps - passing > 1) {
    const middle = Math.floor((passing + least.steps) / 2);
    const result = await simulate({ seed, steps: middle });
    if (result.failure) least = result;
    else passing = middle;
  }
  return least;
}

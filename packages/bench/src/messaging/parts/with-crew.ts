import { Crew } from '../load/crew.ts';
import type { Job } from '../load/jobs.ts';
import { type Measured, type Measurement, measure } from './measure.ts';
import type { PartContext } from './part.ts';

/** Measures with processes of the generator that are there for this alone. */
export async function withCrew(
  context: PartContext,
  { jobs, cores, ...measured }: { jobs: readonly Job[]; cores?: string } & Omit<Measured, 'crew'>,
): Promise<Measurement> {
  const crew = new Crew(jobs, cores);
  try {
    await crew.connect();
    return await measure(context, { ...measured, crew });
  } finally {
    await crew.close();
  }
}

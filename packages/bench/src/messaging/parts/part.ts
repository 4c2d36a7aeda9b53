import type { Postgres } from '../system/postgres.ts';

export interface PartContext {
  postgres: Postgres;
  /** How long a measurement lasts; warming up comes on top. */
  seconds: number;
  warmUpSeconds: number;
  /** Of connections, members, stored messages: what the part would take by itself where absent. */
  size: number | undefined;
  say(line: string): void;
}

/** What a part found out, as it stands in the last line. */
export type PartResult = Record<string, unknown>;
export type Part = (context: PartContext) => Promise<PartResult>;

/** Undoes in reverse what was begun, whatever happened. */
export async function cleaningUp<Result>(
  action: (undo: (step: () => Promise<void>) => void) => Promise<Result>,
): Promise<Result> {
  const steps: (() => Promise<void>)[] = [];
  try {
    return await action((step) => steps.unshift(step));
  } finally {
    for (const step of steps)
      await step().catch((error: unknown) => process.stderr.write(`cleaning up: ${String(error)}\n`));
  }
}

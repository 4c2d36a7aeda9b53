import type { Dice } from '../dice.ts';
import type { Stage } from '../stage/stage.ts';

/** A fault that was drawn, ready to be thrown. */
export interface DrawnFault {
  /** What it strikes; two faults never strike the same thing at once. */
  locks: readonly string[];
  detail: string;
  /** Throws it and heals it. Resolves when what it struck works again; rejects where it does not. */
  run(): Promise<void>;
}

export interface FaultKind {
  name: string;
  /** How often it is drawn, compared with the others. */
  weight: number;
  /** Why it cannot be thrown in this run. */
  lacks?(stage: Stage): string | undefined;
  draw(stage: Stage, dice: Dice): DrawnFault;
}

/** Three in four are short; the long ones outlast time-outs. */
export const someMs = (dice: Dice, mostMs: number): number =>
  dice.chance(0.75) ? dice.integer(500, Math.min(2500, mostMs)) : dice.integer(2500, mostMs);

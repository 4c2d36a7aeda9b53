import type { StepScores } from './ctc.ts';

/** A character that may stand at one place of a line, with the classes of the network that are read as it. */
export interface SlotSymbol {
  char: string;
  classes: readonly number[];
}

/** One place in a line of known form. */
export type Slot = readonly SlotSymbol[];

/** What one reading of a line says about one form. */
export interface LatticeReading {
  /** Natural logarithm of the probability that the line is of this form, over all alignments and all its texts. */
  logLikelihood: number;
  /** For each slot the probability of each of its symbols, in the slot's order; each row adds up to one. */
  posteriors: number[][];
  /** For each slot the step at which its symbol most probably stands. */
  steps: number[];
}

export interface LatticeOptions {
  /** Classes that count as nothing: the blank and the space. */
  blanks: readonly number[];
  /** Probability that a step before the first or after the last slot shows something that does not belong. */
  strayProbability: number;
}

/** A class that the network gives no weight is still possible: one step alone may not rule a form out. */
const FLOOR = 1e-5;

interface Emissions {
  steps: number;
  blank: Float64Array;
  edge: Float64Array;
  /** By step, slot and symbol. */
  symbols: Float64Array[][];
}

/**
 * Sums over all alignments and all texts of a form at once (forward and backward sums of connectionist temporal
 * classification). States are the symbols of each slot and a blank after each; equal neighbours need a blank between.
 */
export function readLattice(line: StepScores, slots: readonly Slot[], options: LatticeOptions): LatticeReading {
  const emissions = emissionsOf(line, slots, options);
  const forward = forwardSums(emissions, slots);
  const backward = backwardSums(emissions, slots, forward.scales);
  const steps: number[] = [];
  const posteriors = slots.map((slot, i) => {
    const sums = slot.map(() => 0);
    let peak = { step: 0, weight: -1 };
    for (let t = 0; t < emissions.steps; t++) {
      let here = 0;
      for (let s = 0; s < slot.length; s++) {
        const weight = (forward.entries[t]?.[i]?.[s] ?? 0) * (backward[t]?.[i]?.[s] ?? 0);
        sums[s] = (sums[s] ?? 0) + weight;
        here += weight;
      }
      if (here > peak.weight) peak = { step: t, weight: here };
    }
    steps.push(peak.step);
    const total = sums.reduce((a, b) => a + b, 0);
    return sums.map((sum) => (total > 0 ? sum / total : 1 / slot.length));
  });
  return { logLikelihood: forward.logTotal, posteriors, steps };
}

function emissionsOf(line: StepScores, slots: readonly Slot[], options: LatticeOptions): Emissions {
  const blank = new Float64Array(line.steps);
  const edge = new Float64Array(line.steps);
  const symbols: Float64Array[][] = [];
  for (let t = 0; t < line.steps; t++) {
    const base = line.offset + t * line.classes;
    const sumOf = (classes: readonly number[]): number => {
      let sum = FLOOR;
      for (const index of classes) sum += line.scores[base + index] ?? 0;
      return sum;
    };
    const nothing = sumOf(options.blanks);
    blank[t] = nothing;
    edge[t] = nothing + options.strayProbability * (1 - nothing);
    symbols.push(slots.map((slot) => Float64Array.from(slot, ({ classes }) => sumOf(classes))));
  }
  return { steps: line.steps, blank, edge, symbols };
}

/** `alike[s]` is the index in the slot before of the same character, or -1. */
function alikeBefore(slots: readonly Slot[]): number[][] {
  return slots.map((slot, i) => slot.map(({ char }) => slots[i - 1]?.findIndex((other) => other.char === char) ?? -1));
}

function blankAt(emissions: Emissions, t: number, i: number, count: number): number {
  return (i === 0 || i === count ? emissions.edge[t] : emissions.blank[t]) ?? 0;
}

const total = (values: Float64Array | undefined): number => {
  let sum = 0;
  if (values !== undefined) for (const value of values) sum += value;
  return sum;
};

interface Forward {
  logTotal: number;
  scales: number[];
  /** By step, slot and symbol: weight of entering this symbol at this step. */
  entries: Float64Array[][];
}

function forwardSums(emissions: Emissions, slots: readonly Slot[]): Forward {
  const count = slots.length;
  const alike = alikeBefore(slots);
  let symbols = slots.map((slot) => new Float64Array(slot.length));
  let blanks = new Float64Array(count + 1);
  blanks[0] = 1;
  const entries: Float64Array[][] = [];
  const scales: number[] = [];
  let logTotal = 0;
  for (let t = 0; t < emissions.steps; t++) {
    const sums = symbols.map(total);
    const entered = slots.map((slot, i) => {
      const row = new Float64Array(slot.length);
      const from = (blanks[i] ?? 0) + (sums[i - 1] ?? 0);
      for (let s = 0; s < slot.length; s++) {
        const same = alike[i]?.[s] ?? -1;
        const barred = same >= 0 ? (symbols[i - 1]?.[same] ?? 0) : 0;
        row[s] = Math.max(0, from - barred) * (emissions.symbols[t]?.[i]?.[s] ?? 0);
      }
      return row;
    });
    const nextBlanks = new Float64Array(count + 1);
    for (let i = 0; i <= count; i++) {
      nextBlanks[i] = ((blanks[i] ?? 0) + (sums[i - 1] ?? 0)) * blankAt(emissions, t, i, count);
    }
    const next = entered.map((row, i) =>
      row.map((value, s) => value + (symbols[i]?.[s] ?? 0) * (emissions.symbols[t]?.[i]?.[s] ?? 0)),
    );
    const scale = next.reduce((sum, row) => sum + total(row), total(nextBlanks)) || Number.MIN_VALUE;
    symbols = next.map((row) => row.map((value) => value / scale));
    blanks = nextBlanks.map((value) => value / scale);
    entries.push(entered.map((row) => row.map((value) => value / scale)));
    scales.push(scale);
    logTotal += Math.log(scale);
  }
  const end = (blanks[count] ?? 0) + total(symbols[count - 1]);
  return { logTotal: logTotal + Math.log(end || Number.MIN_VALUE), scales, entries };
}

/** By step, slot and symbol: weight of everything after this step when it is in this symbol. */
function backwardSums(emissions: Emissions, slots: readonly Slot[], scales: readonly number[]): Float64Array[][] {
  const count = slots.length;
  const alike = alikeBefore(slots);
  const result: Float64Array[][] = [];
  let symbols = slots.map((slot, i) => new Float64Array(slot.length).fill(i === count - 1 ? 1 : 0));
  let blanks = new Float64Array(count + 1);
  blanks[count] = 1;
  result[emissions.steps - 1] = symbols;
  for (let t = emissions.steps - 2; t >= 0; t--) {
    const scale = scales[t + 1] ?? 1;
    const coming = symbols.map((row, i) => row.map((value, s) => value * (emissions.symbols[t + 1]?.[i]?.[s] ?? 0)));
    const sums = coming.map(total);
    const blanksComing = blanks.map((value, i) => value * blankAt(emissions, t + 1, i, count));
    const nextSymbols = slots.map((slot, i) => {
      const row = new Float64Array(slot.length).fill((sums[i + 1] ?? 0) + (blanksComing[i + 1] ?? 0));
      for (let s = 0; s < slot.length; s++) row[s] = (row[s] ?? 0) + (coming[i]?.[s] ?? 0);
      for (const [following, same] of (alike[i + 1] ?? []).entries()) {
        if (same >= 0) row[same] = Math.max(0, (row[same] ?? 0) - (coming[i + 1]?.[following] ?? 0));
      }
      return row.map((value) => value / scale);
    });
    blanks = blanksComing.map((value, i) => (value + (sums[i] ?? 0)) / scale);
    symbols = nextSymbols;
    result[t] = symbols;
  }
  return result;
}

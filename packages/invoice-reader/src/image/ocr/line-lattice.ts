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

/**
 * Sums over all alignments and all texts of a form at once (forward and backward sums of connectionist temporal
 * classification). States are the symbols of each slot and a blank after each; equal neighbours need a blank between.
 */
export function readLattice(line: StepScores, slots: readonly Slot[], options: LatticeOptions): LatticeReading {
  const layout = layoutOf(slots);
  const emissions = emissionsOf(line, layout, options);
  const forward = forwardSums(emissions, layout);
  const { weights, steps } = backwardSums(emissions, layout, forward);
  const posteriors = slots.map((slot, i) => {
    const row = Array.from(weights.subarray(layout.starts[i], layout.starts[i + 1]));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((weight) => (sum > 0 ? weight / sum : 1 / slot.length));
  });
  return { logLikelihood: forward.logTotal, posteriors, steps };
}

/** The symbols of all slots in one row: those of slot `i` stand from `starts[i]` to before `starts[i + 1]`. */
interface Layout {
  count: number;
  starts: Int32Array;
  symbols: readonly SlotSymbol[];
  /** For each symbol the place of the same character in the slot before, or -1. */
  alike: Int32Array;
}

const layouts = new WeakMap<readonly Slot[], Layout>();

function layoutOf(slots: readonly Slot[]): Layout {
  const known = layouts.get(slots);
  if (known !== undefined) return known;
  const starts = new Int32Array(slots.length + 1);
  for (const [i, slot] of slots.entries()) starts[i + 1] = (starts[i] ?? 0) + slot.length;
  const alike = slots.flatMap((slot, i) =>
    slot.map(({ char }) => {
      const same = slots[i - 1]?.findIndex((other) => other.char === char) ?? -1;
      return same < 0 ? -1 : (starts[i - 1] ?? 0) + same;
    }),
  );
  const layout = { count: slots.length, starts, symbols: slots.flat(), alike: Int32Array.from(alike) };
  layouts.set(slots, layout);
  return layout;
}

interface Emissions {
  steps: number;
  blank: Float64Array;
  edge: Float64Array;
  /** For each symbol of the layout its probabilities by step. */
  symbols: readonly Float64Array[];
}

/** What a line gives for single symbols: the forms of one value share most of them. */
const columns = new WeakMap<StepScores, Map<SlotSymbol, Float64Array>>();

function emissionsOf(line: StepScores, layout: Layout, options: LatticeOptions): Emissions {
  const known = columns.get(line) ?? new Map<SlotSymbol, Float64Array>();
  columns.set(line, known);
  const blank = sumsOf(line, options.blanks);
  const edge = blank.map((nothing) => nothing + options.strayProbability * (1 - nothing));
  const symbols = layout.symbols.map((symbol) => {
    const column = known.get(symbol) ?? sumsOf(line, symbol.classes);
    known.set(symbol, column);
    return column;
  });
  return { steps: line.steps, blank, edge, symbols };
}

function sumsOf(line: StepScores, classes: readonly number[]): Float64Array {
  const sums = new Float64Array(line.steps).fill(FLOOR);
  for (const index of classes) {
    for (let t = 0, at = line.offset + index; t < line.steps; t++, at += line.classes) {
      sums[t] = (sums[t] ?? 0) + (line.scores[at] ?? 0);
    }
  }
  return sums;
}

function blankAt(emissions: Emissions, t: number, i: number, count: number): number {
  return (i === 0 || i === count ? emissions.edge[t] : emissions.blank[t]) ?? 0;
}

/** The sum of each slot; one more that is zero stands at the end, for the slot before the first and after the last. */
function sumBySlot(values: Float64Array, { count, starts }: Layout, sums: Float64Array): void {
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = starts[i] ?? 0, end = starts[i + 1] ?? 0; k < end; k++) sum += values[k] ?? 0;
    sums[i] = sum;
  }
}

interface Forward {
  logTotal: number;
  scales: Float64Array;
  /** Row by step: weight of entering each symbol at this step. */
  entries: Float64Array;
}

function forwardSums(emissions: Emissions, layout: Layout): Forward {
  const { count, starts, alike } = layout;
  const size = layout.symbols.length;
  let [symbols, nextSymbols] = [new Float64Array(size), new Float64Array(size)];
  const blanks = new Float64Array(count + 1);
  blanks[0] = 1;
  const sums = new Float64Array(count + 1);
  const entries = new Float64Array(emissions.steps * size);
  const scales = new Float64Array(emissions.steps);
  let logTotal = 0;
  for (let t = 0; t < emissions.steps; t++) {
    sumBySlot(symbols, layout, sums);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const from = (blanks[i] ?? 0) + (i > 0 ? (sums[i - 1] ?? 0) : 0);
      for (let k = starts[i] ?? 0, end = starts[i + 1] ?? 0; k < end; k++) {
        const same = alike[k] ?? -1;
        const barred = same >= 0 ? (symbols[same] ?? 0) : 0;
        const emission = emissions.symbols[k]?.[t] ?? 0;
        const entered = Math.max(0, from - barred) * emission;
        const value = entered + (symbols[k] ?? 0) * emission;
        entries[t * size + k] = entered;
        nextSymbols[k] = value;
        total += value;
      }
    }
    for (let i = 0; i <= count; i++) {
      const value = ((blanks[i] ?? 0) + (i > 0 ? (sums[i - 1] ?? 0) : 0)) * blankAt(emissions, t, i, count);
      blanks[i] = value;
      total += value;
    }
    const scale = total || Number.MIN_VALUE;
    for (let k = 0; k < size; k++) {
      nextSymbols[k] = (nextSymbols[k] ?? 0) / scale;
      entries[t * size + k] = (entries[t * size + k] ?? 0) / scale;
    }
    for (let i = 0; i <= count; i++) blanks[i] = (blanks[i] ?? 0) / scale;
    [symbols, nextSymbols] = [nextSymbols, symbols];
    scales[t] = scale;
    logTotal += Math.log(scale);
  }
  sumBySlot(symbols, layout, sums);
  const end = (blanks[count] ?? 0) + (sums[count - 1] ?? 0);
  return { logTotal: logTotal + Math.log(end || Number.MIN_VALUE), scales, entries };
}

/**
 * Weight of everything after each step when it is in a symbol, from the last step back; with the weights of entering
 * it gives each symbol's weight over all steps, and each slot's likeliest step.
 */
function backwardSums(
  emissions: Emissions,
  layout: Layout,
  forward: Forward,
): { weights: Float64Array; steps: number[] } {
  const { count, starts, alike } = layout;
  const size = layout.symbols.length;
  const symbols = new Float64Array(size).fill(1, starts[count - 1] ?? 0);
  const coming = new Float64Array(size);
  const blanks = new Float64Array(count + 1);
  blanks[count] = 1;
  const sums = new Float64Array(count + 1);
  const gathered = new Gathered(layout, forward.entries);
  for (let t = emissions.steps - 1; t >= 0; t--) {
    gathered.add(t, symbols);
    if (t === 0) break;
    const scale = forward.scales[t] ?? 1;
    for (let k = 0; k < size; k++) coming[k] = (symbols[k] ?? 0) * (emissions.symbols[k]?.[t] ?? 0);
    sumBySlot(coming, layout, sums);
    for (let i = 0; i <= count; i++) blanks[i] = (blanks[i] ?? 0) * blankAt(emissions, t, i, count);
    for (let i = 0; i < count; i++) {
      const onward = (sums[i + 1] ?? 0) + (blanks[i + 1] ?? 0);
      for (let k = starts[i] ?? 0, end = starts[i + 1] ?? 0; k < end; k++) symbols[k] = onward + (coming[k] ?? 0);
    }
    for (let k = 0; k < size; k++) {
      const same = alike[k] ?? -1;
      if (same >= 0) symbols[same] = Math.max(0, (symbols[same] ?? 0) - (coming[k] ?? 0));
    }
    for (let k = 0; k < size; k++) symbols[k] = (symbols[k] ?? 0) / scale;
    for (let i = 0; i <= count; i++) blanks[i] = ((blanks[i] ?? 0) + (sums[i] ?? 0)) / scale;
  }
  return { weights: gathered.weights, steps: gathered.steps };
}

class Gathered {
  readonly weights: Float64Array;
  readonly steps: number[];
  private readonly peaks: Float64Array;
  private readonly layout: Layout;
  private readonly entries: Float64Array;

  constructor(layout: Layout, entries: Float64Array) {
    this.layout = layout;
    this.entries = entries;
    this.weights = new Float64Array(layout.symbols.length);
    this.steps = Array.from({ length: layout.count }, () => 0);
    this.peaks = new Float64Array(layout.count).fill(-1);
  }

  add(t: number, after: Float64Array): void {
    const { count, starts, symbols } = this.layout;
    const base = t * symbols.length;
    for (let i = 0; i < count; i++) {
      let here = 0;
      for (let k = starts[i] ?? 0, end = starts[i + 1] ?? 0; k < end; k++) {
        const weight = (this.entries[base + k] ?? 0) * (after[k] ?? 0);
        this.weights[k] = (this.weights[k] ?? 0) + weight;
        here += weight;
      }
      if (here < (this.peaks[i] ?? 0)) continue;
      this.peaks[i] = here;
      this.steps[i] = t;
    }
  }
}

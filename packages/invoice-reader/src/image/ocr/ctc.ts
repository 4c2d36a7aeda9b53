/** One character that the network read, with its place along the line. */
export interface Glyph {
  char: string;
  /** 0 to 1: the network's probability for this character. */
  confidence: number;
  /** The second most probable character at the same place, where it is not negligible. */
  runnerUp?: { char: string; confidence: number };
  /** Centre, as a number of steps from the start of the line. */
  at: number;
}

/** Probabilities that the network gives for one line: `steps` rows of `classes` numbers, from `offset` on. */
export interface StepScores {
  scores: Float32Array;
  offset: number;
  steps: number;
  classes: number;
}

const RUNNER_UP_MIN = 0.005;

/**
 * Best-path CTC decoding: repeated classes are one character, class 0 separates. A rare Chinese character, to which
 * the network prefers a blank, leaves a hole among its neighbours; the likeliest character there is taken.
 */
export function decodeSteps(line: StepScores, alphabet: readonly string[]): Glyph[] {
  const glyphs = bestPath(line, alphabet);
  for (const hole of holesOf(glyphs)) {
    const lost = likeliestIn(line, hole, alphabet);
    if (lost !== undefined) glyphs.splice(glyphs.indexOf(hole.after), 0, lost);
  }
  return glyphs;
}

interface Hole {
  before: Glyph;
  after: Glyph;
}

/** Wider than this many usual steps between two Chinese characters, and less than what two lost ones would leave. */
const HOLE = { from: 1.6, to: 2.5 } as const;
const NEIGHBOURS_MIN = 4;

function holesOf(glyphs: readonly Glyph[]): Hole[] {
  const pairs = glyphs.flatMap((after, i): Hole[] => {
    const before = glyphs[i - 1];
    return before !== undefined && isHan(before.char) && isHan(after.char) ? [{ before, after }] : [];
  });
  const steps = pairs.map(({ before, after }) => after.at - before.at).sort((a, b) => a - b);
  const usual = steps[steps.length >> 1] ?? 0;
  if (steps.length < NEIGHBOURS_MIN) return [];
  return pairs.filter(({ before, after }) => {
    const step = (after.at - before.at) / usual;
    return step > HOLE.from && step < HOLE.to;
  });
}

const isHan = (char: string): boolean => /\p{Script=Han}/u.test(char);

const LOST_MIN = 0.02;

function likeliestIn(line: StepScores, { before, after }: Hole, alphabet: readonly string[]): Glyph | undefined {
  const quarter = (after.at - before.at) / 4;
  let best: Glyph | undefined;
  for (let step = Math.ceil(before.at + quarter); step < after.at - quarter; step++) {
    const { second, secondScore, index } = bestOf(line, step);
    if (index !== 0) return undefined;
    const char = alphabet[second] ?? '';
    if (isHan(char) && secondScore >= Math.max(LOST_MIN, best?.confidence ?? 0)) {
      best = { char, confidence: secondScore, at: step + 0.5 };
    }
  }
  return best;
}

function bestPath(line: StepScores, alphabet: readonly string[]): Glyph[] {
  const glyphs: Glyph[] = [];
  let previous = 0;
  let first = 0;
  for (let step = 0; step < line.steps; step++) {
    const best = bestOf(line, step);
    if (best.index === 0) {
      previous = 0;
      continue;
    }
    const last = glyphs[glyphs.length - 1];
    if (best.index === previous && last !== undefined) {
      last.at = (first + step) / 2 + 0.5;
      if (best.score > last.confidence) Object.assign(last, readingOf(best, alphabet));
      continue;
    }
    first = step;
    glyphs.push({ ...readingOf(best, alphabet), at: step + 0.5 });
    previous = best.index;
  }
  return glyphs;
}

interface Best {
  index: number;
  score: number;
  second: number;
  secondScore: number;
}

function bestOf(line: StepScores, step: number): Best {
  const base = line.offset + step * line.classes;
  const best: Best = { index: 0, score: -1, second: 0, secondScore: -1 };
  for (let c = 0; c < line.classes; c++) {
    const score = line.scores[base + c] ?? 0;
    if (score > best.score) {
      best.second = best.index;
      best.secondScore = best.score;
      best.index = c;
      best.score = score;
    } else if (score > best.secondScore) {
      best.second = c;
      best.secondScore = score;
    }
  }
  return best;
}

function readingOf(best: Best, alphabet: readonly string[]): Pick<Glyph, 'char' | 'confidence' | 'runnerUp'> {
  const runnerUp = alphabet[best.second] ?? '';
  return {
    char: alphabet[best.index] ?? '',
    confidence: best.score,
    runnerUp:
      runnerUp !== '' && best.secondScore >= RUNNER_UP_MIN
        ? { char: runnerUp, confidence: best.secondScore }
        : undefined,
  };
}

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

/** Best-path CTC decoding: repeated classes are one character, class 0 separates. */
export function decodeSteps(line: StepScores, alphabet: readonly string[]): Glyph[] {
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

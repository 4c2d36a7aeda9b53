import { describe, expect, it } from 'vitest';
import type { StepScores } from './ctc.ts';
import { FormTable, placesOf } from './line-forms.ts';
import { readLattice } from './line-lattice.ts';

const ALPHABET = ['', ...'0123456789:年月日', ' '];

/** Scores of a network that reads the text with blanks between, with what else it half believes at some places. */
function scoresOf(text: string, doubts: Readonly<Record<number, string>> = {}): StepScores {
  const classes = ALPHABET.length;
  const steps = 2 * text.length + 1;
  const scores = new Float32Array(steps * classes).fill(0.0001);
  for (let step = 0; step < steps; step++) {
    if (step % 2 === 0) {
      scores[step * classes] = 0.99;
      continue;
    }
    const place = (step - 1) / 2;
    const other = doubts[place];
    scores[step * classes + ALPHABET.indexOf(text.charAt(place))] = other === undefined ? 0.99 : 0.9;
    if (other !== undefined) scores[step * classes + ALPHABET.indexOf(other)] = 0.09;
  }
  return { scores, offset: 0, steps, classes };
}

const table = new FormTable(ALPHABET);

function bestText(scores: StepScores, form: string): { text: string; logLikelihood: number } {
  const reading = readLattice(scores, table.slotsOf(form), table.options);
  const text = placesOf(form).map((chars, i) => {
    const row = reading.posteriors[i] ?? [];
    return chars.charAt(row.indexOf(Math.max(...row)));
  });
  return { text: text.join(''), logLikelihood: reading.logLikelihood };
}

describe('a line of known form', () => {
  it('is read as printed where nothing speaks against it', () => {
    expect(bestText(scoresOf('14:08'), '[01]#:[0-5]#').text).toBe('14:08');
  });

  it('cannot show eighty-two minutes: the next likely figure is taken', () => {
    expect(bestText(scoresOf('16:82', { 3: '0' }), '[01]#:[0-5]#').text).toBe('16:02');
  });

  it('keeps two equal figures side by side', () => {
    expect(bestText(scoresOf('11:00'), '[01]#:[0-5]#').text).toBe('11:00');
  });

  it('fits its own form better than one that is a place longer or shorter', () => {
    const scores = scoresOf('123');
    const likelihoodOf = (form: string): number => bestText(scores, form).logLikelihood;
    expect(likelihoodOf('###')).toBeGreaterThan(likelihoodOf('##'));
    expect(likelihoodOf('###')).toBeGreaterThan(likelihoodOf('####'));
  });

  it('gives probabilities that add up to one at each place', () => {
    const { posteriors } = readLattice(scoresOf('25', { 0: '8' }), table.slotsOf('##'), table.options);
    for (const row of posteriors) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(posteriors[0]?.[8]).toBeCloseTo(0.09, 1);
  });
});

describe('the notation of forms', () => {
  it('names digits, letters of plates, sets and ranges', () => {
    expect(placesOf('2[0-3]:#')).toEqual(['2', '0123', ':', '0123456789']);
    expect(placesOf('@')[0]).not.toContain('O');
    expect(placesOf('%')[0]).toContain('7');
  });
});

import type { Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import { cropWidth, type LinePlace } from './line-crop.ts';
import { FormTable, type LineForm } from './line-forms.ts';
import { readLattice } from './line-lattice.ts';
import { type Treatment, widened, writeTreatedLine } from './line-treatment.ts';
import type { OcrModels } from './models.ts';
import { batchesByWidth, scoreBatch } from './recognise-text.ts';

/** A line that is known to hold a value of one of some forms. */
export interface FormTask {
  quad: Quad;
  forms: readonly LineForm[];
  /** What a text means: texts of the same value do not compete. Without it every text is a value of its own. */
  meaning?: ((text: string) => string | undefined) | undefined;
  /** What the line was read as before; where the first treatment agrees with it, there is nothing to settle. */
  seen?: string;
}

export interface FormChoice {
  text: string;
  /** 0 to 1: how sure the best text is among all texts of all forms. */
  confidence: number;
}

export interface FormReading extends FormChoice {
  form: LineForm;
  /** How well the line is of the form at all: mean logarithm of the likelihood per place; above -1.5 is well. */
  fit: number;
  /** The texts next in probability, best first. */
  others: FormChoice[];
}

/**
 * Found by trial on real taxi receipts (README): none of them alone is best on all kinds of print. Lines on which the
 * first agrees with what was seen before, or the first two with one another, are not read again.
 */
export const TREATMENTS: readonly (readonly Treatment[])[] = [
  [{ ink: 'dark', blur: 1.2, thicken: false, margin: { along: 0.15, across: 0.1 } }],
  [{ ink: 'plain', blur: 1.8, thicken: false, margin: { along: 0.15, across: 0.1 } }],
  [
    { ink: 'dark', blur: 1, thicken: true, margin: { along: 0, across: 0 } },
    { ink: 'dark', blur: 0, thicken: false, margin: { along: 0, across: 0 } },
  ],
];

/** For figures that are printed in red or brown. */
export const COLOURED: readonly (readonly Treatment[])[] = [
  [{ ink: 'plain', blur: 0, thicken: false, margin: { along: 0.15, across: 0.05 } }],
  [
    { ink: 'plain', blur: 1, thicken: false, margin: { along: 0.1, across: 0 } },
    { ink: 'plain', blur: 0, thicken: true, margin: { along: 0.3, across: 0.1 } },
  ],
];

/** Readings that agree and are this sure settle a line. */
const SETTLED_MIN = 0.93;
const SETTLED_FIT = -0.15;

const tables = new WeakMap<readonly string[], FormTable>();

/** Reads each line several times in different treatments; the readings vote on the text within the forms. */
export async function readForms(
  raster: Raster,
  tasks: readonly FormTask[],
  models: OcrModels,
  rounds: readonly (readonly Treatment[])[] = TREATMENTS,
): Promise<FormReading[]> {
  const table = tables.get(models.alphabet) ?? new FormTable(models.alphabet);
  tables.set(models.alphabet, table);
  const polls = tasks.map((task) => ({ task, votes: task.forms.map((form) => new FormVote(form, table)) }));
  for (const treatments of rounds) {
    const open = polls.filter(({ votes, task }) => !isSettled(votes, task));
    const jobs = open.flatMap((poll) =>
      treatments.map((treatment) => {
        const quad = widened(poll.task.quad, treatment.margin);
        return { votes: poll.votes, quad, treatment, width: cropWidth(quad) };
      }),
    );
    type Job = (typeof jobs)[number];
    const write = ({ quad, treatment }: Job, pixels: Float32Array, place: LinePlace): void =>
      writeTreatedLine(raster, quad, pixels, { place, treatment });
    for (const batch of batchesByWidth(jobs)) {
      await scoreBatch(batch, write, models.recognition, ({ votes }, scores) => {
        for (const vote of votes) vote.add(readLattice(scores, table.slotsOf(vote.form), table.options));
      });
    }
  }
  return polls.map(({ votes, task }) => settle(votes, task));
}

function isSettled(votes: readonly FormVote[], task: FormTask): boolean {
  if (votes.every((vote) => vote.isEmpty)) return false;
  const { text, confidence, fit } = settle(votes, task);
  const meaning = task.meaning ?? ((plain: string): string => plain);
  const isBacked =
    votes.some((vote) => vote.isRepeated) || (task.seen !== undefined && meaning(task.seen) === meaning(text));
  return isBacked && confidence > SETTLED_MIN && fit > SETTLED_FIT;
}

/** Keeps one reading that is sure of something wrong from outvoting all others. */
const VOTE_FLOOR = 2e-4;

class FormVote {
  readonly form: LineForm;
  private readonly chars: readonly string[][];
  private readonly logs: number[][];
  private logLikelihood = 0;
  private count = 0;

  constructor(form: LineForm, table: FormTable) {
    this.form = form;
    this.chars = table.slotsOf(form).map((slot) => slot.map(({ char }) => char));
    this.logs = this.chars.map((chars) => chars.map(() => 0));
  }

  add(reading: { logLikelihood: number; posteriors: readonly number[][] }): void {
    this.count++;
    this.logLikelihood += Math.max(reading.logLikelihood, LOG_LIKELIHOOD_MIN);
    for (const [i, row] of reading.posteriors.entries()) {
      const sums = this.logs[i];
      if (sums === undefined) continue;
      for (const [s, probability] of row.entries()) sums[s] = (sums[s] ?? 0) + Math.log(probability + VOTE_FLOOR);
    }
  }

  get isRepeated(): boolean {
    return this.count > 1;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  get likelihood(): number {
    return this.count === 0 ? LOG_LIKELIHOOD_MIN : this.logLikelihood / this.count;
  }

  places(): { char: string; confidence: number }[][] {
    return this.chars.map((chars, i) => {
      const weights = (this.logs[i] ?? []).map((sum) => Math.exp(sum / Math.max(1, this.count)));
      const total = weights.reduce((a, b) => a + b, 0);
      return chars
        .map((char, s) => ({ char, confidence: (weights[s] ?? 0) / total }))
        .sort((a, b) => b.confidence - a.confidence);
    });
  }
}

const LOG_LIKELIHOOD_MIN = -200;
const OTHERS_MAX = 12;

function settle(votes: readonly FormVote[], task: FormTask): FormReading {
  const best = Math.max(...votes.map((vote) => vote.likelihood));
  const weights = votes.map((vote) => Math.exp(vote.likelihood - best));
  const total = weights.reduce((a, b) => a + b, 0);
  const choices = votes.flatMap((vote, v) => {
    const places = vote.places();
    return textsOf(places, (weights[v] ?? 0) / total).map((choice) => ({ ...choice, vote, places }));
  });
  choices.sort((a, b) => b.confidence - a.confidence);
  const values = new Map<string, (typeof choices)[number]>();
  for (const choice of choices) {
    const value = task.meaning === undefined ? choice.text : (task.meaning(choice.text) ?? '');
    const known = values.get(value);
    if (known === undefined) values.set(value, { ...choice });
    else known.confidence += choice.confidence;
  }
  const [first, ...others] = [...values.values()].sort((a, b) => b.confidence - a.confidence);
  if (first === undefined) return { text: '', form: '', confidence: 0, fit: LOG_LIKELIHOOD_MIN, others: [] };
  return {
    text: first.text,
    form: first.vote.form,
    confidence: Math.min(1, first.confidence),
    fit: first.vote.likelihood / Math.max(1, first.places.length),
    others: others.slice(0, OTHERS_MAX).map(({ text, confidence }) => ({ text, confidence })),
  };
}

/** The best text of a form and those that differ from it at one place. */
function textsOf(places: readonly { char: string; confidence: number }[][], weight: number): FormChoice[] {
  const best = places.map((row) => row[0]?.char ?? '');
  const confidence = places.reduce((product, row) => product * (row[0]?.confidence ?? 0), weight);
  const texts: FormChoice[] = [{ text: best.join(''), confidence }];
  for (const [i, row] of places.entries()) {
    const top = row[0]?.confidence ?? 1;
    for (const other of row.slice(1, 3)) {
      const text = best.map((char, at) => (at === i ? other.char : char)).join('');
      texts.push({ text, confidence: (confidence * other.confidence) / top });
    }
  }
  return texts;
}

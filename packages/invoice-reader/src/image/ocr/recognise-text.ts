import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import { decodeSteps, type Glyph, type StepScores } from './ctc.ts';
import { cropWidth, LINE_HEIGHT, type LinePlace, writeLine } from './line-crop.ts';
import type { OcrModels } from './models.ts';
import { removeSeal } from './red-ink.ts';

export interface RecognisedLine {
  quad: Quad;
  /** `at` is a fraction of the line's length. */
  glyphs: Glyph[];
}

/** Padded widths are multiples of this, so that few shapes occur and little padding is computed. */
const WIDTH_STEP = 32;

/**
 * Pixels of one batch: its inner layers just fit into the cache of a core, and wider batches take a third more time for
 * the same pixels (README). A longer line is a batch of its own.
 */
const BATCH_WIDTH_MAX = 320;

/** The network shrinks the width of a line eightfold. */
const PIXELS_PER_STEP = 8;

interface Job {
  index: number;
  quad: Quad;
  width: number;
}

/** Reads the lines inside the quads; the answer has the order of the quads. */
export async function recogniseText(
  raster: Raster,
  quads: readonly Quad[],
  models: OcrModels,
): Promise<RecognisedLine[]> {
  const jobs = quads.map((quad, index): Job => ({ index, quad, width: cropWidth(quad) }));
  const lines: RecognisedLine[] = [];
  for (const batch of batchesByWidth(jobs)) {
    const read = await readBatch(raster, batch, models);
    for (const [i, job] of batch.entries()) lines[job.index] = { quad: job.quad, glyphs: read[i] ?? [] };
  }
  return lines;
}

/** Lines of like width go together: a batch is as wide as its longest line. */
export function batchesByWidth<T extends { width: number }>(jobs: readonly T[]): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  for (const job of [...jobs].sort((a, b) => a.width - b.width)) {
    if (batch.length > 0 && paddedWidth(job.width) * (batch.length + 1) > BATCH_WIDTH_MAX) {
      batches.push(batch);
      batch = [];
    }
    batch.push(job);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function paddedWidth(width: number): number {
  return Math.ceil(width / WIDTH_STEP) * WIDTH_STEP;
}

async function readBatch(raster: Raster, batch: readonly Job[], models: OcrModels): Promise<Glyph[][]> {
  const write = (job: Job, pixels: Float32Array, place: LinePlace): void => {
    writeLine(raster, job.quad, pixels, place);
    removeSeal(pixels, place);
  };
  return scoreBatch(batch, write, models.recognition, (job, scores) =>
    decodeSteps(scores, models.alphabet).map((glyph) => ({ ...glyph, at: placeAlong(glyph.at, job.width) })),
  );
}

/** Where a step of the network lies along a line of this width, as a fraction. */
export function placeAlong(step: number, width: number): number {
  return Math.min(1, (step * PIXELS_PER_STEP) / width);
}

/** Runs one batch of lines through the network; `take` may not keep the scores. */
export async function scoreBatch<Line extends { width: number }, Taken>(
  batch: readonly Line[],
  write: (line: Line, pixels: Float32Array, place: LinePlace) => void,
  recognition: InferenceSession,
  take: (line: Line, scores: StepScores) => Taken,
): Promise<Taken[]> {
  const rowLength = paddedWidth(Math.max(...batch.map((line) => line.width)));
  const size = 3 * LINE_HEIGHT * rowLength;
  const pixels = new Float32Array(batch.length * size);
  for (const [i, line] of batch.entries()) write(line, pixels, { offset: i * size, width: line.width, rowLength });
  const { scores, steps, classes } = await run(recognition, pixels, [batch.length, 3, LINE_HEIGHT, rowLength]);
  return batch.map((line, i) => take(line, { scores, offset: i * steps * classes, steps, classes }));
}

async function run(
  recognition: InferenceSession,
  pixels: Float32Array,
  shape: readonly number[],
): Promise<{ scores: Float32Array; steps: number; classes: number }> {
  const input = new Tensor('float32', pixels, shape);
  const results = await recognition.run({ [recognition.inputNames[0] ?? 'x']: input });
  input.dispose();
  const output = results[recognition.outputNames[0] ?? ''];
  if (output === undefined || !(output.data instanceof Float32Array))
    throw new Error('The recognition network gave no scores.');
  const [, steps = 0, classes = 0] = output.dims;
  const scores = output.data;
  return { scores, steps, classes };
}

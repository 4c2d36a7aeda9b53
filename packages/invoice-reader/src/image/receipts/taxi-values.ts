import { type Quad, quadOf } from '../geometry.ts';
import { median } from '../page-text.ts';
import { likeness, type TaxiLabel, taxiLabel } from './labels.ts';
import { inFrame, partOf, type SlipLine, stretchOf } from './slip-line.ts';

/** The value that belongs to a label, by its place and its look. */
export interface TaxiValue {
  label: TaxiLabel;
  quad: Quad;
  /** First reading of the line; empty where nothing was found and the quad is where the value should be. */
  text: string;
}

interface Spot {
  x: number;
  y: number;
  left: number;
  right: number;
  height: number;
}

interface LabelSpot extends Spot {
  label: TaxiLabel;
  /** Text behind the label in the same piece. */
  inline?: SlipLine;
}

interface ValueSpot extends Spot {
  line: SlipLine;
  /** In one piece with its label. */
  isInline: boolean;
}

/**
 * Pairs labels with values. Receipts are printed on rolls that carry the labels, so all values of one receipt are off
 * by the same distance, up to a whole line: the shift is the one for which most values look like what their labels say.
 */
export function taxiValues(lines: readonly SlipLine[], angle: number): TaxiValue[] {
  const frame = { origin: lines[0]?.center ?? { x: 0, y: 0 }, angle };
  const spot = (line: SlipLine): Spot => {
    const { x, y } = inFrame(line.center, frame);
    return { x, y, left: x - line.length / 2, right: x + line.length / 2, height: line.height };
  };
  const labels: LabelSpot[] = [];
  const values: ValueSpot[] = [];
  for (const line of lines) {
    const found = taxiLabel(line.text);
    if (found === undefined) values.push({ ...spot(line), line, isInline: false });
    else if (line.text.length - found.length < INLINE_MIN) labels.push({ ...spot(line), label: found.label });
    else {
      const head = partOf(line, 0, found.length);
      labels.push({ ...spot(head), label: found.label, inline: partOf(line, found.length, line.glyphs.length) });
    }
  }
  for (const label of labels)
    if (label.inline !== undefined) values.push({ ...spot(label.inline), line: label.inline, isInline: true });
  const rows = labels.filter(({ label }) => label !== 'other').sort((a, b) => a.y - b.y);
  const pitch = pitchOf(labels);
  const column = valueColumn(rows, values, pitch);
  const shift = bestShift(rows, column, pitch);
  const usual = usualValue(column);
  return rows.flatMap((row) => {
    const value = nearest(row, column, { shift, pitch });
    const isWhole = value !== undefined && usual !== undefined && value.height < MERGED_MIN * usual.height;
    if (value !== undefined && isWhole) {
      // A faint or stamped first figure is missed by the detection, so the line is read from a little before.
      const room = value.left - row.right - 0.3 * value.height;
      const isMoney = row.label === 'fare' || row.label === 'total';
      const margin = value.isInline || !isMoney ? 0 : Math.max(0, Math.min(LEFT_MARGIN, room / value.height));
      const along = value.line.length;
      const quad = stretchOf(value.line.quad, (-margin * value.height) / Math.max(1, along), 1);
      return [{ label: row.label, quad, text: value.line.text }];
    }
    if (usual === undefined) return [];
    const left = Math.max(usual.left, row.right);
    const box = { x: (left + usual.right) / 2, y: row.y + shift, along: usual.right - left, across: usual.height };
    if (box.along < 2 * usual.height) return [];
    return [{ label: row.label, quad: quadAt(box, frame), text: '' }];
  });
}

const LEFT_MARGIN = 1.2;

/** A seal across a value makes the detection take both for one block, higher than a line. */
const MERGED_MIN = 1.5;

/** The stretch that the values of a receipt fill: where a value should be that was not found. */
function usualValue(column: readonly ValueSpot[]): { left: number; right: number; height: number } | undefined {
  const figures = column.filter(({ line }) => /\d{2}/.test(line.text));
  if (figures.length < VALUES_MIN) return undefined;
  const height = median(figures.map((value) => value.height));
  const lines = figures.filter((value) => value.height < MERGED_MIN * height);
  return {
    left: Math.min(...lines.map(({ left }) => left)),
    right: Math.max(...lines.map(({ right }) => right)),
    height,
  };
}

const VALUES_MIN = 3;

function quadAt(
  box: { x: number; y: number; along: number; across: number },
  frame: { origin: { x: number; y: number }; angle: number },
): Quad {
  const cos = Math.cos(frame.angle);
  const sin = Math.sin(frame.angle);
  const center = {
    x: frame.origin.x + box.x * cos - box.y * sin,
    y: frame.origin.y + box.x * sin + box.y * cos,
  };
  return quadOf(center, { along: box.along, across: box.across }, frame.angle);
}

const INLINE_MIN = 2;

/** Distance of neighbouring labels. */
function pitchOf(labels: readonly Spot[]): number {
  const ys = labels.map(({ y }) => y).sort((a, b) => a - b);
  const gaps = ys.slice(1).map((y, i) => y - (ys[i] ?? y));
  const height = median(labels.map((label) => label.height));
  const usual = gaps.filter((gap) => gap > 0.5 * height && gap < 3 * height);
  return usual.length === 0 ? 1.4 * height : median(usual);
}

/** What stands right of the labels, between the first and a little below the last. */
function valueColumn(rows: readonly Spot[], values: readonly ValueSpot[], pitch: number): ValueSpot[] {
  const top = Math.min(...rows.map(({ y }) => y)) - 1.5 * pitch;
  const bottom = Math.max(...rows.map(({ y }) => y)) + 2.5 * pitch;
  const middle = median(rows.map(({ x }) => x));
  return values.filter(({ x, y }) => y > top && y < bottom && x > middle);
}

const SHIFT_MAX = 1.7;

function bestShift(rows: readonly LabelSpot[], values: readonly ValueSpot[], pitch: number): number {
  let best = { shift: 0, score: Number.NEGATIVE_INFINITY };
  const shifts = rows.flatMap((row) => values.map((value) => value.y - row.y));
  for (const shift of [0, ...shifts]) {
    if (Math.abs(shift) > SHIFT_MAX * pitch) continue;
    const score = scoreOf(shift, { rows, values, pitch }) - 0.5 * (Math.abs(shift) / pitch);
    if (score > best.score) best = { shift, score };
  }
  return best.shift;
}

interface Layout {
  rows: readonly LabelSpot[];
  values: readonly ValueSpot[];
  pitch: number;
}

function scoreOf(shift: number, { rows, values, pitch }: Layout): number {
  let score = 0;
  for (const row of rows) {
    const value = nearest(row, values, { shift, pitch });
    if (value === undefined) continue;
    const off = Math.abs(value.y - row.y - shift) / pitch;
    score += likeness(row.label, value.line.text) - off;
  }
  return score;
}

const LEVEL_MAX = 0.5;

function nearest(
  row: Spot,
  values: readonly ValueSpot[],
  { shift, pitch }: { shift: number; pitch: number },
): ValueSpot | undefined {
  let best: { value: ValueSpot; off: number } | undefined;
  for (const value of values) {
    if (value.x < row.right - 0.2 * (row.right - row.left)) continue;
    const off = Math.abs(value.y - row.y - shift);
    if (off > LEVEL_MAX * pitch) continue;
    if (best === undefined || off < best.off) best = { value, off };
  }
  return best?.value;
}

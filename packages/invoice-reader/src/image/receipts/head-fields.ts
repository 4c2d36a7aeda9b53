import type { FormReading } from '../ocr/read-forms.ts';
import type { ReceiptReading } from './receipt-sheet.ts';
import { inFrame, partOf, type SlipLine, sureness } from './slip-line.ts';

/** A run of figures in a line: where it is and how it was read. */
export interface FigureRun {
  line: SlipLine;
  text: string;
}

const SEEMING: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', l: '1', '|': '1', B: '8', S: '5', Z: '2' };

/** The figures behind a label, alone in their part of the line. */
export function figuresAfter(
  line: SlipLine,
  label: RegExp,
  count: { min: number; max: number },
): FigureRun | undefined {
  const match = label.exec(line.text);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  const rest = [...line.text.slice(start)].map((char) => SEEMING[char] ?? char).join('');
  const run = /^\D{0,3}?(\d+)/.exec(rest);
  const figures = run?.[1];
  if (run === null || figures === undefined) return undefined;
  if (figures.length < count.min || figures.length > count.max) return undefined;
  const first = start + run[0].length - figures.length;
  return { line: partOf(line, first, first + figures.length), text: figures };
}

/**
 * The figures that a label announces: behind it on its line, or alone in the next line to its right. Without a readable
 * label, a line of just as many figures.
 */
export function findFigures(
  lines: readonly SlipLine[],
  label: RegExp,
  count: { min: number; max: number },
): FigureRun | undefined {
  const inline = lines.flatMap((line) => figuresAfter(line, label, count) ?? [])[0];
  if (inline !== undefined) return inline;
  const alone = lines.flatMap((line) => figuresAfter(line, /^[^\d]{0,2}(?=\d+$)/, count) ?? []);
  const labels = lines.filter((line) => label.test(line.text));
  for (const run of alone) {
    const isBeside = labels.some((line) => {
      const at = inFrame(run.line.center, { origin: line.center, angle: line.angle });
      return at.x > 0 && at.x < 8 * line.length && Math.abs(at.y) < 0.8 * line.height;
    });
    if (isBeside) return run;
  }
  return labels.length === 0 && alone.length === 1 ? alone[0] : undefined;
}

/** Preprinted figures were read at the first look; a second look in known length confirms them. */
export function confirmed(run: FigureRun, reading: FormReading | undefined): ReceiptReading {
  const agrees = reading?.text === run.text;
  const value = reading !== undefined && !agrees && reading.confidence > SURE ? reading.text : run.text;
  return {
    value,
    quad: run.line.quad,
    confidence: reading?.confidence,
    doubtful: !agrees,
    ...(!agrees && reading !== undefined && { alternatives: [value === run.text ? reading.text : run.text] }),
  };
}

const SURE = 0.9;

/** A name that fills the rest of a line behind its label. */
export function nameAfter(lines: readonly SlipLine[], label: RegExp): ReceiptReading | undefined {
  for (const line of lines) {
    const match = label.exec(line.text);
    if (match === null) continue;
    const start = match.index + match[0].length;
    const part = partOf(line, start, line.glyphs.length);
    if (part.glyphs.length < NAME_LENGTH_MIN) continue;
    return nameReading(part);
  }
  return undefined;
}

const NAME_LENGTH_MIN = 4;

/** Names of companies are read right where every character is sure; a seal across leaves unsure ones. */
const NAME_CHARACTER_MIN = 0.6;

export function nameReading(part: SlipLine): ReceiptReading {
  const lowest = Math.min(...part.glyphs.map((glyph) => glyph.confidence));
  const printed = part.glyphs.map((glyph) => glyph.char).join('');
  return {
    value: withFullBrackets(printed),
    quad: part.quad,
    confidence: sureness(part),
    doubtful: lowest < NAME_CHARACTER_MIN || /[^\p{Script=Han}()（）·\w]/u.test(printed),
  };
}

/** Chinese names have full-width brackets, which the network gives as half-width ones now and then. */
function withFullBrackets(name: string): string {
  return name.replace(/[([{【〔［]/g, '（').replace(/[)\]}】〕］]/g, '）');
}

import type { FormReading } from '../ocr/read-forms.ts';
import type { ReceiptReading } from './receipt-sheet.ts';
import type { SlipLine } from './slip-line.ts';

/** A value that is printed once: a doubt where the vote was close or differs from what was read at first. */
export function settled(
  part: SlipLine,
  reading: FormReading | undefined,
  parse: (text: string) => string | undefined,
): ReceiptReading | undefined {
  const value = reading === undefined ? undefined : parse(reading.text);
  if (reading === undefined || value === undefined || reading.fit < FIT_HOPELESS) return undefined;
  const first = parse(part.text);
  const doubtful =
    reading.confidence < CONFIDENCE_MIN || reading.fit < FIT_MIN || (first !== undefined && first !== value);
  return { value, quad: part.quad, confidence: reading.confidence, doubtful };
}

const CONFIDENCE_MIN = 0.8;
const FIT_MIN = -0.5;
const FIT_HOPELESS = -2.5;

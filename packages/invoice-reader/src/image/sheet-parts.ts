import type { ReadLine } from './page-text.ts';
import type { FoundQr } from './qr-code.ts';

export interface SheetPart {
  lines: ReadLine[];
  code?: FoundQr;
}

/** Two invoices printed on one sheet lie one above the other, each with its code at its upper left. */
const DISTANCE_MIN = 4;

/**
 * Parts a sheet that carries several invoices. A part begins a little above its code; codes that stand side by side
 * or repeat one another do not part the sheet.
 */
export function sheetParts(lines: readonly ReadLine[], codes: readonly FoundQr[]): SheetPart[] {
  const sorted = [...codes].sort((a, b) => a.box.top - b.box.top);
  const separate = sorted.filter((code, i) => {
    const before = sorted[i - 1];
    if (before === undefined) return true;
    const isRepeated = sorted.slice(0, i).some((other) => other.payload === code.payload);
    return !isRepeated && code.box.top - before.box.top > DISTANCE_MIN * (code.box.bottom - code.box.top);
  });
  if (separate.length < 2) return [{ lines: [...lines], code: codes[0] }];
  const starts = separate.map((code) => code.box.top - 0.6 * (code.box.bottom - code.box.top));
  return separate.map((code, i) => ({
    code,
    lines: lines.filter(({ quad }) => {
      const y = (quad[0].y + quad[2].y) / 2;
      return (i === 0 || y >= (starts[i] ?? 0)) && y < (starts[i + 1] ?? Number.POSITIVE_INFINITY);
    }),
  }));
}

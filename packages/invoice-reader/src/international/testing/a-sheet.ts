import { type Cell, rowsOf, type Sheet } from '../sheet.ts';

const CHARACTER = 14;
const WIDTH = 800;

export interface SheetOptions {
  source?: Sheet['source'];
  /** How sure every character is. */
  sureness?: number;
}

/** A slip as recognition or a PDF gives it: one text per row, cells apart by " | ", the last of several at the right edge. */
export function aSheet(lines: readonly string[], { source = 'ocr', sureness = 0.97 }: SheetOptions = {}): Sheet {
  const cells = lines.flatMap((line, index) => cellsOf(line.split(' | '), { index, sureness }));
  return { rows: rowsOf(cells, 0), source, sizes: [{ width: WIDTH, height: 100 + lines.length * 45 }] };
}

function cellsOf(parts: readonly string[], { index, sureness }: { index: number; sureness: number }): Cell[] {
  const top = 60 + index * 45;
  let x = 20;
  return parts.map((text, position) => {
    const width = text.length * CHARACTER;
    const isLast = position === parts.length - 1 && parts.length > 1;
    const left = isLast ? Math.max(x, WIDTH - 40 - width) : x;
    x = left + width + 40;
    const place = { page: 0, x: left / WIDTH, y: index / 100, width: width / WIDTH, height: 0.01 };
    return { text, sureness: [...text].map(() => sureness), left, right: left + width, top, bottom: top + 30, place };
  });
}

/** A receipt of a shop in Malaysia, in the form that most tills there print. */
export function aReceipt(changes: Record<string, string> = {}): string[] {
  const lines = [
    'SERI MURNI HARDWARE SDN BHD (512345-K)',
    'NO. 8, JALAN KENANGA 3/2,',
    'TAMAN MELUR, 81100 JOHOR BAHRU',
    'TEL: 07-555 0101',
    'GST ID NO: 001234567890',
    'TAX INVOICE',
    'INVOICE NO: CS-20418 | DATE: 03/04/2018 15:16',
    'DESCRIPTION | QTY | AMOUNT',
    'PAINT BRUSH 2" | 2 | 10.60',
    'WHITE GLUE 500ML | 1 | 15.91',
    'TOTAL EXCL. GST | 25.01',
    'GST 6% | 1.50',
    'TOTAL INCL. GST | 26.51',
    'ROUNDING ADJ | -0.01',
    'CASH | 30.00',
    'CHANGE | 3.50',
    'TOTAL ROUNDED | 26.50',
    'GST SUMMARY | AMOUNT | TAX',
    'TOTAL | 25.01 | 1.50',
    'THANK YOU',
  ];
  return lines.map((line) => changes[line] ?? line).filter((line) => line !== '');
}

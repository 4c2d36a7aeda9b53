import type { Mark } from '../page/drawing.ts';
import { penWith } from '../page/pen.ts';
import { renderMarks } from '../picture.ts';
import { typeface } from '../typeface.ts';

/** A till receipt from abroad as it is printed: all texts are final. */
export interface ReceiptFacts {
  /** Name, registration, address and telephone of the shop, one below the other in the middle. */
  head: readonly string[];
  title: string;
  /** Number, date and cashier: a text at the left, one at the right. */
  particulars: readonly (readonly [left: string, right: string])[];
  items: readonly { name: string; quantity: string; unitPrice: string; amount: string }[];
  /** Sums, tax, payment and change with their labels. */
  sums: readonly (readonly [label: string, amount: string])[];
  foot: readonly string[];
}

const WIDTH = 80;
const MARGIN = 5;
const SIZE = 3.6;
const LINE = 5.2;

function receiptMarks(facts: ReceiptFacts): { marks: Mark[]; height: number } {
  const pen = penWith(typeface());
  const right = WIDTH - MARGIN;
  let y = 10;
  const next = (lines = 1): number => {
    y += lines * LINE;
    return y;
  };
  const middle = (text: string, size = SIZE): void =>
    pen.text({ text, x: WIDTH / 2, y: next(), size, align: 'middle' });
  const pair = (left: string, end: string): void => {
    next();
    pen.text({ text: left, x: MARGIN, y, size: SIZE });
    pen.text({ text: end, x: right, y, size: SIZE, align: 'end' });
  };
  for (const [index, text] of facts.head.entries()) middle(text, index === 0 ? SIZE * 1.25 : SIZE);
  next();
  middle(facts.title);
  next();
  for (const [left, end] of facts.particulars) pair(left, end);
  next();
  for (const { name, quantity, unitPrice, amount } of facts.items) {
    pen.text({ text: name, x: MARGIN, y: next(), size: SIZE });
    pair(`  ${quantity} x ${unitPrice}`, amount);
  }
  next();
  for (const [label, amount] of facts.sums) pair(label, amount);
  next();
  for (const text of facts.foot) middle(text);
  return { marks: pen.marks, height: next(2) };
}

/** The receipt as a PNG of the given width, black on almost white paper. */
export async function makeReceipt(facts: ReceiptFacts, { widthPx }: { widthPx: number }): Promise<Uint8Array> {
  const { marks, height } = receiptMarks(facts);
  return renderMarks({ marks, box: { x: 0, y: 0, width: WIDTH, height }, widthPx, background: '#fbfaf6' });
}

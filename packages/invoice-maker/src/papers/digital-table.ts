import type { InvoiceFacts, ItemFacts } from '../facts.ts';
import { drawHead, drawHeadValues, withYuanSign } from '../page/digital-layout.ts';
import { type Drawing, RED_BROWN } from '../page/drawing.ts';
import { type Pen, penWith } from '../page/pen.ts';
import { sealOf } from '../page/seal.ts';
import { encodeQrCode, qrText } from '../qr-code.ts';
import { typeface } from '../typeface.ts';

const colour = RED_BROWN;
const ROW_HEIGHT = 4.5;
const ITEMS_TOP = 60;
const ITEMS_BOTTOM = 92;

export interface TableColumn {
  heading: string;
  /** Left and right border of the cells, in millimetres. */
  from: number;
  to: number;
  align: 'start' | 'middle' | 'end';
  cell: (item: ItemFacts, index: number) => string;
}

export interface LowerTable {
  headings: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface DigitalTable {
  facts: InvoiceFacts;
  columns: readonly TableColumn[];
  /** A second table between the sum and the total. */
  lower?: LowerTable;
  /** Left and right block of parties are exchanged, as on some purchase invoices. */
  sellerLeft?: boolean;
}

interface PlacedItem {
  item: ItemFacts;
  index: number;
  cells: string[][];
  rows: number;
}

const anchor = ({ from, to, align }: TableColumn): number =>
  align === 'start' ? from : align === 'end' ? to : (from + to) / 2;

function placedItems(pen: Pen, { facts, columns }: DigitalTable): PlacedItem[] {
  return facts.items.map((item, index) => {
    const cells = columns.map((column) =>
      pen.wrap({ text: column.cell(item, index), width: column.to - column.from, size: 3 }),
    );
    return { item, index, cells, rows: Math.max(1, ...cells.map((lines) => lines.length)) };
  });
}

/** Whole items per page; one that is longer than a page is not made. */
function paginate(items: readonly PlacedItem[]): PlacedItem[][] {
  const pages: PlacedItem[][] = [[]];
  let used = 0;
  const room = Math.floor((ITEMS_BOTTOM - ITEMS_TOP) / ROW_HEIGHT);
  for (const item of items) {
    if (used + item.rows > room) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(item);
    used += item.rows;
  }
  return pages;
}

function drawTable(pen: Pen, columns: readonly TableColumn[], items: readonly PlacedItem[]): void {
  for (const { heading, from, to } of columns) {
    pen.text({ text: heading, x: (from + to) / 2, y: 56, colour, align: 'middle' });
  }
  let y = ITEMS_TOP;
  for (const { cells, rows } of items) {
    for (const [index, lines] of cells.entries()) {
      const column = columns[index];
      if (!column) continue;
      for (const [row, text] of lines.entries()) {
        pen.text({ text, x: anchor(column), y: y + row * ROW_HEIGHT, size: 3, align: column.align });
      }
    }
    y += rows * ROW_HEIGHT;
  }
}

function rightOf(columns: readonly TableColumn[], heading: RegExp): number | undefined {
  return columns.find((column) => heading.test(column.heading))?.to;
}

interface Sums {
  net: string;
  tax: string;
}

function drawSum(pen: Pen, columns: readonly TableColumn[], row: { label: string; y: number; sums: Sums }): void {
  const [first = '', ...rest] = [...row.label];
  pen.text({ text: first, x: 20.5, y: row.y, colour });
  pen.text({ text: rest.join(''), x: 36.5, y: row.y, colour });
  const amount = rightOf(columns, /金\s*额/);
  const tax = rightOf(columns, /税\s*额/);
  if (amount !== undefined) pen.text({ text: withYuanSign(row.sums.net), x: amount, y: row.y, align: 'end' });
  if (tax !== undefined) pen.text({ text: withYuanSign(row.sums.tax), x: tax, y: row.y, align: 'end' });
}

function sumsOf(items: readonly PlacedItem[]): Sums {
  const fen = (text: string) => (text === '***' ? 0 : Math.round(Number(text) * 100));
  const total = (pick: (item: ItemFacts) => string) =>
    (items.reduce((sum, { item }) => sum + fen(pick(item)), 0) / 100).toFixed(2);
  const isFree = items.every(({ item }) => item.taxAmount === '***');
  return { net: total((item) => item.amount), tax: isFree ? '***' : total((item) => item.taxAmount) };
}

function drawLower(pen: Pen, { headings, rows }: LowerTable, top: number): number {
  const step = 200 / headings.length;
  const x = (index: number) => 5 + step * (index + 0.5);
  for (const [index, text] of headings.entries())
    pen.text({ text, x: x(index), y: top, size: 3, colour, align: 'middle' });
  for (const [row, cells] of rows.entries()) {
    for (const [index, text] of cells.entries()) {
      pen.text({ text, x: x(index), y: top + (row + 1) * ROW_HEIGHT, size: 2.8, align: 'middle' });
    }
  }
  return top + (rows.length + 1) * ROW_HEIGHT;
}

function drawFoot(pen: Pen, facts: InvoiceFacts, top: number): void {
  pen.text({ text: '价税合计（大写）', x: 17, y: top, colour });
  pen.circledCross({ x: 60.4, y: top - 1.2, radius: 1.9 });
  pen.text({ text: facts.totalInWords, x: 63.2, y: top });
  pen.text({ text: '（小写）', x: 143.5, y: top, colour });
  pen.text({ text: withYuanSign(facts.totalAmount), x: 156, y: top, size: 3.88 });
  pen.column({ text: '备注', x: 7.6, y: top + 9, step: 6, colour });
  for (const [index, text] of facts.remarks
    .split('\n')
    .flatMap((text) => pen.wrap({ text, width: 190, size: 2.9 }))
    .entries()) {
    pen.text({ text, x: 11.5, y: top + 6 + index * 3.4, size: 2.9 });
  }
  pen.text({ text: '开票人：', x: 19.5, y: top + 33, colour });
  pen.text({ text: facts.drawer, x: 32.3, y: top + 33 });
}

function drawParties(pen: Pen, { facts, sellerLeft }: DigitalTable): void {
  if (!sellerLeft) {
    drawHead(pen, facts.title);
    drawHeadValues(pen, facts);
    return;
  }
  const swapped = { ...facts, buyer: facts.seller, seller: facts.buyer };
  const head = penWith(typeface());
  drawHead(head, facts.title);
  for (const mark of head.marks) {
    // The vertical marks are lone characters: 购买 becomes 销售 and the other way round.
    const swap: Record<string, string> = { 购: '销', 买: '售', 销: '购', 售: '买' };
    pen.marks.push(mark.kind === 'text' && swap[mark.text] ? { ...mark, text: swap[mark.text] ?? mark.text } : mark);
  }
  drawHeadValues(pen, swapped);
}

/** 数电票 with any columns, over as many pages as its lines need. */
export async function digitalTablePages(table: DigitalTable): Promise<Drawing[]> {
  const { facts, columns, lower } = table;
  const face = typeface();
  const code = await encodeQrCode(qrText(facts));
  const pages = paginate(placedItems(penWith(face), table));
  return pages.map((items, page) => {
    const pen = penWith(face);
    drawParties(pen, table);
    drawTable(pen, columns, items);
    const isLast = page === pages.length - 1;
    if (pages.length > 1) {
      pen.text({ text: `共${pages.length}页 第${page + 1}页`, x: 170, y: 26, size: 2.8 });
      drawSum(pen, columns, { label: '小计', y: ITEMS_BOTTOM + 1.5, sums: sumsOf(items) });
    }
    if (isLast) {
      drawSum(pen, columns, {
        label: '合计',
        y: ITEMS_BOTTOM + 6.5,
        sums: { net: facts.amountWithoutTax, tax: facts.taxAmount },
      });
      const below = lower ? drawLower(pen, lower, ITEMS_BOTTOM + 12) : ITEMS_BOTTOM + 8;
      drawFoot(pen, facts, below + 5);
    }
    pen.marks.push({ kind: 'qr', x: 6.5, y: 6, size: 20, code });
    const seal = sealOf({ x: 87, y: 8, bureau: facts.region.bureau, face });
    return { width: 210, height: lower ? 165 : 148, template: [], content: pen.marks, seal };
  });
}

export const headFields = (facts: InvoiceFacts): Record<string, string> => ({
  invoiceType: facts.title,
  invoiceNumber: facts.number,
  issueDate: facts.issueDate,
  buyerName: facts.buyer.name,
  ...(facts.buyer.taxId !== '' && { buyerTaxId: facts.buyer.taxId }),
  sellerName: facts.seller.name,
  sellerTaxId: facts.seller.taxId,
  amountWithoutTax: facts.amountWithoutTax,
  ...(facts.taxAmount !== '***' && { taxAmount: facts.taxAmount }),
  totalAmount: facts.totalAmount,
});

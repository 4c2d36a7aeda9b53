import { CannotMakeInvoice, dateInChinese, type InvoiceFacts, type ItemFacts } from '../facts.ts';
import type { QrCode } from '../qr-code.ts';
import type { Typeface } from '../typeface.ts';
import { type Drawing, RED_BROWN } from './drawing.ts';
import { type Pen, penWith } from './pen.ts';
import { sealOf } from './seal.ts';

const colour = RED_BROWN;
const ROW_HEIGHT = 4.5;
const FIRST_BASELINE = 60;
const LAST_BASELINE = 90;
const NAME_WIDTH = 36.5;
const SPECIFICATION_WIDTH = 21;

/** Title, number, date and the boxes of the two parties, which every 数电票 shares. */
export function drawHead(pen: Pen, title: string): void {
  pen.text({ text: title, x: 102, y: 14.1, size: 7.07, colour, align: 'middle' });
  pen.horizontal({ x: 65.5, y: 18, length: 73, colour });
  pen.horizontal({ x: 65.5, y: 19, length: 73, colour });
  for (const x of [10.7, 105.2, 111.2]) pen.vertical({ x, y: 30, length: 22, colour });
  pen.text({ text: '发票号码：', x: 154.5, y: 14, colour });
  pen.text({ text: '开票日期：', x: 154.5, y: 20, colour });
  pen.column({ text: '购买方信息', x: 7.6, y: 35.5, step: 3.5, colour });
  pen.column({ text: '销售方信息', x: 108.2, y: 35.5, step: 3.5, colour });
  for (const x of [11.5, 112]) {
    pen.text({ text: '名称：', x, y: 36.5, colour });
    pen.text({ text: '统一社会信用代码/纳税人识别号：', x, y: 47, size: 2.85, colour });
  }
}

function drawFrame(pen: Pen): void {
  for (const y of [30, 52, 96, 104, 124]) pen.horizontal({ x: 4.5, y, length: 201, colour });
  for (const x of [4.5, 205.5]) pen.vertical({ x, y: 30, length: 94, colour });
  pen.vertical({ x: 10.7, y: 104, length: 20, colour });
  pen.vertical({ x: 56.5, y: 96, length: 8, colour });
}

function drawLabels(pen: Pen): void {
  const headings: [text: string, x: number][] = [
    ['项目名称', 22.4],
    ['规格型号', 48.5],
    ['单 位', 71.5],
    ['数 量', 97.5],
    ['单 价', 122.5],
    ['金 额', 148],
    ['税率/征收率', 166.5],
    ['税 额', 199],
  ];
  for (const [text, x] of headings) pen.text({ text, x, y: 56, colour, align: 'middle' });
  pen.text({ text: '合', x: 20.5, y: 95, colour });
  pen.text({ text: '计', x: 36.5, y: 95, colour });
  pen.text({ text: '价税合计（大写）', x: 17, y: 101.5, colour });
  pen.text({ text: '（小写）', x: 143.5, y: 101.5, colour });
  pen.column({ text: '备注', x: 7.6, y: 112, step: 6, colour });
  pen.text({ text: '开票人：', x: 19.5, y: 132.5, colour });
}

function drawItem({ pen, item, index, y }: { pen: Pen; item: ItemFacts; index: number; y: number }): number {
  const names = pen.wrap({ text: item.name, width: NAME_WIDTH });
  const specifications = pen.wrap({ text: item.specification, width: SPECIFICATION_WIDTH });
  const tag = (name: string) => ({ name, item: index });
  for (const [row, text] of names.entries()) pen.text({ text, x: 4.9, y: y + row * ROW_HEIGHT, tag: tag('Item') });
  for (const [row, text] of specifications.entries()) {
    pen.text({ text, x: 42, y: y + row * ROW_HEIGHT, tag: tag('Specification') });
  }
  pen.text({ text: item.unit, x: 71.5, y, align: 'middle', tag: tag('MeasurementDimension') });
  pen.text({ text: item.quantity, x: 102, y, align: 'end', tag: tag('Quantity') });
  pen.text({ text: item.unitPrice, x: 127.2, y, size: 2.8, align: 'end', tag: tag('Price') });
  pen.text({ text: item.amount, x: 153, y, align: 'end', tag: tag('Amount') });
  pen.text({ text: item.taxRate, x: 166.5, y, align: 'middle', tag: tag('TaxScheme') });
  pen.text({ text: item.taxAmount, x: 204.8, y, align: 'end', tag: tag('TaxAmount') });
  return Math.max(names.length, specifications.length, 1) * ROW_HEIGHT;
}

function drawItems(pen: Pen, facts: InvoiceFacts): void {
  let y = FIRST_BASELINE;
  for (const [index, item] of facts.items.entries()) {
    y += drawItem({ pen, item, index, y });
    if (y - ROW_HEIGHT > LAST_BASELINE) {
      throw new CannotMakeInvoice('too_many_lines', `${facts.items.length} lines do not fit on one page`);
    }
  }
}

export const withYuanSign = (amount: string): string => (amount === '***' ? amount : `¥${amount}`);

interface NameOptions {
  pen: Pen;
  text: string;
  x: number;
  y: number;
  /** Name of the tag. */
  name: string;
}

/** A long name is written smaller, a very long one in two lines. */
export function drawName({ pen, text, x, y, name }: NameOptions): void {
  const width = 82;
  if (pen.wrap({ text, width }).length === 1) {
    pen.text({ text, x, y, tag: { name } });
    return;
  }
  const size = 2.6;
  const lines = pen.wrap({ text, width, size });
  const top = y - (lines.length - 1) * 1.6;
  for (const [row, part] of lines.entries()) pen.text({ text: part, x, y: top + row * 3.2, size, tag: { name } });
}

/** Number, date and parties. */
export function drawHeadValues(pen: Pen, facts: InvoiceFacts): void {
  pen.text({ text: facts.number, x: 170, y: 14, tag: { name: 'InvoiceNo' } });
  pen.text({ text: dateInChinese(facts.issueDate), x: 170, y: 20, tag: { name: 'IssueDate' } });
  const sides = [
    { party: facts.buyer, x: 20.4, idX: 54.2, name: 'BuyerName', id: 'BuyerTaxID' },
    { party: facts.seller, x: 120.9, idX: 154.7, name: 'SellerName', id: 'SellerTaxID' },
  ];
  for (const { party, x, idX, name, id } of sides) {
    drawName({ pen, text: party.name, x, y: 36.5, name });
    pen.text({ text: party.taxId, x: idX, y: 47.1, size: 4, tag: { name: id } });
  }
  pen.text({ text: facts.businessTag, x: 33, y: 16.5 });
}

function drawValues(pen: Pen, facts: InvoiceFacts): void {
  drawItems(pen, facts);
  const totals = { size: 3.4, align: 'end' } as const;
  pen.text({
    text: withYuanSign(facts.amountWithoutTax),
    x: 153,
    y: 95,
    ...totals,
    tag: { name: 'TaxExclusiveTotalAmount' },
  });
  pen.text({ text: withYuanSign(facts.taxAmount), x: 204.8, y: 95, ...totals, tag: { name: 'TaxTotalAmount' } });
  pen.circledCross({ x: 60.4, y: 100.2, radius: 1.9 });
  pen.text({ text: facts.totalInWords, x: 63.2, y: 101.4 });
  pen.text({
    text: withYuanSign(facts.totalAmount),
    x: 156,
    y: 101.4,
    size: 3.88,
    tag: { name: 'TaxInclusiveTotalAmount' },
  });
  pen.text({ text: facts.drawer, x: 32.3, y: 132.5, tag: { name: 'InvoiceClerk' } });
  drawRemarks({ pen, remarks: facts.remarks, top: 104 });
}

/** `top` is the upper edge of the box, which is 20 mm high. */
export function drawRemarks({ pen, remarks, top }: { pen: Pen; remarks: string; top: number }): void {
  const lines = remarks.split('\n').flatMap((text) => pen.wrap({ text, width: 192, size: 2.9 }));
  const step = Math.min(3.7, 18.5 / Math.max(1, lines.length));
  for (const [index, text] of lines.entries()) {
    pen.text({ text, x: 11.5, y: top + 3.3 + index * step, size: Math.min(2.9, step), tag: { name: 'Note' } });
  }
}

/** 数电票: the page of the tax platform, 210 × 140 mm. */
export function digitalLayout({ facts, code, face }: { facts: InvoiceFacts; code: QrCode; face: Typeface }): Drawing {
  const frame = penWith(face);
  drawHead(frame, facts.title);
  drawFrame(frame);
  drawLabels(frame);
  const content = penWith(face);
  drawHeadValues(content, facts);
  drawValues(content, facts);
  content.marks.push({ kind: 'qr', x: 6.5, y: 6, size: 20, code });
  return {
    width: 210,
    height: 140,
    template: frame.marks,
    content: content.marks,
    seal: sealOf({ x: 87, y: 8, bureau: facts.region.bureau, face }),
  };
}

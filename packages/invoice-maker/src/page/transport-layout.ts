import { CannotMakeInvoice, type InvoiceFacts, type ItemFacts, type Trip } from '../facts.ts';
import type { QrCode } from '../qr-code.ts';
import type { Typeface } from '../typeface.ts';
import { drawHead, drawHeadValues, drawRemarks, withYuanSign } from './digital-layout.ts';
import { type Drawing, RED_BROWN } from './drawing.ts';
import { type Pen, penWith } from './pen.ts';
import { sealOf } from './seal.ts';

const colour = RED_BROWN;
const ROW_HEIGHT = 4.5;
const ITEMS_MAX = 4;
const TRIPS_MAX = 3;
const TRIP_COLUMNS = [15, 44, 75.7, 107, 145, 172.7, 193] as const;

function drawFrame(pen: Pen): void {
  for (const y of [30, 52, 79, 84, 101, 109, 129]) pen.horizontal({ x: 4.5, y, length: 201, colour });
  for (const x of [4.5, 205.5]) pen.vertical({ x, y: 30, length: 99, colour });
  pen.vertical({ x: 10.7, y: 109, length: 20, colour });
  pen.vertical({ x: 51, y: 101, length: 8, colour });
}

function drawLabels(pen: Pen): void {
  const headings: [text: string, x: number][] = [
    ['项目名称', 33.5],
    ['单 价', 76.5],
    ['数 量', 108.5],
    ['金 额', 142.5],
    ['税率/征收率', 167.5],
    ['税 额', 200],
  ];
  for (const [text, x] of headings) pen.text({ text, x, y: 56, colour, align: 'middle' });
  pen.text({ text: '合', x: 20.5, y: 78, colour });
  pen.text({ text: '计', x: 35, y: 78, colour });
  const trip = ['出行人', '有效身份证件号', '出行日期', '出发地', '到达地', '等级', '交通工具类型'];
  for (const [index, text] of trip.entries()) {
    pen.text({ text, x: TRIP_COLUMNS[index] ?? 0, y: 82.6, colour, align: 'middle' });
  }
  pen.text({ text: '价税合计（大写）', x: 13.5, y: 106.3, colour });
  pen.text({ text: '（小写）', x: 140, y: 106.3, colour });
  pen.column({ text: '备注', x: 7.6, y: 117, step: 6, colour });
  pen.text({ text: '开票人：', x: 19.5, y: 136, colour });
}

function drawItem({ pen, item, index }: { pen: Pen; item: ItemFacts; index: number }): void {
  const y = 60 + index * ROW_HEIGHT;
  const tag = (name: string) => ({ name, item: index });
  pen.text({ text: item.name, x: 4.9, y, tag: tag('Item') });
  pen.text({ text: item.unitPrice, x: 80, y, align: 'end', tag: tag('Price') });
  pen.text({ text: item.quantity, x: 109.5, y, align: 'end', tag: tag('Quantity') });
  pen.text({ text: item.amount, x: 146.5, y, align: 'end', tag: tag('Amount') });
  pen.text({ text: item.taxRate, x: 167.5, y, align: 'middle', tag: tag('TaxScheme') });
  pen.text({ text: item.taxAmount, x: 204.8, y, align: 'end', tag: tag('TaxAmount') });
}

function drawTrip({ pen, trip, index }: { pen: Pen; trip: Trip; index: number }): void {
  const cells = [
    trip.passengerName,
    trip.passengerIdMasked,
    trip.date,
    trip.from,
    trip.to,
    trip.seatClass,
    trip.vehicle,
  ];
  for (const [column, text] of cells.entries()) {
    pen.text({ text, x: TRIP_COLUMNS[column] ?? 0, y: 88 + index * ROW_HEIGHT, size: 2.9, align: 'middle' });
  }
}

function drawTotals(pen: Pen, facts: InvoiceFacts): void {
  const totals = { y: 78, size: 3.3, align: 'end' } as const;
  pen.text({
    text: withYuanSign(facts.amountWithoutTax),
    x: 146.5,
    ...totals,
    tag: { name: 'TaxExclusiveTotalAmount' },
  });
  pen.text({ text: withYuanSign(facts.taxAmount), x: 204.8, ...totals, tag: { name: 'TaxTotalAmount' } });
  pen.circledCross({ x: 54.5, y: 105.1, radius: 1.9 });
  pen.text({ text: facts.totalInWords, x: 57.5, y: 106.3 });
  const total = withYuanSign(facts.totalAmount);
  pen.text({ text: total, x: 154, y: 106.3, size: 3.6, tag: { name: 'TaxInclusiveTotalAmount' } });
  pen.text({ text: facts.drawer, x: 33, y: 136, tag: { name: 'InvoiceClerk' } });
}

/** 数电票 for 旅客运输服务: no columns for specification and unit, but a table of journeys. */
export function transportLayout({ facts, code, face }: { facts: InvoiceFacts; code: QrCode; face: Typeface }): Drawing {
  if (facts.items.length > ITEMS_MAX || facts.trips.length > TRIPS_MAX) {
    throw new CannotMakeInvoice('too_many_lines', `at most ${ITEMS_MAX} lines and ${TRIPS_MAX} journeys fit`);
  }
  const frame = penWith(face);
  drawHead(frame, facts.title);
  drawFrame(frame);
  drawLabels(frame);
  const content = penWith(face);
  drawHeadValues(content, facts);
  for (const [index, item] of facts.items.entries()) drawItem({ pen: content, item, index });
  for (const [index, trip] of facts.trips.entries()) drawTrip({ pen: content, trip, index });
  drawTotals(content, facts);
  drawRemarks({ pen: content, remarks: facts.remarks, top: 109 });
  content.marks.push({ kind: 'qr', x: 6.5, y: 6, size: 20, code });
  return {
    width: 210,
    height: 140,
    template: frame.marks,
    content: content.marks,
    seal: sealOf({ x: 87, y: 8, bureau: facts.region.bureau, face }),
  };
}

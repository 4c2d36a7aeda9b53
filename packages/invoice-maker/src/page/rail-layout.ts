import { dateInChinese, type InvoiceFacts, type RailJourney } from '../facts.ts';
import type { QrCode } from '../qr-code.ts';
import type { Typeface } from '../typeface.ts';
import { BLACK, type Colour, type Drawing, RED_BROWN } from './drawing.ts';
import { penWith } from './pen.ts';
import { sealOf } from './seal.ts';

const BLUE: Colour = { red: 40, green: 90, blue: 150 };
const SIZE = 4.2;

/** 电子发票（铁路电子客票）. Net amount and tax are not printed, as on the real ones. */
export function railLayout({
  facts,
  rail,
  code,
  face,
}: {
  facts: InvoiceFacts;
  rail: RailJourney;
  code: QrCode;
  face: Typeface;
}): Drawing {
  const frame = penWith(face);
  frame.text({ text: facts.title, x: 105, y: 12.5, size: 7, colour: RED_BROWN, align: 'middle' });
  frame.horizontal({ x: 8, y: 25, length: 194, colour: BLUE });
  frame.horizontal({ x: 86, y: 38.5, length: 36, colour: BLACK });
  frame.horizontal({ x: 8, y: 118, length: 194, colour: BLUE });
  frame.text({ text: '买票请到12306', x: 92, y: 125, size: SIZE, colour: BLUE, align: 'middle' });
  frame.text({ text: '发货请到95306', x: 122, y: 125, size: SIZE, colour: BLUE, align: 'middle' });
  frame.text({ text: '中国铁路祝您旅途愉快', x: 105, y: 131, size: SIZE, colour: BLUE, align: 'middle' });
  const page = penWith(face);
  const put = (text: string, x: number, y: number, size: number = SIZE) => page.text({ text, x, y, size });
  put(`发票号码:${facts.number}`, 9, 20.5);
  put(`开票日期:${dateInChinese(facts.issueDate)}`, 152, 20.5);
  put(rail.departureStation, 34, 35, 7);
  put('站', 34 + face.widthOf(rail.departureStation, 7), 35);
  put(rail.departureStationLatin, 38, 41.5);
  put(rail.arrivalStation, 142, 35, 7);
  put('站', 142 + face.widthOf(rail.arrivalStation, 7), 35);
  put(rail.arrivalStationLatin, 145, 41.5);
  page.text({ text: rail.trainNumber, x: 104, y: 35.5, size: 5.6, align: 'middle' });
  put(dateInChinese(rail.travelDate), 9, 50.5);
  put(`${rail.departureTime}开`, 44, 50.5);
  put(`${rail.carriage}${rail.seat}`, 75, 50.5);
  put(rail.seatClass, 127, 50.5);
  put('票价:', 9, 63);
  put(`￥${facts.totalAmount}`, 19.5, 63, 6);
  put(rail.passengerIdMasked, 9, 82);
  put(rail.passengerName, 75, 82);
  put(`电子客票号:${rail.eTicketNumber}`, 9, 102);
  put('购买方名称:', 9, 110.7);
  page.text({ text: facts.buyer.name, x: 32.5, y: 110.7, size: facts.buyer.name.length > 22 ? 3.6 : SIZE });
  put(`统一社会信用代码:${facts.buyer.taxId}`, 127, 110.7);
  page.marks.push({ kind: 'qr', x: 163, y: 58, size: 32, code });
  return {
    width: 210,
    height: 140,
    template: frame.marks,
    content: page.marks,
    seal: sealOf({ x: 90, y: 4.5, bureau: facts.region.bureau, face }),
  };
}

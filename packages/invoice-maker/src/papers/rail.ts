import { anInvoice } from '../an-invoice.ts';
import type { RailJourney } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import type { Mark } from '../page/drawing.ts';
import { penWith } from '../page/pen.ts';
import { makeRailXbrl } from '../rail-xbrl.ts';
import { typeface } from '../typeface.ts';
import type { Paper } from './paper.ts';

export interface RailVariant {
  seat?: Partial<RailJourney>;
  /** What the page calls the price. */
  priceLabel?: string;
  /** Negative, with the number of the ticket that it takes back. */
  cancels?: string;
  marks?: readonly string[];
  /** Without the embedded instance, as a page that somebody printed. */
  plain?: boolean;
}

export const RAIL_VARIANTS: Record<string, RailVariant> = {
  slow_train: {
    plain: true,
    seat: { trainNumber: 'K1557', carriage: '05车', seat: '012号中铺', seatClass: '新空调硬卧' },
  },
  numbered_train: { plain: true, seat: { trainNumber: '1461', carriage: '加1车', seat: '无座', seatClass: '硬座' } },
  student: { plain: true, seat: { seatClass: '二等座' }, marks: ['学', '惠'] },
  passport: { plain: true, seat: { passengerIdMasked: 'E12****89', passengerName: 'SMITH/JOHN' } },
  long_names: { seat: { departureStation: '呼和浩特东', arrivalStation: '齐齐哈尔南', seatClass: '商务座' } },
  refund_fee: { plain: true, priceLabel: '退票费', marks: ['退票'] },
  changed: { plain: true, marks: ['始发改签'] },
  red_letter: { cancels: '26329166851000825795' },
  plain: { plain: true },
};

/** 电子发票（铁路电子客票） in the variants that travellers hand in. */
export async function aRailPaper(seed: string | number, name: keyof typeof RAIL_VARIANTS): Promise<Paper> {
  const variant = RAIL_VARIANTS[name] ?? {};
  const made = anInvoice({ seed: `rail/${seed}/${name}`, kind: 'rail_ticket' });
  if (!made.rail) throw new TypeError('a rail ticket has a journey');
  const rail = { ...made.rail, ...variant.seat };
  const sign = variant.cancels === undefined ? '' : '-';
  const facts = {
    ...made,
    rail,
    totalAmount: `${sign}${made.totalAmount}`,
    amountWithoutTax: `${sign}${made.amountWithoutTax}`,
    taxAmount: `${sign}${made.taxAmount}`,
  };
  const drawing = await drawInvoice(facts);
  const label = variant.priceLabel;
  const extra = penWith(typeface());
  for (const [index, text] of (variant.marks ?? []).entries())
    extra.text({ text, x: 50 + index * 8, y: 63, size: 4.2 });
  if (variant.cancels) extra.text({ text: `原发票号码:${variant.cancels}`, x: 9, y: 26.5, size: 4.2 });
  const content = drawing.content.map(
    (mark): Mark =>
      label && mark.kind === 'text' && mark.text === '票价:' ? { ...mark, text: `${label}:`, x: mark.x - 4.2 } : mark,
  );
  const xbrl = makeRailXbrl(facts, rail);
  return {
    name: String(name),
    date: facts.issueDate,
    drawings: [{ ...drawing, content: [...content, ...extra.marks] }],
    ...(!variant.plain && { attachments: { [`rai_issuer_${facts.number}.xml`]: xbrl } }),
    fields: {
      invoiceType: facts.title,
      invoiceNumber: facts.number,
      issueDate: facts.issueDate,
      buyerName: facts.buyer.name,
      buyerTaxId: facts.buyer.taxId,
      totalAmount: facts.totalAmount,
      trainNumber: rail.trainNumber,
      departureStation: rail.departureStation,
      arrivalStation: rail.arrivalStation,
      travelDate: rail.travelDate,
      departureTime: rail.departureTime,
      seat: `${rail.carriage}${rail.seat}`,
      seatClass: rail.seatClass,
      eTicketNumber: rail.eTicketNumber,
      passengerName: rail.passengerName,
      passengerIdMasked: rail.passengerIdMasked,
      ...(variant.cancels && { originalInvoiceNumber: variant.cancels }),
      ...(!variant.plain && { amountWithoutTax: facts.amountWithoutTax, taxAmount: facts.taxAmount, taxRate: '9%' }),
    },
  };
}

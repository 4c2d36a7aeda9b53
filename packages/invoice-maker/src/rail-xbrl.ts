import type { InvoiceFacts, RailJourney } from './facts.ts';
import { escapeXml } from './xml-text.ts';

const NAMESPACES = [
  'xmlns="http://www.xbrl.org/2003/instance"',
  'xmlns:link="http://www.xbrl.org/2003/linkbase"',
  'xmlns:iso4217="http://www.xbrl.org/2003/iso4217"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
  'xmlns:rai="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/rai"',
].join(' ');

/** The issuer's instance of the rail e-ticket (电子凭证会计数据标准, entry point rai_issuer). */
export function makeRailXbrl(facts: InvoiceFacts, rail: RailJourney): string {
  const context = `As_Of_${facts.issueDate.replaceAll('-', '_')}`;
  const text = (name: string, value: string): string =>
    value === ''
      ? `<rai:${name} contextRef="${context}" xsi:nil="true"/>`
      : `<rai:${name} contextRef="${context}">${escapeXml(value)}</rai:${name}>`;
  const amount = (name: string, value: string): string =>
    `<rai:${name} contextRef="${context}" unitRef="CNY" decimals="2">${escapeXml(value)}</rai:${name}>`;
  const statements = [
    text('TypeOfVoucher', facts.title),
    text('ElectronicInvoiceRailwayETicketNumber', facts.number),
    text('DateOfIssue', facts.issueDate),
    text('IssueParty', ''),
    text('TypeOfBusiness', '售'),
    text('DepartureStation', rail.departureStation),
    text('PhonicsOfDepartureStation', rail.departureStationLatin),
    text('DestinationStation', rail.arrivalStation),
    text('PhonicsOfDestinationStation', rail.arrivalStationLatin),
    text('TrainNumber', rail.trainNumber),
    text('TravelDate', rail.travelDate),
    text('DepartureTime', rail.departureTime),
    text('SeatLevel', rail.seatClass),
    text('Carriage', rail.carriage),
    text('Seat', rail.seat),
    amount('Fare', facts.totalAmount),
    text('ETicketNumber', rail.eTicketNumber),
    text('IdNumber', rail.passengerIdMasked),
    text('Name', rail.passengerName),
    amount('TotalAmountExcludingTax', facts.amountWithoutTax),
    amount('TaxRate', '0.09'),
    amount('TaxAmount', facts.taxAmount),
    text('NameOfPurchaser', facts.buyer.name),
    text('UnifiedSocialCreditCodeOfPurchaser', facts.buyer.taxId),
    text('Remarks', facts.remarks),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    `<xbrl ${NAMESPACES}>`,
    '<link:schemaRef xlink:type="simple" xlink:href="rai_issuer_entry_point_2021-11-30.xsd"/>',
    `<context id="${context}"><entity><identifier scheme="http://xbrl.mof.gov.cn">${facts.number}</identifier></entity>`,
    `<period><instant>${facts.issueDate}</instant></period></context>`,
    '<unit id="CNY"><measure>iso4217:CNY</measure></unit>',
    ...statements,
    '</xbrl>',
  ].join('');
}

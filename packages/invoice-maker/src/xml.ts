import { basisPointsOf, fenOf, textOfFen } from './amount.ts';
import { CannotMakeInvoice, type InvoiceFacts, type ItemFacts, type Party, type Trip } from './facts.ts';
import { makeRailXbrl } from './rail-xbrl.ts';
import { element, wrapped } from './xml-text.ts';

const label = (name: string, code: string, text: string): string =>
  wrapped(name, [element('LabelCode', code), element('LabelName', text)]);

function headerOf(facts: InvoiceFacts): string {
  const special = facts.kind === 'digital_special';
  return wrapped('Header', [
    element('EIid', facts.number),
    element('EInvoiceTag', `SWEI${facts.region.code}00`),
    element('Version', '0.32'),
    wrapped('InherentLabel', [
      label('InIssuType', facts.cancelsNumber === '' ? 'Y' : 'N', '是否蓝字发票标志'),
      label('EInvoiceType', '01', '电子发票'),
      label('GeneralOrSpecialVAT', special ? '01' : '02', special ? '增值税专用发票' : '普通发票'),
      label('TaxpayerType', '1', '一般纳税人'),
    ]),
    '<UndefinedLabel/>',
  ]);
}

const partyOf = (side: 'Seller' | 'Buyer', party: Party): string =>
  wrapped(`${side}Information`, [
    element(`${side}IdNum`, party.taxId),
    element(`${side}Name`, party.name),
    element(`${side}Addr`, party.address),
    element(`${side}TelNum`, party.phone),
    element(`${side}BankName`, party.bank),
    element(`${side}BankAccNum`, party.bankAccount),
  ]);

function itemOf(item: ItemFacts): string {
  const basisPoints = basisPointsOf(item.taxRate);
  const taxFen = item.taxAmount === '***' ? 0 : fenOf(item.taxAmount);
  return wrapped('IssuItemInformation', [
    element('ItemName', item.name),
    element('SpecMod', item.specification),
    element('MeaUnits', item.unit),
    element('Quantity', item.quantity),
    element('UnPrice', item.unitPrice),
    element('Amount', item.amount),
    element('TaxRate', basisPoints === null ? item.taxRate : (basisPoints / 10_000).toFixed(6)),
    element('ComTaxAm', item.taxAmount),
    element('TotaltaxIncludedAmount', textOfFen(fenOf(item.amount) + taxFen)),
    element('TaxClassificationCode', item.classificationCode),
  ]);
}

const tripOf = (trip: Trip): string =>
  wrapped('PassengerTransportation', [
    element('TravelerName', trip.passengerName),
    element('TravelerIdNum', trip.passengerIdMasked),
    element('TravelDate', trip.date),
    element('DeparturePlace', trip.from),
    element('DestinationPlace', trip.to),
    element('SeatLevel', trip.seatClass),
    element('VehicleType', trip.vehicle),
  ]);

function dataOf(facts: InvoiceFacts): string {
  const red =
    facts.cancelsNumber === ''
      ? []
      : [wrapped('RedInvoiceInformation', [element('OriginalInvoiceNumber', facts.cancelsNumber)])];
  const specific = wrapped('SpecificInformation', [...red, ...facts.trips.map(tripOf)]);
  return wrapped('EInvoiceData', [
    partyOf('Seller', facts.seller),
    partyOf('Buyer', facts.buyer),
    wrapped('BasicInformation', [
      element('TotalAmWithoutTax', facts.amountWithoutTax),
      element('TotalTaxAm', facts.taxAmount),
      element('TotalTax-includedAmount', facts.totalAmount),
      element('TotalTax-includedAmountInChinese', facts.totalInWords),
      element('Drawer', facts.drawer),
      element('RequestTime', `${facts.issueDate} 10:08:02`),
    ]),
    ...facts.items.map(itemOf),
    specific,
    wrapped('AdditionalInformation', [element('Remark', facts.remarks)]),
  ]);
}

/** The `EInvoice` of a 数电票, or the XBRL instance of a rail ticket. Old electronic invoices have no XML of their own. */
export function makeXml(facts: InvoiceFacts): string {
  if (facts.rail) return makeRailXbrl(facts, facts.rail);
  if (facts.kind === 'vat_ordinary_electronic') {
    throw new CannotMakeInvoice('kind_has_no_such_format', 'an old electronic invoice has no XML of its own');
  }
  const issueTime = `${facts.issueDate} 10:08:05`;
  const body = wrapped('EInvoice', [
    headerOf(facts),
    dataOf(facts),
    wrapped('SellerAuthentication', [element('AuthenticationMethods', '02')]),
    wrapped('TaxSupervisionInfo', [
      element('InvoiceNumber', facts.number),
      element('IssueTime', issueTime),
      element('TaxBureauCode', `1${facts.region.code}00000000`),
      element('TaxBureauName', facts.region.bureau),
    ]),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
}

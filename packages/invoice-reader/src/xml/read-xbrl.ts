import { type Candidate, setField } from '../document/candidate.ts';
import type { InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { formatMinor, parseMinor, toAmount, toQuantity, toRate } from '../values/decimal.ts';
import { childrenOf, textAt, walk, type XmlElement } from './parse-xml.ts';
import { defined } from './read-einvoice.ts';
import { entryPointsOf, readPayment } from './xbrl-entry.ts';

type Kind = 'text' | 'amount' | 'date' | 'rate';
type Mapping = Record<string, readonly [string, Kind]>;

const RAIL: Mapping = {
  TypeOfVoucher: ['invoiceType', 'text'],
  ElectronicInvoiceRailwayETicketNumber: ['invoiceNumber', 'text'],
  DateOfIssue: ['issueDate', 'date'],
  NameOfPurchaser: ['buyerName', 'text'],
  UnifiedSocialCreditCodeOfPurchaser: ['buyerTaxId', 'text'],
  Fare: ['totalAmount', 'amount'],
  TotalAmountExcludingTax: ['amountWithoutTax', 'amount'],
  TaxRate: ['taxRate', 'rate'],
  TaxAmount: ['taxAmount', 'amount'],
  TrainNumber: ['trainNumber', 'text'],
  DepartureStation: ['departureStation', 'text'],
  DestinationStation: ['arrivalStation', 'text'],
  TravelDate: ['travelDate', 'date'],
  DepartureTime: ['departureTime', 'text'],
  SeatLevel: ['seatClass', 'text'],
  ETicketNumber: ['eTicketNumber', 'text'],
  Name: ['passengerName', 'text'],
  IdNumber: ['passengerIdMasked', 'text'],
  NumberOfOriginalInvoice: ['originalInvoiceNumber', 'text'],
  Remarks: ['remarks', 'text'],
};

const AIR: Mapping = {
  ElectronicInvoiceAirTransportReceiptNumber: ['invoiceNumber', 'text'],
  IssueDate: ['issueDate', 'date'],
  NameOfSeller: ['sellerName', 'text'],
  UnifiedSocialCreditCodeOfSeller: ['sellerTaxId', 'text'],
  NameOfPurchaser: ['buyerName', 'text'],
  UnifiedSocialCreditCodeOfPurchaser: ['buyerTaxId', 'text'],
  Fare: ['fare', 'amount'],
  FuelSurcharge: ['fuelSurcharge', 'amount'],
  VatRate: ['taxRate', 'rate'],
  VatTaxAmount: ['taxAmount', 'amount'],
  CivilAviationDevelopmentFund: ['civilAviationDevelopmentFund', 'amount'],
  OtherTaxes: ['otherTaxes', 'amount'],
  TotalAmount: ['totalAmount', 'amount'],
  ETicketNumber: ['eTicketNumber', 'text'],
  VerificationCode: ['verificationCode', 'text'],
  PassengerName: ['passengerName', 'text'],
  ValidIdNumber: ['passengerIdMasked', 'text'],
};

const VAT: Mapping = {
  TypeOfInvoice: ['invoiceType', 'text'],
  CodeOfInvoice: ['invoiceCode', 'text'],
  NumberOfInvoice: ['invoiceNumber', 'text'],
  DateOfIssue: ['issueDate', 'date'],
  IdentifyingCode: ['checkCode', 'text'],
  NumberOfInvoiceMachine: ['machineNumber', 'text'],
  NameOfPurchaser: ['buyerName', 'text'],
  TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser: ['buyerTaxId', 'text'],
  NameOfSeller: ['sellerName', 'text'],
  TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller: ['sellerTaxId', 'text'],
  TotalAmountExcludingTax: ['amountWithoutTax', 'amount'],
  TotalTaxAmount: ['taxAmount', 'amount'],
  TaxIncludedAmountInFigures: ['totalAmount', 'amount'],
  TaxIncludedAmountInWords: ['totalAmountInWords', 'text'],
  Issuer: ['drawer', 'text'],
  Remarks: ['remarks', 'text'],
};

/** What the buyer's system writes back after booking: about an invoice, but none itself. */
const RECEIVER: Mapping = {
  InvoiceNumber: ['invoiceNumber', 'text'],
  SellerName: ['sellerName', 'text'],
  SellerIdNum: ['sellerTaxId', 'text'],
  BuyerName: ['buyerName', 'text'],
  BuyerIdNum: ['buyerTaxId', 'text'],
  TotalAmWithoutTax: ['amountWithoutTax', 'amount'],
  TotalTaxAm: ['taxAmount', 'amount'],
  'TotalTax-includedAmount': ['totalAmount', 'amount'],
};

/** 财政电子票据. */
const FISCAL: Mapping = {
  EInvoiceID: ['invoiceNumber', 'text'],
  InvoicingPartyName: ['sellerName', 'text'],
  InvoicingPartyCode: ['sellerTaxId', 'text'],
  IssueDate: ['issueDate', 'date'],
  TotalAmount: ['totalAmount', 'amount'],
};

/** The booking, which every receiver-side instance holds in the same words. */
const BOOKING: Mapping = {
  NameOfAccountingEntity: ['accountingEntity', 'text'],
  PostingDate: ['postingDate', 'date'],
  NumberOfAccountingDocuments: ['voucherNumber', 'text'],
};

/** Any of these tells the receiver's side; the `einv` namespace (`TotalTax-includedAmount`) has no other. */
const bookingFacts = ['NameOfAccountingEntity', 'RecordedAmount', 'TotalTax-includedAmount'];

export interface XbrlInstance {
  candidate: Candidate;
  isReceiverSide: boolean;
}

/** Instances of 电子凭证会计数据标准; null for entry points that are not read yet. */
export function readXbrl(root: XmlElement): XbrlInstance | null {
  const facts = new Map<string, string>();
  for (const element of walk(root)) {
    const text = element.text.trim();
    if (text !== '' && element.children.length === 0 && !facts.has(element.name)) facts.set(element.name, text);
  }
  const isReceiverSide = bookingFacts.some((name) => facts.has(name));
  const candidate = isReceiverSide ? receiverFacts(facts) : issuerFacts(root, facts);
  return candidate && { candidate, isReceiverSide };
}

function issuerFacts(root: XmlElement, facts: ReadonlyMap<string, string>): Candidate | null {
  if (facts.has('ElectronicInvoiceRailwayETicketNumber')) {
    const candidate = mapFacts(facts, RAIL);
    setField(candidate.fields, 'seat', `${facts.get('Carriage') ?? ''}${facts.get('Seat') ?? ''}`);
    return candidate;
  }
  if (facts.has('ElectronicInvoiceAirTransportReceiptNumber')) return airTicket(root, facts);
  if (facts.has('NumberOfInvoice') && facts.has('TaxIncludedAmountInFigures')) {
    const candidate = mapFacts(facts, VAT);
    const items = childrenOf(root, 'InformationOfTaxableGoodsOrServicesDetailItemsTuple').map(vatItem);
    if (items.length > 0) candidate.fields.items = items;
    return candidate;
  }
  if (entryPointsOf(root).has('ntrev')) return readPayment(facts);
  if (facts.has('EInvoiceID')) {
    const candidate = mapFacts(facts, FISCAL);
    candidate.fields.invoiceType = '财政电子票据';
    return candidate;
  }
  return null;
}

function receiverFacts(facts: ReadonlyMap<string, string>): Candidate | null {
  const mapping = receiverMappingOf(facts);
  if (!mapping) return null;
  const candidate = mapFacts(facts, { ...mapping, ...BOOKING });
  const { fields } = candidate;
  // Old VAT invoices: code and number in one, the number being its last eight digits.
  const [, code, number] = /^(\d{10,12})(\d{8})$/.exec(facts.get('UniqueCodeOfInvoice') ?? '') ?? [];
  setField(fields, 'invoiceCode', fields.invoiceCode ?? code);
  setField(fields, 'invoiceNumber', fields.invoiceNumber ?? number);
  if (mapping === AIR) setField(fields, 'sellerName', fields.sellerName ?? facts.get('IssueParty'));
  return candidate;
}

function receiverMappingOf(facts: ReadonlyMap<string, string>): Mapping | null {
  if (facts.has('ElectronicInvoiceRailwayETicketNumber')) return RAIL;
  if (facts.has('ElectronicInvoiceAirTransportReceiptNumber')) return AIR;
  if (facts.has('UniqueCodeOfInvoice')) return VAT;
  if (facts.has('EInvoiceID')) return FISCAL;
  return facts.has('InvoiceNumber') ? RECEIVER : null;
}

/** The tax base is fare plus fuel surcharge; fund and other charges are outside of it. */
function airTicket(root: XmlElement, facts: ReadonlyMap<string, string>): Candidate {
  const candidate = mapFacts(facts, AIR);
  const { fields } = candidate;
  fields.invoiceType = '电子发票（航空运输电子客票行程单）';
  setField(fields, 'sellerName', fields.sellerName ?? facts.get('IssueParty'));
  readSegments(root, candidate);
  const fare = parseMinor(facts.get('Fare'));
  if (fare !== null) {
    fields.amountWithoutTax = formatMinor(fare + (parseMinor(facts.get('FuelSurcharge')) ?? 0n));
    candidate.derived = ['amountWithoutTax'];
  }
  return candidate;
}

const SEGMENT: readonly (readonly [readonly string[], string])[] = [
  [['Flight', 'FlightNumber'], 'flightNumber'],
  [['Carrier'], 'carrier'],
  [['SeatClass', 'Class', 'ClassOfSeat'], 'seatClass'],
  [['CarrierDate', 'FlightDate', 'DateOfFlight'], 'travelDate'],
  [['DepartureTime'], 'departureTime'],
  [['DepartureStation'], 'departurePlace'],
  [['DestinationStation'], 'arrivalPlace'],
];

/** One line per flight in each field. */
function readSegments(root: XmlElement, candidate: Candidate): void {
  const tuples = [...walk(root)].filter(
    (element) => /AirTicket.*Tuple$/.test(element.name) && textAt(element, 'Flight'),
  );
  for (const [names, field] of SEGMENT) {
    const lines = tuples.map(
      (tuple) => names.map((name) => textAt(tuple, name)).find((text) => text !== undefined) ?? '',
    );
    if (lines.some((line) => line !== '')) setField(candidate.fields, field, lines.join('\n'));
  }
}

function mapFacts(facts: ReadonlyMap<string, string>, mapping: Mapping): Candidate {
  const candidate: Candidate = { source: 'xml', fields: { currency: 'CNY' }, places: {} };
  for (const [fact, [field, kind]] of Object.entries(mapping)) {
    setField(candidate.fields, field, convert(facts.get(fact), kind));
  }
  return candidate;
}

function convert(text: string | undefined, kind: Kind): string | undefined {
  switch (kind) {
    case 'amount':
      return toAmount(text);
    case 'date':
      return toDate(text);
    case 'rate':
      return toRate(text);
    case 'text':
      return text;
  }
}

function vatItem(element: XmlElement): InvoiceItem {
  return {
    name: textAt(element, 'NameOfTaxableGoodsOrServices') ?? '',
    ...defined({
      specification: textAt(element, 'Specification'),
      unit: textAt(element, 'UnitOfGoodsOrServices'),
      quantity: toQuantity(textAt(element, 'QuantityOfGoodsOrServices')),
      unitPrice: toQuantity(textAt(element, 'UnitPriceOfGoodsOrServices')),
      amount: toAmount(textAt(element, 'AmountExcludingTax')),
      taxRate: toRate(textAt(element, 'TaxRate')),
      taxAmount: toAmount(textAt(element, 'TaxAmount')) ?? textAt(element, 'TaxAmount'),
    }),
  };
}

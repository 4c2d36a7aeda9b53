/** What an invoice says. Every format is drawn from these facts, so that all of them say the same. */

export type InvoiceKind =
  /** 电子发票（增值税专用发票） */
  | 'digital_special'
  /** 电子发票（普通发票） */
  | 'digital_ordinary'
  /** 增值税电子普通发票, the older generation with code, check code and machine number */
  | 'vat_ordinary_electronic'
  /** 电子发票（铁路电子客票） */
  | 'rail_ticket';

export interface Party {
  name: string;
  /** Empty for an individual. */
  taxId: string;
  address: string;
  phone: string;
  bank: string;
  bankAccount: string;
}

/** Amounts and quantities are decimal strings; an empty string is an empty cell. */
export interface ItemFacts {
  name: string;
  specification: string;
  unit: string;
  quantity: string;
  unitPrice: string;
  amount: string;
  /** "6%", or "免税", "不征税" where no tax is charged. */
  taxRate: string;
  /** "***" where no tax is charged. */
  taxAmount: string;
  /** 19-digit code of the tax classification. */
  classificationCode: string;
}

export interface RailJourney {
  trainNumber: string;
  departureStation: string;
  departureStationLatin: string;
  arrivalStation: string;
  arrivalStationLatin: string;
  travelDate: string;
  departureTime: string;
  carriage: string;
  seat: string;
  seatClass: string;
  eTicketNumber: string;
  passengerName: string;
  passengerIdMasked: string;
}

/** A journey as the table of a 旅客运输服务 invoice prints it. */
export interface Trip {
  passengerName: string;
  passengerIdMasked: string;
  date: string;
  from: string;
  to: string;
  seatClass: string;
  vehicle: string;
}

export interface Region {
  /** Two digits, as in 数电 invoice numbers. */
  code: string;
  /** As in "上海增值税电子普通发票". */
  shortName: string;
  /** As in "国家税务总局上海市税务局". */
  bureau: string;
}

export interface InvoiceFacts {
  kind: InvoiceKind;
  /** As the reader names the type of the invoice. */
  title: string;
  /** 12 digits on old electronic invoices, otherwise empty. */
  code: string;
  number: string;
  /** `YYYY-MM-DD`. */
  issueDate: string;
  /** 20 digits on old electronic invoices, otherwise empty. */
  checkCode: string;
  /** 12 digits on old electronic invoices, otherwise empty. */
  machineNumber: string;
  /** Four lines of 27 characters (密码区) on old electronic invoices, otherwise empty. */
  cipherText: string;
  region: Region;
  buyer: Party;
  seller: Party;
  items: ItemFacts[];
  amountWithoutTax: string;
  /** "***" where no tax is charged. */
  taxAmount: string;
  totalAmount: string;
  totalInWords: string;
  currency: 'CNY';
  /** Lines separated by line feeds. */
  remarks: string;
  drawer: string;
  payee: string;
  reviewer: string;
  /** Printed beside the QR code for special businesses, for example 旅客运输服务. */
  businessTag: string;
  /** Journeys of a 旅客运输服务 invoice; often left empty by ride-hailing platforms. */
  trips: Trip[];
  /** Number of the invoice that this red-letter invoice cancels, otherwise empty. */
  cancelsNumber: string;
  /** Only on rail tickets. */
  rail: RailJourney | null;
}

export const isDigital = (facts: InvoiceFacts): boolean => facts.kind !== 'vat_ordinary_electronic';

/** 2025-11-28 → 2025年11月28日 */
export const dateInChinese = (date: string): string => {
  const [year, month, day] = date.split('-');
  return `${year}年${month}月${day}日`;
};

export const compactDate = (date: string): string => date.replaceAll('-', '');

/** Thrown when facts cannot be put into a format. `code` names the reason. */
export class CannotMakeInvoice extends Error {
  readonly code: 'kind_has_no_such_format' | 'too_many_lines' | 'character_not_in_font' | 'qr_code_failed';

  constructor(code: CannotMakeInvoice['code'], message: string) {
    super(message);
    this.name = 'CannotMakeInvoice';
    this.code = code;
  }
}

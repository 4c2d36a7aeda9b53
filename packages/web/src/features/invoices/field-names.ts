import type { FieldSource, Locale } from '@countinghouse/protocol';

/** Field names as the reader gives them, in the order in which a person reads an invoice. */
export const fieldNames = {
  invoiceType: { zh: '发票种类', en: 'Kind' },
  specialBusiness: { zh: '特定业务', en: 'Special business' },
  invoiceCode: { zh: '发票代码', en: 'Code' },
  invoiceNumber: { zh: '发票号码', en: 'Number' },
  issueDate: { zh: '开票日期', en: 'Date of issue' },
  checkCode: { zh: '校验码', en: 'Check code' },
  machineNumber: { zh: '机器编号', en: 'Machine number' },
  sellerName: { zh: '销售方', en: 'Seller' },
  sellerTaxId: { zh: '销售方税号', en: 'Seller tax id' },
  buyerName: { zh: '购买方', en: 'Buyer' },
  buyerTaxId: { zh: '购买方税号', en: 'Buyer tax id' },
  amountWithoutTax: { zh: '金额', en: 'Net amount' },
  taxRate: { zh: '税率', en: 'Tax rate' },
  taxAmount: { zh: '税额', en: 'Tax' },
  totalAmount: { zh: '价税合计', en: 'Total' },
  totalAmountInWords: { zh: '大写金额', en: 'Total in words' },
  lineTotalAmount: { zh: '明细合计', en: 'Sum of lines' },
  allowanceTotalAmount: { zh: '折扣合计', en: 'Allowances' },
  chargeTotalAmount: { zh: '附加费合计', en: 'Charges' },
  serviceCharge: { zh: '服务费', en: 'Service charge' },
  roundingAmount: { zh: '舍入金额', en: 'Rounding' },
  prepaidAmount: { zh: '预付金额', en: 'Prepaid' },
  thirdPartyAmount: { zh: '代收款项', en: 'Collected for others' },
  amountDue: { zh: '应付金额', en: 'Amount due' },
  cashAmount: { zh: '现金', en: 'Cash' },
  changeAmount: { zh: '找零', en: 'Change' },
  dueDate: { zh: '付款到期日', en: 'Due date' },
  currency: { zh: '币种', en: 'Currency' },
  passengerName: { zh: '旅客', en: 'Passenger' },
  passengerIdMasked: { zh: '证件号码', en: 'Identity number' },
  trainNumber: { zh: '车次', en: 'Train' },
  departureStation: { zh: '出发站', en: 'From' },
  arrivalStation: { zh: '到达站', en: 'To' },
  departurePlace: { zh: '出发地', en: 'From' },
  arrivalPlace: { zh: '到达地', en: 'To' },
  travelDate: { zh: '出行日期', en: 'Date of travel' },
  departureTime: { zh: '出发时间', en: 'Departure' },
  seat: { zh: '座位', en: 'Seat' },
  seatClass: { zh: '席别', en: 'Class' },
  eTicketNumber: { zh: '电子客票号', en: 'Ticket number' },
  fare: { zh: '票价', en: 'Fare' },
  fuelSurcharge: { zh: '燃油附加费', en: 'Fuel surcharge' },
  civilAviationDevelopmentFund: { zh: '民航发展基金', en: 'Civil aviation development fund' },
  otherTaxes: { zh: '其他税费', en: 'Other taxes' },
  verificationCode: { zh: '验证码', en: 'Verification code' },
  vehicleType: { zh: '车辆类型', en: 'Type of vehicle' },
  plateNumber: { zh: '车牌号', en: 'Licence plate' },
  cargo: { zh: '运输货物', en: 'Goods carried' },
  brandModel: { zh: '厂牌型号', en: 'Make and model' },
  vehicleIdentification: { zh: '车架号码', en: 'Vehicle identification number' },
  engineNumber: { zh: '发动机号码', en: 'Engine number' },
  passageFrom: { zh: '通行日期起', en: 'Passage from' },
  passageTo: { zh: '通行日期止', en: 'Passage to' },
  constructionPlace: { zh: '建筑服务发生地', en: 'Place of construction' },
  constructionProject: { zh: '建筑项目名称', en: 'Construction project' },
  propertyCertificate: { zh: '产权证书号', en: 'Title of property' },
  taxPeriod: { zh: '税款所属期', en: 'Tax period' },
  vehicleNumber: { zh: '车号', en: 'Vehicle' },
  boardTime: { zh: '上车时间', en: 'Boarding' },
  alightTime: { zh: '下车时间', en: 'Alighting' },
  distanceKm: { zh: '里程（公里）', en: 'Distance (km)' },
  carrier: { zh: '承运人', en: 'Carrier' },
  flightNumber: { zh: '航班号', en: 'Flight' },
  documentTypeCode: { zh: '单据类型代码', en: 'Document type code' },
  buyerReference: { zh: '买方参考号', en: 'Buyer reference' },
  orderNumber: { zh: '订单号', en: 'Order number' },
  contractNumber: { zh: '合同号', en: 'Contract number' },
  precedingInvoiceNumber: { zh: '前序发票号码', en: 'Preceding invoice' },
  originalInvoiceNumber: { zh: '被冲红发票号码', en: 'Number of the cancelled invoice' },
  payee: { zh: '收款人', en: 'Payee' },
  reviewer: { zh: '复核人', en: 'Reviewer' },
  drawer: { zh: '开票人', en: 'Drawn by' },
  payer: { zh: '交款人', en: 'Payer' },
  payerIdMasked: { zh: '交款人证件号码', en: "Payer's identity number" },
  payeeName: { zh: '收款方', en: 'Payee' },
  paymentIban: { zh: '收款账号（IBAN）', en: 'Account (IBAN)' },
  paymentAccountName: { zh: '收款户名', en: 'Account holder' },
  paymentReference: { zh: '付款附言', en: 'Payment reference' },
  address: { zh: '地址', en: 'Address' },
  sellerAddress: { zh: '销售方地址', en: 'Seller address' },
  buyerAddress: { zh: '购买方地址', en: 'Buyer address' },
  accountingEntity: { zh: '会计主体', en: 'Accounting entity' },
  postingDate: { zh: '记账日期', en: 'Posting date' },
  voucherNumber: { zh: '凭证编号', en: 'Voucher number' },
  syntax: { zh: '数据格式', en: 'Syntax' },
  profile: { zh: '数据规范', en: 'Profile' },
  remarks: { zh: '备注', en: 'Remarks' },
} as const satisfies Record<string, { zh: string; en: string }>;

const order = Object.keys(fieldNames);

/** A field that this client does not know keeps its own name. */
export const describeField = (name: string, locale: Locale): string => {
  if (!isFieldName(name)) return name;
  return locale === 'en' ? fieldNames[name].en : fieldNames[name].zh;
};

const isFieldName = (name: string): name is keyof typeof fieldNames => Object.hasOwn(fieldNames, name);

/** Known fields first, in reading order; the others keep the order in which they came. */
export function sortFields<Field extends { name: string }>(fields: readonly Field[]): Field[] {
  const rank = (field: Field) => {
    const position = order.indexOf(field.name);
    return position === -1 ? order.length : position;
  };
  return fields.toSorted((a, b) => rank(a) - rank(b));
}

const sourceNames: Record<FieldSource, { zh: string; en: string }> = {
  xml: { zh: 'XML 数据', en: 'XML data' },
  tag: { zh: 'OFD 标签', en: 'OFD tag' },
  info: { zh: '文件属性', en: 'file properties' },
  text: { zh: '版面文字', en: 'printed text' },
  qr: { zh: '二维码', en: 'QR code' },
  ocr: { zh: '图像识别', en: 'image' },
  derived: { zh: '推算', en: 'derived' },
  person: { zh: '人工更正', en: 'corrected' },
};

/** Where a value was read; a source that this client does not know keeps its own name. */
export function describeSource(source: string, locale: Locale): string {
  if (!isSource(source)) return source;
  return locale === 'en' ? sourceNames[source].en : sourceNames[source].zh;
}

const isSource = (source: string): source is FieldSource => Object.hasOwn(sourceNames, source);

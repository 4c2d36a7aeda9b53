import type { VoucherProposal } from '@countinghouse/protocol';

export type TreatmentRule = VoucherProposal['treatments'][number]['rule'];

/** What the deduction rules look at. Amounts in fen. */
export interface TaxedDocument {
  invoiceType: string;
  currency: string;
  totalMinor: number;
  /** Tax as printed; null where none is. */
  taxMinor: number | null;
  items: readonly { name: string; taxMinor: number | null }[];
  /** Air: fare and fuel surcharge, where printed. */
  fareMinor: number | null;
  fuelSurchargeMinor: number | null;
  passengerName: string;
  /** False where the document names another buyer than the firm. */
  isBuyerFirm: boolean;
  /** The expense is used for what never gives a deduction, for example entertainment. */
  isUseExcluded: boolean;
}

export interface Treatment {
  rule: TreatmentRule;
  inputVatMinor: number;
  source: string;
}

const rules36 = '财税〔2016〕36号附件1';
const notice39 = '财政部 税务总局 海关总署公告2019年第39号第六条';
const excludedItems = /餐饮|居民日常|娱乐|贷款/;
const passengerItems = /客运|旅客运输|航空运输客票/;

/** Whether input VAT is separated, how much, and after which rule. */
export function treatInputVat(document: TaxedDocument): Treatment {
  if (document.currency !== 'CNY') return none('ordinary_invoice', '非人民币票据不计算进项税额');
  if (document.isUseExcluded) {
    return none('not_deductible_use', `${rules36}第二十七条：用于交际应酬等消费的进项税额不得抵扣`);
  }
  if (!document.isBuyerFirm) return none('not_deductible_use', `${rules36}第二十五条、第二十六条：购买方不是本单位`);
  const { invoiceType } = document;
  if (/铁路/.test(invoiceType)) return railTicket(document);
  if (/航空/.test(invoiceType)) return airItinerary(document);
  if (/通行费/.test(invoiceType)) return tollInvoice(document);
  if (/专用发票/.test(invoiceType)) return specialInvoice(document);
  if (isElectronic(invoiceType) && document.items.some((item) => passengerItems.test(item.name))) {
    const source = `${notice39}第（二）项：旅客运输服务电子普通发票，按票面税额`;
    return printed(document, 'passenger_transport_digital', source);
  }
  if (/客票|汽车票|船票|公路|水路/.test(invoiceType)) return passengerTicket(document);
  return none('ordinary_invoice', `${rules36}第二十五条：普通发票不是抵扣凭证`);
}

const isElectronic = (invoiceType: string): boolean => /电子/.test(invoiceType);

const none = (rule: TreatmentRule, source: string): Treatment => ({ rule, inputVatMinor: 0, source });

const printed = (document: TaxedDocument, rule: TreatmentRule, source: string): Treatment => ({
  rule,
  inputVatMinor: withinTotal(document.taxMinor ?? 0, document.totalMinor),
  source,
});

/** A printed tax above the total would make the net negative; such a document cannot be trusted with a deduction. */
const withinTotal = (taxMinor: number, totalMinor: number): number =>
  taxMinor > 0 && taxMinor < totalMinor ? taxMinor : 0;

function railTicket(document: TaxedDocument): Treatment {
  const source = `${notice39}第（二）项：铁路旅客运输，票面税额或票面金额÷(1＋9%)×9%`;
  if (document.taxMinor !== null && document.taxMinor > 0) return printed(document, 'rail_ticket', source);
  return { rule: 'rail_ticket', inputVatMinor: taxWithin(document.totalMinor, 9), source };
}

function airItinerary(document: TaxedDocument): Treatment {
  const source = `${notice39}第（二）项：航空旅客运输，票面税额或(票价＋燃油附加费)÷(1＋9%)×9%`;
  if (document.taxMinor !== null && document.taxMinor > 0) return printed(document, 'air_itinerary', source);
  const base = (document.fareMinor ?? 0) + (document.fuelSurchargeMinor ?? 0);
  // Fare and surcharge are parts of the total; where they exceed it the document contradicts itself.
  const inputVatMinor = base <= document.totalMinor ? taxWithin(base, 9) : 0;
  return { rule: 'air_itinerary', inputVatMinor, source };
}

const tollInvoice = (document: TaxedDocument): Treatment =>
  printed(document, 'toll_invoice', '财税〔2017〕90号第七条：通行费电子普通发票，按票面税额');

function passengerTicket(document: TaxedDocument): Treatment {
  if (document.passengerName.trim() === '') {
    return none('ordinary_invoice', `${notice39}第（二）项：未注明旅客身份信息的客票不得抵扣`);
  }
  const source = `${notice39}第（二）项：公路、水路等其他旅客运输，票面金额÷(1＋3%)×3%`;
  return { rule: 'passenger_transport_ticket', inputVatMinor: taxWithin(document.totalMinor, 3), source };
}

function specialInvoice(document: TaxedDocument): Treatment {
  const excluded = document.items.filter((item) => excludedItems.test(item.name));
  const reason = `${rules36}第二十七条：贷款、餐饮、居民日常和娱乐服务的进项税额不得抵扣`;
  if (excluded.length === 0) {
    return printed(document, 'special_invoice', `${rules36}第二十五条：增值税专用发票注明的税额`);
  }
  if (excluded.length === document.items.length) return none('not_deductible_use', reason);
  const excludedTax = excluded.reduce((sum, item) => sum + (item.taxMinor ?? 0), 0);
  return {
    rule: 'special_invoice',
    inputVatMinor: withinTotal((document.taxMinor ?? 0) - excludedTax, document.totalMinor),
    source: reason,
  };
}

/** Tax contained in a gross amount, half a fen rounded up. */
export function taxWithin(grossMinor: number, ratePercent: number): number {
  if (grossMinor <= 0) return 0;
  const divisor = BigInt(100 + ratePercent);
  return Number((BigInt(grossMinor) * BigInt(ratePercent) * 2n + divisor) / (divisor * 2n));
}

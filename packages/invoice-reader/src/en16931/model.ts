import type {
  Delivery,
  DirectDebit,
  Identifier,
  Party,
  Payee,
  PaymentInstruction,
  Period,
  TaxRepresentative,
} from './model-parties.ts';

/**
 * The semantic model of EN 16931-1:2017 (business groups BG-1 to BG-32, business terms BT-1 to BT-165), filled from
 * UBL 2.1, UN/CEFACT CII D16B and ZUGFeRD 1.
 *
 * Shapes: an absent element is `undefined`, an empty one is `''`. Text is trimmed at both ends, nothing else is changed:
 * amounts, quantities, percentages and codes are the strings of the file. Dates are `YYYY-MM-DD` where the file gives a
 * date that can be understood (UBL date, CII formats 102 and 203, `xs:dateTime`); otherwise the string of the file.
 */

export type En16931Syntax = 'UBL Invoice' | 'UBL CreditNote' | 'CII' | 'ZUGFeRD 1';

/** The rule set that BT-24 claims; `other` for an identifier that is not known, `unknown` where BT-24 is missing. */
export type En16931Profile =
  | 'EN 16931'
  | 'XRECHNUNG'
  | 'PEPPOL'
  | 'MINIMUM'
  | 'BASIC WL'
  | 'BASIC'
  | 'COMFORT'
  | 'EXTENDED'
  | 'other'
  | 'unknown';

export interface Amount {
  value: string;
  /** `currencyID` as the element gives it. CII leaves it out on nearly all amounts. */
  currencyId?: string;
}

export interface Quantity {
  value: string;
  unitCode?: string;
}

/** BG-1. */
export interface Note {
  /** BT-21. In UBL the leading `#CODE#` of the text. */
  subjectCode?: string;
  /** BT-22. In UBL with the leading `#CODE#` taken off. */
  text: string;
}

/** BG-3. */
export interface PrecedingInvoice {
  /** BT-25. */
  number?: string;
  /** BT-26. */
  issueDate?: string;
}

/** BG-20, BG-21, BG-27, BG-28. */
export interface AllowanceOrCharge {
  /** BT-92, BT-99, BT-136, BT-141. */
  amount?: Amount;
  /** BT-93, BT-100, BT-137, BT-142. */
  baseAmount?: Amount;
  /** BT-94, BT-101, BT-138, BT-143. */
  percentage?: string;
  /** BT-95, BT-102; absent at line level. */
  vatCategoryCode?: string;
  /** BT-96, BT-103; absent at line level. */
  vatRate?: string;
  /** BT-97, BT-104, BT-139, BT-144. */
  reason?: string;
  /** BT-98 and BT-140 (UNTDID 5189), BT-105 and BT-145 (UNTDID 7161). */
  reasonCode?: string;
}

/** BG-22. CII repeats none of these; of repeated UBL totals the first counts. */
export interface DocumentTotals {
  /** BT-106. */
  sumOfLines?: Amount;
  /** BT-107. */
  sumOfAllowances?: Amount;
  /** BT-108. */
  sumOfCharges?: Amount;
  /** BT-109. */
  amountWithoutVat?: Amount;
  /** BT-110: the VAT total in the currency of the invoice. */
  vatAmount?: Amount;
  /** BT-111: the VAT total in the accounting currency BT-6. */
  vatAmountInAccountingCurrency?: Amount;
  /** BT-112. */
  amountWithVat?: Amount;
  /** BT-113. */
  paidAmount?: Amount;
  /** BT-114. */
  roundingAmount?: Amount;
  /** BT-115. */
  amountDue?: Amount;
}

/** BG-DEX-09, BT-179: an amount that the seller collects for somebody else. */
export interface ThirdPartyPayment {
  /** BT-DEX-001. */
  type?: string;
  /** BT-DEX-002. */
  amount?: Amount;
  /** BT-DEX-003. */
  description?: string;
}

/** Every VAT total as the file has it, in order: `cac:TaxTotal` of UBL, `ram:TaxTotalAmount` of CII. */
export interface TaxTotal {
  amount?: Amount;
  /** How many `cac:TaxSubtotal` it holds; always 0 in CII. */
  subtotalCount: number;
}

/** BG-23. */
export interface VatBreakdown {
  /** BT-116. */
  taxableAmount?: Amount;
  /** BT-117. */
  taxAmount?: Amount;
  /** BT-118. */
  categoryCode?: string;
  /** BT-119. */
  rate?: string;
  /** BT-120. */
  exemptionReason?: string;
  /** BT-121. */
  exemptionReasonCode?: string;
  /** `VAT` in every valid file; another tax has no place in EN 16931. */
  taxScheme?: string;
}

/** BG-24. */
export interface SupportingDocument {
  /** BT-122. */
  reference?: string;
  /** BT-123. */
  description?: string;
  /** BT-124. */
  externalLocation?: string;
  /** BT-125, without the bytes. */
  attachment?: { mimeCode?: string; fileName?: string; sizeBytes: number };
}

/** BG-29. */
export interface PriceDetails {
  /** BT-146. */
  netPrice?: Amount;
  /** BT-147. */
  discount?: Amount;
  /** BT-148. */
  grossPrice?: Amount;
  /** BT-149, with BT-150 as its unit. */
  baseQuantity?: Quantity;
  /** CII can state the quantity at the gross price as well. */
  grossBaseQuantity?: Quantity;
  /** Whether an allowance at price level is marked as a charge, which PEPPOL-EN16931-R044 forbids. */
  hasChargeOnPrice: boolean;
}

/** BG-30. */
export interface LineVat {
  /** BT-151. */
  categoryCode?: string;
  /** BT-152. */
  rate?: string;
  /** `VAT` in every valid file. */
  taxScheme?: string;
  /** These three are not in EN 16931, but allowed in UBL and in Factur-X EXTENDED. */
  taxAmount?: Amount;
  exemptionReason?: string;
  exemptionReasonCode?: string;
}

/** BG-32. */
export interface ItemAttribute {
  /** BT-160. */
  name?: string;
  /** BT-161. */
  value?: string;
}

/** BT-158. */
export interface ItemClassification {
  value: string;
  /** UNTDID 7143. */
  listId?: string;
  listVersionId?: string;
}

/** BG-31. */
export interface ItemInformation {
  /** BT-153. */
  name?: string;
  /** BT-154. */
  description?: string;
  /** BT-155. */
  sellerItemId?: string;
  /** BT-156. */
  buyerItemId?: string;
  /** BT-157. */
  standardItemId?: Identifier;
  /** BT-158. */
  classifications: ItemClassification[];
  /** BT-159. */
  originCountryCode?: string;
  /** BG-32. */
  attributes: ItemAttribute[];
}

/** BG-25. */
export interface InvoiceLine {
  /** BT-126. */
  id?: string;
  /** BT-127; several are joined with a line break. */
  note?: string;
  /** BT-128. */
  objectIdentifier?: Identifier;
  /** UNTDID 1001 codes of all documents the line refers to, empty where none is given. Absent without any. */
  referenceTypeCodes?: string[];
  /** BT-129, with BT-130 as its unit. */
  quantity?: Quantity;
  /** BT-131. */
  netAmount?: Amount;
  /** BT-132. */
  orderLineReference?: string;
  /** BT-133. */
  accountingReference?: string;
  /** BG-26. `undefined` when the group itself is missing. */
  period?: Period;
  /** BG-27. */
  allowances: AllowanceOrCharge[];
  /** BG-28. */
  charges: AllowanceOrCharge[];
  /** BG-29. `undefined` when the group itself is missing. */
  price?: PriceDetails;
  /** BG-30, every category that the line names (one in a valid file). */
  vat: LineVat[];
  /** BG-31. */
  item: ItemInformation;
  /**
   * Factur-X EXTENDED and XRechnung extension: the line that this one is part of, and (CII) what kind of line it is
   * (`DETAIL`, `GROUP`, `INFORMATION`). In CII only `DETAIL` lines are part of BT-106, in UBL only those without a parent.
   */
  parentLineId?: string;
  lineStatusReasonCode?: string;
}

export interface En16931Invoice {
  syntax: En16931Syntax;
  profile: En16931Profile;
  /** BT-1. */
  number?: string;
  /** BT-2. */
  issueDate?: string;
  /** BT-3, UNTDID 1001. */
  typeCode?: string;
  /** BT-5, ISO 4217. */
  currencyCode?: string;
  /** BT-6. */
  accountingCurrencyCode?: string;
  /** BT-7. */
  taxPointDate?: string;
  /** BT-8, UNTDID 2005 (UBL) or 2475 (CII). */
  taxPointDateCode?: string;
  /** BT-9. */
  dueDate?: string;
  /** BT-10. */
  buyerReference?: string;
  /** BT-11, every one that the file gives. */
  projectReferences: string[];
  /** BT-12. */
  contractReference?: string;
  /** BT-13. */
  orderReference?: string;
  /** BT-14. */
  salesOrderReference?: string;
  /** BT-15. */
  receivingAdviceReference?: string;
  /** BT-16. */
  despatchAdviceReference?: string;
  /** BT-17. */
  tenderReference?: string;
  /** BT-18, every one that the file gives. */
  invoicedObjects: Identifier[];
  /** BT-19. */
  accountingReference?: string;
  /** BT-20; several are joined with a line break. */
  paymentTerms?: string;
  /** BG-1. */
  notes: Note[];
  /** BT-23. */
  businessProcess?: string;
  /** BT-24. */
  customizationId?: string;
  /** BG-3. */
  precedingInvoices: PrecedingInvoice[];
  /** BG-4. `undefined` when the group itself is missing. */
  seller?: Party;
  /** BG-7. `undefined` when the group itself is missing. */
  buyer?: Party;
  /** BG-10. */
  payee?: Payee;
  /** BG-11. */
  taxRepresentative?: TaxRepresentative;
  /** BG-13. */
  delivery?: Delivery;
  /** BG-14. */
  period?: Period;
  /** BG-16. */
  payments: PaymentInstruction[];
  /** CII: BT-89 and BT-90, which stand there once for the whole settlement, whatever the means of payment are. */
  settlementDebit?: Pick<DirectDebit, 'mandateReference' | 'creditorId'>;
  /**
   * XRechnung extension, BG-DEX-09 (`cac:PrepaidPayment` of UBL), and Factur-X EXTENDED, BT-179
   * (`ram:SpecifiedFinancialAdjustment`); absent where the file has none.
   */
  thirdPartyPayments?: ThirdPartyPayment[];
  /** BG-20. */
  allowances: AllowanceOrCharge[];
  /** BG-21. */
  charges: AllowanceOrCharge[];
  /** BG-22. `undefined` when the group itself is missing. */
  totals?: DocumentTotals;
  taxTotals: TaxTotal[];
  /** BG-23. */
  vatBreakdown: VatBreakdown[];
  /** BG-24. */
  supportingDocuments: SupportingDocument[];
  /** BG-25. */
  lines: InvoiceLine[];
  /** Every different `currencyID` of an amount in the file, in order of appearance, except those of BT-111. */
  amountCurrencies: string[];
  /** Paths (names without prefix, joined by `/`) of elements without text and children, at most 20. */
  emptyElements: string[];
}

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

export interface Identifier {
  value: string;
  /** `schemeID` (UBL, CII) or, for CII, the code of `ram:ReferenceTypeCode` (BT-18, BT-128). */
  schemeId?: string;
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

/** BG-5, BG-8, BG-12, BG-15. */
export interface PostalAddress {
  /** BT-35, BT-50, BT-64, BT-75. */
  line1?: string;
  /** BT-36, BT-51, BT-65, BT-76. */
  line2?: string;
  /** BT-162, BT-163, BT-164, BT-165. */
  line3?: string;
  /** BT-37, BT-52, BT-66, BT-77. */
  city?: string;
  /** BT-38, BT-53, BT-67, BT-78. */
  postCode?: string;
  /** BT-39, BT-54, BT-68, BT-79. */
  subdivision?: string;
  /** BT-40, BT-55, BT-69, BT-80; ISO 3166-1 alpha-2. */
  countryCode?: string;
}

/** BG-6, BG-9. */
export interface Contact {
  /** BT-41, BT-56. */
  name?: string;
  /** BT-42, BT-57. */
  telephone?: string;
  /** BT-43, BT-58. */
  email?: string;
}

/** BG-4 Seller, BG-7 Buyer. */
export interface Party {
  /** BT-27, BT-44. */
  name?: string;
  /** BT-28, BT-45. */
  tradingName?: string;
  /** BT-29, BT-46 (without the SEPA creditor identifier, which is BT-90). */
  identifiers: Identifier[];
  /** BT-30, BT-47. */
  legalRegistrationId?: Identifier;
  /** BT-31, BT-48. */
  vatId?: string;
  /** BT-32; also kept for a buyer, though the standard has no such term. */
  taxRegistrationId?: string;
  /** BT-33. */
  additionalLegalInformation?: string;
  /** BT-34, BT-49. */
  electronicAddress?: Identifier;
  /** BG-5, BG-8. `undefined` when the group itself is missing. */
  address?: PostalAddress;
  /** BG-6, BG-9. `undefined` when the group itself is missing. */
  contact?: Contact;
}

/** BG-10. */
export interface Payee {
  /** BT-59. */
  name?: string;
  /** BT-60 (without the SEPA creditor identifier). */
  identifier?: Identifier;
  /** BT-61. */
  legalRegistrationId?: Identifier;
}

/** BG-11. */
export interface TaxRepresentative {
  /** BT-62. */
  name?: string;
  /** BT-63. */
  vatId?: string;
  /** BG-12. */
  address?: PostalAddress;
}

/** BG-14, BG-26. */
export interface Period {
  /** BT-73, BT-134. */
  startDate?: string;
  /** BT-74, BT-135. */
  endDate?: string;
}

/** BG-13. */
export interface Delivery {
  /** BT-70. */
  partyName?: string;
  /** BT-71. */
  locationId?: Identifier;
  /** BT-72. */
  actualDate?: string;
  /** BG-15. */
  address?: PostalAddress;
}

/** BG-17. */
export interface CreditTransfer {
  /** BT-84: IBAN or other account number. */
  accountId?: string;
  /** BT-85. */
  accountName?: string;
  /** BT-86: BIC. */
  serviceProviderId?: string;
}

/** BG-18. */
export interface PaymentCard {
  /** BT-87. */
  primaryAccountNumber?: string;
  /** BT-88. */
  holderName?: string;
}

/** BG-19. CII gives BT-89 and BT-90 for the whole settlement; they are repeated in every instruction of code 49 or 59. */
export interface DirectDebit {
  /** BT-89. */
  mandateReference?: string;
  /** BT-90. */
  creditorId?: string;
  /** BT-91. */
  debitedAccountId?: string;
}

/** BG-16. The standard allows one; the syntaxes repeat it for several accounts. */
export interface PaymentInstruction {
  /** BT-81, UNTDID 4461. */
  meansCode?: string;
  /** BT-82. */
  meansText?: string;
  /** BT-83. */
  remittanceInformation?: string;
  /** BG-17. */
  creditTransfers: CreditTransfer[];
  /** BG-18. */
  card?: PaymentCard;
  /** BG-19. */
  directDebit?: DirectDebit;
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
  /** Not in EN 16931, but allowed in UBL and in Factur-X EXTENDED. */
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
   * Factur-X EXTENDED and XRechnung extension: the line that this one is part of, and what kind of line it is
   * (`DETAIL`, `GROUP`, `INFORMATION`). Lines other than `DETAIL` are not part of BT-106.
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

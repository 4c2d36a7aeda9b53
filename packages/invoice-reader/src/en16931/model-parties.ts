/** The parties, delivery and payment groups of the semantic model; see `model.ts` for the shapes of values. */

export interface Identifier {
  value: string;
  /** `schemeID` (UBL, CII) or, for CII, the code of `ram:ReferenceTypeCode` (BT-18, BT-128). */
  schemeId?: string;
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
  /** BT-29 (without the SEPA creditor identifier, which is BT-90), BT-46. */
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

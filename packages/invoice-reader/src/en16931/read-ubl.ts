import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import { attachmentOf, fileFacts } from './file-facts.ts';
import type {
  DocumentTotals,
  En16931Invoice,
  Note,
  PrecedingInvoice,
  SupportingDocument,
  TaxTotal,
  ThirdPartyPayment,
  VatBreakdown,
} from './model.ts';
import { OBJECT_TYPE_CODE } from './object-type.ts';
import { profileOf } from './profile.ts';
import { vatTotals } from './tax-totals.ts';
import { isCharge, ublAllowance, ublLines, ublObjects, ublPeriod } from './ubl-lines.ts';
import { ublDelivery, ublParty, ublPayee, ublPayments, ublSeller, ublTaxRepresentative } from './ubl-parties.ts';
import { amountAt, dateOf, firstValue, given, joinedValues, valueAt } from './xml-values.ts';

/** UNTDID 1001 code of a project reference; a credit note has no `cac:ProjectReference`. */
const PROJECT_TYPE_CODE = '50';

/** UBL 2.1 `Invoice` or `CreditNote`, by the binding of CEN/TS 16931-3-2. */
export function readUbl(root: XmlElement): En16931Invoice {
  const isInvoice = root.name === 'Invoice';
  const taxTotals = childrenOf(root, 'TaxTotal').map(taxTotalOf);
  const currencyCode = valueAt(root, 'DocumentCurrencyCode');
  const accountingCurrencyCode = valueAt(root, 'TaxCurrencyCode');
  const vat = vatTotals(taxTotals, currencyCode, accountingCurrencyCode);
  const customizationId = valueAt(root, 'CustomizationID');
  const allowancesAndCharges = childrenOf(root, 'AllowanceCharge');
  const accountingTotal = childrenOf(root, 'TaxTotal').find(
    (total) => accountingCurrencyCode !== currencyCode && isIn(total, accountingCurrencyCode),
  );
  return {
    syntax: isInvoice ? 'UBL Invoice' : 'UBL CreditNote',
    profile: profileOf(customizationId),
    projectReferences: projectsOf(root),
    invoicedObjects: ublObjects(root, 'AdditionalDocumentReference'),
    notes: childrenOf(root, 'Note').map(noteOf),
    precedingInvoices: childrenOf(root, 'BillingReference').map(precedingOf),
    payments: ublPayments(root),
    allowances: allowancesAndCharges.filter((element) => !isCharge(element)).map(ublAllowance),
    charges: allowancesAndCharges.filter(isCharge).map(ublAllowance),
    taxTotals,
    vatBreakdown: childrenOf(root, 'TaxTotal')
      .filter((total) => total !== accountingTotal)
      .flatMap((total) => childrenOf(total, 'TaxSubtotal').map(breakdownOf)),
    supportingDocuments: childrenOf(root, 'AdditionalDocumentReference').flatMap(supportingOf),
    lines: childrenOf(root, isInvoice ? 'InvoiceLine' : 'CreditNoteLine').flatMap((line) => ublLines(line)),
    ...fileFacts(root, (amount) => accountingTotal?.children.includes(amount) ?? false),
    ...given({
      currencyCode,
      accountingCurrencyCode,
      customizationId,
      totals: totalsOf(child(root, 'LegalMonetaryTotal'), vat),
      thirdPartyPayments: thirdPartyPaymentsOf(root),
      ...headOf(root),
      ...referencesOf(root),
      ...partiesOf(root),
    }),
  };
}

const isIn = (total: XmlElement, currency: string | undefined) =>
  currency !== undefined && child(total, 'TaxAmount')?.attributes.get('currencyID') === currency;

/** XRechnung extension, BG-DEX-09. */
function thirdPartyPaymentsOf(root: XmlElement): ThirdPartyPayment[] | undefined {
  const payments = childrenOf(root, 'PrepaidPayment').map((payment) =>
    given({
      type: valueAt(payment, 'ID'),
      amount: amountAt(payment, 'PaidAmount'),
      description: valueAt(payment, 'InstructionID'),
    }),
  );
  return payments.length === 0 ? undefined : payments;
}

function headOf(root: XmlElement) {
  const paymentTerms = childrenOf(root, 'PaymentTerms').flatMap((terms) => joinedValues(terms, 'Note') ?? []);
  return {
    number: valueAt(root, 'ID'),
    issueDate: dateOf(valueAt(root, 'IssueDate')),
    typeCode: valueAt(root, 'InvoiceTypeCode') ?? valueAt(root, 'CreditNoteTypeCode'),
    taxPointDate: dateOf(valueAt(root, 'TaxPointDate')),
    taxPointDateCode: valueAt(root, 'InvoicePeriod', 'DescriptionCode'),
    dueDate: dateOf(valueAt(root, 'DueDate') ?? firstValue(childrenOf(root, 'PaymentMeans'), 'PaymentDueDate')),
    paymentTerms: paymentTerms.length === 0 ? undefined : paymentTerms.join('\n'),
    businessProcess: valueAt(root, 'ProfileID'),
    period: ublPeriod(child(root, 'InvoicePeriod')),
    delivery: ublDelivery(child(root, 'Delivery')),
  };
}

function referencesOf(root: XmlElement) {
  return {
    buyerReference: valueAt(root, 'BuyerReference'),
    contractReference: valueAt(root, 'ContractDocumentReference', 'ID'),
    orderReference: valueAt(root, 'OrderReference', 'ID'),
    salesOrderReference: valueAt(root, 'OrderReference', 'SalesOrderID'),
    receivingAdviceReference: valueAt(root, 'ReceiptDocumentReference', 'ID'),
    despatchAdviceReference: valueAt(root, 'DespatchDocumentReference', 'ID'),
    tenderReference: valueAt(root, 'OriginatorDocumentReference', 'ID'),
    accountingReference: valueAt(root, 'AccountingCost'),
  };
}

function partiesOf(root: XmlElement) {
  return {
    seller: ublSeller(descend(root, 'AccountingSupplierParty', 'Party')),
    buyer: ublParty(descend(root, 'AccountingCustomerParty', 'Party')),
    payee: ublPayee(child(root, 'PayeeParty')),
    taxRepresentative: ublTaxRepresentative(child(root, 'TaxRepresentativeParty')),
  };
}

/** The subject code stands in front of the text as `#AAI#`. */
function noteOf(element: XmlElement): Note {
  const text = element.text.trim();
  const match = /^#([A-Za-z]{3})#(.*)$/s.exec(text);
  return match ? { subjectCode: match[1] ?? '', text: match[2]?.trim() ?? '' } : { text };
}

function precedingOf(reference: XmlElement): PrecedingInvoice {
  const document = child(reference, 'InvoiceDocumentReference') ?? child(reference, 'CreditNoteDocumentReference');
  return given({ number: valueAt(document, 'ID'), issueDate: dateOf(valueAt(document, 'IssueDate')) });
}

function projectsOf(root: XmlElement): string[] {
  const isProject = (reference: XmlElement) => valueAt(reference, 'DocumentTypeCode') === PROJECT_TYPE_CODE;
  const references = [
    ...childrenOf(root, 'ProjectReference'),
    ...(root.name === 'CreditNote' ? childrenOf(root, 'AdditionalDocumentReference').filter(isProject) : []),
  ];
  return references.flatMap((reference) => valueAt(reference, 'ID') ?? []);
}

function taxTotalOf(total: XmlElement): TaxTotal {
  return { subtotalCount: childrenOf(total, 'TaxSubtotal').length, ...given({ amount: amountAt(total, 'TaxAmount') }) };
}

function breakdownOf(subtotal: XmlElement): VatBreakdown {
  const category = child(subtotal, 'TaxCategory');
  return given({
    taxableAmount: amountAt(subtotal, 'TaxableAmount'),
    taxAmount: amountAt(subtotal, 'TaxAmount'),
    categoryCode: valueAt(category, 'ID'),
    rate: valueAt(category, 'Percent'),
    exemptionReason: category && joinedValues(category, 'TaxExemptionReason'),
    exemptionReasonCode: valueAt(category, 'TaxExemptionReasonCode'),
    taxScheme: valueAt(category, 'TaxScheme', 'ID'),
  });
}

function totalsOf(totals: XmlElement | undefined, vat: DocumentTotals): DocumentTotals | undefined {
  if (!totals) return undefined;
  return {
    ...vat,
    ...given({
      sumOfLines: amountAt(totals, 'LineExtensionAmount'),
      sumOfAllowances: amountAt(totals, 'AllowanceTotalAmount'),
      sumOfCharges: amountAt(totals, 'ChargeTotalAmount'),
      amountWithoutVat: amountAt(totals, 'TaxExclusiveAmount'),
      amountWithVat: amountAt(totals, 'TaxInclusiveAmount'),
      paidAmount: amountAt(totals, 'PrepaidAmount'),
      roundingAmount: amountAt(totals, 'PayableRoundingAmount'),
      amountDue: amountAt(totals, 'PayableAmount'),
    }),
  };
}

function supportingOf(reference: XmlElement): SupportingDocument[] {
  const code = valueAt(reference, 'DocumentTypeCode');
  if (code === OBJECT_TYPE_CODE || code === PROJECT_TYPE_CODE) return [];
  const binary = descend(reference, 'Attachment', 'EmbeddedDocumentBinaryObject');
  return [
    given({
      reference: valueAt(reference, 'ID'),
      description: joinedValues(reference, 'DocumentDescription'),
      externalLocation: valueAt(reference, 'Attachment', 'ExternalReference', 'URI'),
      attachment: binary && attachmentOf(binary),
    }),
  ];
}

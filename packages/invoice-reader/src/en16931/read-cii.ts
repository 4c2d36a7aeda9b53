import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import { ciiAllowance, ciiLine, ciiObjects, ciiPeriod, isCharge, rateOf } from './cii-lines.ts';
import { ciiChild, referenceId } from './cii-names.ts';
import {
  ciiDate,
  ciiDelivery,
  ciiParty,
  ciiPayee,
  ciiPayments,
  ciiSettlementDebit,
  ciiTaxRepresentative,
} from './cii-parties.ts';
import { attachmentOf, fileFacts } from './file-facts.ts';
import type {
  AllowanceOrCharge,
  Amount,
  DocumentTotals,
  En16931Invoice,
  Note,
  SupportingDocument,
  ThirdPartyPayment,
  VatBreakdown,
} from './model.ts';
import { OBJECT_TYPE_CODE } from './object-type.ts';
import { profileOf } from './profile.ts';
import { vatTotals } from './tax-totals.ts';
import { amountAt, given, joinedValues, valueAt } from './xml-values.ts';

/** UNTDID 1001 code of a tender or lot (BT-17) among the additional references. */
const TENDER_TYPE_CODE = '50';

interface Parts {
  document: XmlElement | undefined;
  context: XmlElement | undefined;
  transaction: XmlElement | undefined;
  agreement: XmlElement | undefined;
  delivery: XmlElement | undefined;
  settlement: XmlElement | undefined;
}

/** CII D16B (Factur-X, ZUGFeRD 2, XRechnung) by the binding of CEN/TS 16931-3-3, and ZUGFeRD 1 by its likeness to it. */
export function readCii(root: XmlElement): En16931Invoice {
  const isZugferd1 = root.name === 'CrossIndustryDocument';
  const parts = partsOf(root);
  const { agreement, settlement } = parts;
  const customizationId = valueAt(parts.context, 'GuidelineSpecifiedDocumentContextParameter', 'ID');
  const currencyCode = valueAt(settlement, 'InvoiceCurrencyCode');
  const accountingCurrencyCode = valueAt(settlement, 'TaxCurrencyCode');
  const summation = ciiChild(settlement, 'summation');
  const taxTotals = childrenOf(summation, 'TaxTotalAmount').map((element) => ({
    subtotalCount: 0,
    ...given({ amount: amountAt(element) }),
  }));
  const vat = vatTotals(taxTotals, currencyCode, accountingCurrencyCode);
  const { allowances, charges } = allowancesOf(settlement);
  return {
    syntax: isZugferd1 ? 'ZUGFeRD 1' : 'CII',
    profile: profileOf(customizationId),
    projectReferences: childrenOf(agreement, 'SpecifiedProcuringProject').flatMap(
      (project) => valueAt(project, 'ID') ?? [],
    ),
    invoicedObjects: ciiObjects(agreement),
    notes: childrenOf(parts.document, 'IncludedNote').map(noteOf),
    precedingInvoices: childrenOf(settlement, 'InvoiceReferencedDocument').map((reference) =>
      given({
        number: referenceId(reference),
        issueDate: ciiDate(child(reference, 'FormattedIssueDateTime') ?? child(reference, 'IssueDateTime')),
      }),
    ),
    payments: ciiPayments(settlement),
    allowances,
    charges,
    taxTotals,
    vatBreakdown: childrenOf(settlement, 'ApplicableTradeTax').map(breakdownOf),
    supportingDocuments: childrenOf(agreement, 'AdditionalReferencedDocument').flatMap(supportingOf),
    lines: childrenOf(parts.transaction, 'IncludedSupplyChainTradeLineItem').map(ciiLine),
    ...fileFacts(root, (amount) => isAccountingTotal(amount, { currencyCode, accountingCurrencyCode })),
    ...given({
      currencyCode,
      accountingCurrencyCode,
      customizationId,
      totals: totalsOf(summation, { vat, currencyCode }),
      settlementDebit: ciiSettlementDebit(settlement),
      thirdPartyPayments: thirdPartyPaymentsOf(settlement),
      ...headOf(parts),
      ...referencesOf(parts),
      ...partiesOf(parts),
    }),
  };
}

function partsOf(root: XmlElement): Parts {
  const transaction = ciiChild(root, 'transaction');
  return {
    document: ciiChild(root, 'document'),
    context: ciiChild(root, 'context'),
    transaction,
    agreement: ciiChild(transaction, 'agreement'),
    delivery: ciiChild(transaction, 'delivery'),
    settlement: ciiChild(transaction, 'settlement'),
  };
}

interface Currencies {
  currencyCode: string | undefined;
  accountingCurrencyCode: string | undefined;
}

function isAccountingTotal(amount: XmlElement, { currencyCode, accountingCurrencyCode }: Currencies): boolean {
  const currency = amount.attributes.get('currencyID');
  return amount.name === 'TaxTotalAmount' && currency === accountingCurrencyCode && currency !== currencyCode;
}

function headOf({ document, context, delivery, settlement }: Parts) {
  const terms = childrenOf(settlement, 'SpecifiedTradePaymentTerms');
  const descriptions = terms.flatMap((element) => joinedValues(element, 'Description') ?? []);
  const taxes = childrenOf(settlement, 'ApplicableTradeTax');
  const due = terms.map((element) => child(element, 'DueDateDateTime')).find((element) => element !== undefined);
  return {
    number: valueAt(document, 'ID'),
    issueDate: ciiDate(child(document, 'IssueDateTime')),
    typeCode: valueAt(document, 'TypeCode'),
    taxPointDate: ciiDate(taxes.map((tax) => child(tax, 'TaxPointDate')).find((element) => element !== undefined)),
    taxPointDateCode: taxes.map((tax) => valueAt(tax, 'DueDateTypeCode')).find((code) => code !== undefined),
    dueDate: ciiDate(due),
    paymentTerms: descriptions.length === 0 ? undefined : descriptions.join('\n'),
    businessProcess: valueAt(context, 'BusinessProcessSpecifiedDocumentContextParameter', 'ID'),
    period: ciiPeriod(child(settlement, 'BillingSpecifiedPeriod')),
    delivery: ciiDelivery(delivery),
  };
}

function referencesOf({ agreement, delivery, settlement }: Parts) {
  const reference = (element: XmlElement | undefined, name: string) => referenceId(child(element, name));
  const tender = childrenOf(agreement, 'AdditionalReferencedDocument').find(
    (element) => valueAt(element, 'TypeCode') === TENDER_TYPE_CODE,
  );
  return {
    buyerReference: valueAt(agreement, 'BuyerReference'),
    contractReference: reference(agreement, 'ContractReferencedDocument'),
    orderReference: reference(agreement, 'BuyerOrderReferencedDocument'),
    salesOrderReference: reference(agreement, 'SellerOrderReferencedDocument'),
    receivingAdviceReference: reference(delivery, 'ReceivingAdviceReferencedDocument'),
    despatchAdviceReference: reference(delivery, 'DespatchAdviceReferencedDocument'),
    tenderReference: referenceId(tender),
    accountingReference: valueAt(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
  };
}

function partiesOf({ agreement, settlement }: Parts) {
  return {
    seller: ciiParty(child(agreement, 'SellerTradeParty')),
    buyer: ciiParty(child(agreement, 'BuyerTradeParty')),
    payee: ciiPayee(child(settlement, 'PayeeTradeParty')),
    taxRepresentative: ciiTaxRepresentative(child(agreement, 'SellerTaxRepresentativeTradeParty')),
  };
}

/** EXTENDED, BT-179. */
function thirdPartyPaymentsOf(settlement: XmlElement | undefined): ThirdPartyPayment[] | undefined {
  const payments = childrenOf(settlement, 'SpecifiedFinancialAdjustment').map((adjustment) =>
    given({ amount: amountAt(adjustment, 'ActualAmount'), description: joinedValues(adjustment, 'Reason') }),
  );
  return payments.length === 0 ? undefined : payments;
}

function noteOf(note: XmlElement): Note {
  return { text: joinedValues(note, 'Content') ?? '', ...given({ subjectCode: valueAt(note, 'SubjectCode') }) };
}

/** EXTENDED and ZUGFeRD 1 keep shipping apart as a logistics charge; it is part of BT-108 all the same. */
function allowancesOf(settlement: XmlElement | undefined) {
  const elements = childrenOf(settlement, 'SpecifiedTradeAllowanceCharge');
  const logistics = childrenOf(settlement, 'SpecifiedLogisticsServiceCharge').map(
    (element): AllowanceOrCharge =>
      given({
        amount: amountAt(element, 'AppliedAmount'),
        reason: joinedValues(element, 'Description'),
        vatCategoryCode: valueAt(element, 'AppliedTradeTax', 'CategoryCode'),
        vatRate: rateOf(child(element, 'AppliedTradeTax')),
      }),
  );
  return {
    allowances: elements.filter((element) => !isCharge(element)).map(ciiAllowance),
    charges: [...elements.filter(isCharge).map(ciiAllowance), ...logistics],
  };
}

function breakdownOf(tax: XmlElement): VatBreakdown {
  return given({
    taxableAmount: amountAt(tax, 'BasisAmount'),
    taxAmount: amountAt(tax, 'CalculatedAmount'),
    categoryCode: valueAt(tax, 'CategoryCode'),
    rate: rateOf(tax),
    exemptionReason: valueAt(tax, 'ExemptionReason'),
    exemptionReasonCode: valueAt(tax, 'ExemptionReasonCode'),
    taxScheme: valueAt(tax, 'TypeCode'),
  });
}

interface TotalsQuestion {
  vat: DocumentTotals;
  currencyCode: string | undefined;
}

function totalsOf(
  summation: XmlElement | undefined,
  { vat, currencyCode }: TotalsQuestion,
): DocumentTotals | undefined {
  if (!summation) return undefined;
  const total = (name: string): Amount | undefined => {
    const amounts = childrenOf(summation, name);
    return amountAt(amounts.find((element) => element.attributes.get('currencyID') === currencyCode) ?? amounts[0]);
  };
  return {
    ...vat,
    ...given({
      sumOfLines: total('LineTotalAmount'),
      sumOfAllowances: total('AllowanceTotalAmount'),
      sumOfCharges: total('ChargeTotalAmount'),
      amountWithoutVat: total('TaxBasisTotalAmount'),
      amountWithVat: total('GrandTotalAmount'),
      paidAmount: total('TotalPrepaidAmount'),
      roundingAmount: total('RoundingAmount'),
      amountDue: total('DuePayableAmount'),
    }),
  };
}

/** References that are neither the invoiced object nor a tender; the code should be 916, but is often left out. */
function supportingOf(reference: XmlElement): SupportingDocument[] {
  const code = valueAt(reference, 'TypeCode');
  if (code === OBJECT_TYPE_CODE || code === TENDER_TYPE_CODE) return [];
  const binary = descend(reference, 'AttachmentBinaryObject');
  return [
    given({
      reference: referenceId(reference),
      description: joinedValues(reference, 'Name'),
      externalLocation: valueAt(reference, 'URIID'),
      attachment: binary && attachmentOf(binary),
    }),
  ];
}

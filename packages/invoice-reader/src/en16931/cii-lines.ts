import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import { ciiChild, referenceId } from './cii-names.ts';
import { ciiDate } from './cii-parties.ts';
import type { AllowanceOrCharge, InvoiceLine, ItemInformation, PriceDetails } from './model.ts';
import type { Identifier, Period } from './model-parties.ts';
import { OBJECT_TYPE_CODE } from './object-type.ts';
import { amountAt, given, identifierAt, joinedValues, quantityAt, typeCodesOf, valueAt } from './xml-values.ts';

export function ciiLine(line: XmlElement): InvoiceLine {
  const document = child(line, 'AssociatedDocumentLineDocument');
  const agreement = ciiChild(line, 'lineAgreement');
  const settlement = ciiChild(line, 'lineSettlement');
  const allowancesAndCharges = childrenOf(settlement, 'SpecifiedTradeAllowanceCharge');
  const period = child(settlement, 'BillingSpecifiedPeriod');
  return {
    allowances: allowancesAndCharges.filter((element) => !isCharge(element)).map(ciiAllowance),
    charges: allowancesAndCharges.filter(isCharge).map(ciiAllowance),
    vat: childrenOf(settlement, 'ApplicableTradeTax').map((tax) =>
      given({
        categoryCode: valueAt(tax, 'CategoryCode'),
        rate: rateOf(tax),
        taxScheme: valueAt(tax, 'TypeCode'),
        taxAmount: amountAt(tax, 'CalculatedAmount'),
        exemptionReason: valueAt(tax, 'ExemptionReason'),
        exemptionReasonCode: valueAt(tax, 'ExemptionReasonCode'),
      }),
    ),
    item: itemOf(child(line, 'SpecifiedTradeProduct')),
    ...given({
      id: valueAt(document, 'LineID'),
      note: notesOf(document),
      objectIdentifier: ciiObjects(settlement)[0],
      referenceTypeCodes: typeCodesOf(settlement, 'AdditionalReferencedDocument', 'TypeCode'),
      quantity: quantityAt(ciiChild(line, 'lineDelivery'), 'BilledQuantity'),
      netAmount: amountAt(ciiChild(settlement, 'lineSummation'), 'LineTotalAmount'),
      orderLineReference: valueAt(agreement, 'BuyerOrderReferencedDocument', 'LineID'),
      accountingReference: valueAt(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
      period: ciiPeriod(period),
      price: priceOf(agreement),
      parentLineId: valueAt(document, 'ParentLineID'),
      lineStatusReasonCode: valueAt(document, 'LineStatusReasonCode'),
    }),
  };
}

function notesOf(document: XmlElement | undefined): string | undefined {
  const notes = childrenOf(document, 'IncludedNote').flatMap((note) => joinedValues(note, 'Content') ?? []);
  return notes.length === 0 ? undefined : notes.join('\n');
}

export function ciiObjects(element: XmlElement | undefined): Identifier[] {
  return childrenOf(element, 'AdditionalReferencedDocument')
    .filter((reference) => valueAt(reference, 'TypeCode') === OBJECT_TYPE_CODE)
    .flatMap((reference) => {
      const value = referenceId(reference);
      return value === undefined ? [] : [{ value, ...given({ schemeId: valueAt(reference, 'ReferenceTypeCode') }) }];
    });
}

export function ciiPeriod(period: XmlElement | undefined): Period | undefined {
  if (!period) return undefined;
  return given({
    startDate: ciiDate(child(period, 'StartDateTime')),
    endDate: ciiDate(child(period, 'EndDateTime')),
  });
}

/** D16B calls it `RateApplicablePercent`, ZUGFeRD 1 `ApplicablePercent`. */
export function rateOf(tax: XmlElement | undefined): string | undefined {
  return valueAt(tax, 'RateApplicablePercent') ?? valueAt(tax, 'ApplicablePercent');
}

/** `udt:Indicator` of `true` or `1`; everything else counts as an allowance. */
export function isCharge(element: XmlElement): boolean {
  const indicator = child(element, 'ChargeIndicator');
  const text = (valueAt(indicator, 'Indicator') ?? indicator?.text.trim())?.toLowerCase();
  return text === 'true' || text === '1';
}

export function ciiAllowance(element: XmlElement): AllowanceOrCharge {
  return given({
    amount: amountAt(element, 'ActualAmount'),
    baseAmount: amountAt(element, 'BasisAmount'),
    percentage: valueAt(element, 'CalculationPercent'),
    vatCategoryCode: valueAt(element, 'CategoryTradeTax', 'CategoryCode'),
    vatRate: rateOf(child(element, 'CategoryTradeTax')),
    reason: valueAt(element, 'Reason'),
    reasonCode: valueAt(element, 'ReasonCode'),
  });
}

function priceOf(agreement: XmlElement | undefined): PriceDetails | undefined {
  const gross = child(agreement, 'GrossPriceProductTradePrice');
  const net = child(agreement, 'NetPriceProductTradePrice');
  if (!gross && !net) return undefined;
  const onPrice = childrenOf(gross, 'AppliedTradeAllowanceCharge');
  const discount = onPrice.find((element) => !isCharge(element));
  return {
    hasChargeOnPrice: onPrice.some(isCharge),
    ...given({
      netPrice: amountAt(net, 'ChargeAmount'),
      discount: amountAt(discount, 'ActualAmount'),
      grossPrice: amountAt(gross, 'ChargeAmount'),
      baseQuantity: quantityAt(net, 'BasisQuantity'),
      grossBaseQuantity: quantityAt(gross, 'BasisQuantity'),
    }),
  };
}

function itemOf(product: XmlElement | undefined): ItemInformation {
  return {
    classifications: childrenOf(product, 'DesignatedProductClassification').flatMap((element) => {
      const code = descend(element, 'ClassCode');
      if (!code) return [];
      const { attributes } = code;
      return [
        {
          value: code.text.trim(),
          ...given({ listId: attributes.get('listID'), listVersionId: attributes.get('listVersionID') }),
        },
      ];
    }),
    attributes: childrenOf(product, 'ApplicableProductCharacteristic').map((characteristic) =>
      given({
        name: valueAt(characteristic, 'Description'),
        // EXTENDED may give a measure instead.
        value: valueAt(characteristic, 'Value') ?? valueAt(characteristic, 'ValueMeasure'),
      }),
    ),
    ...given({
      name: valueAt(product, 'Name'),
      description: valueAt(product, 'Description'),
      sellerItemId: valueAt(product, 'SellerAssignedID'),
      buyerItemId: valueAt(product, 'BuyerAssignedID'),
      standardItemId: identifierAt(product, 'GlobalID'),
      originCountryCode: valueAt(product, 'OriginTradeCountry', 'ID'),
    }),
  };
}

import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import type { AllowanceOrCharge, InvoiceLine, ItemInformation, PriceDetails } from './model.ts';
import type { Identifier, Period } from './model-parties.ts';
import { OBJECT_TYPE_CODE } from './object-type.ts';
import { amountAt, dateOf, given, identifierAt, joinedValues, quantityAt, typeCodesOf, valueAt } from './xml-values.ts';

/** A line and, behind it, the sub-lines that the XRechnung extension allows to any depth. */
export function ublLines(line: XmlElement, parentLineId?: string): InvoiceLine[] {
  const own = lineOf(line);
  const subLines = [...childrenOf(line, 'SubInvoiceLine'), ...childrenOf(line, 'SubCreditNoteLine')];
  return [
    parentLineId === undefined ? own : { ...own, parentLineId },
    ...subLines.flatMap((subLine) => ublLines(subLine, own.id ?? '')),
  ];
}

function lineOf(line: XmlElement): InvoiceLine {
  const allowancesAndCharges = childrenOf(line, 'AllowanceCharge');
  const period = child(line, 'InvoicePeriod');
  return {
    allowances: allowancesAndCharges.filter((element) => !isCharge(element)).map(ublAllowance),
    charges: allowancesAndCharges.filter(isCharge).map(ublAllowance),
    vat: childrenOf(child(line, 'Item'), 'ClassifiedTaxCategory').map((category) =>
      given({
        categoryCode: valueAt(category, 'ID'),
        rate: valueAt(category, 'Percent'),
        taxScheme: valueAt(category, 'TaxScheme', 'ID'),
        exemptionReason: valueAt(category, 'TaxExemptionReason'),
        exemptionReasonCode: valueAt(category, 'TaxExemptionReasonCode'),
        taxAmount: amountAt(line, 'TaxTotal', 'TaxAmount'),
      }),
    ),
    item: itemOf(child(line, 'Item')),
    ...given({
      id: valueAt(line, 'ID'),
      note: joinedValues(line, 'Note'),
      objectIdentifier: ublObjects(line, 'DocumentReference')[0],
      referenceTypeCodes: typeCodesOf(line, 'DocumentReference', 'DocumentTypeCode'),
      quantity: quantityAt(line, 'InvoicedQuantity') ?? quantityAt(line, 'CreditedQuantity'),
      netAmount: amountAt(line, 'LineExtensionAmount'),
      orderLineReference: valueAt(line, 'OrderLineReference', 'LineID'),
      accountingReference: valueAt(line, 'AccountingCost'),
      period: ublPeriod(period),
      price: priceOf(child(line, 'Price')),
    }),
  };
}

export function ublObjects(element: XmlElement, name: string): Identifier[] {
  return childrenOf(element, name)
    .filter((reference) => valueAt(reference, 'DocumentTypeCode') === OBJECT_TYPE_CODE)
    .map((reference) => identifierAt(reference, 'ID'))
    .filter((identifier) => identifier !== undefined);
}

export function ublPeriod(period: XmlElement | undefined): Period | undefined {
  if (!period) return undefined;
  return given({ startDate: dateOf(valueAt(period, 'StartDate')), endDate: dateOf(valueAt(period, 'EndDate')) });
}

/** `true` or `1` of `xs:boolean`; everything else counts as an allowance. */
export function isCharge(element: XmlElement): boolean {
  const indicator = valueAt(element, 'ChargeIndicator')?.toLowerCase();
  return indicator === 'true' || indicator === '1';
}

export function ublAllowance(element: XmlElement): AllowanceOrCharge {
  return given({
    amount: amountAt(element, 'Amount'),
    baseAmount: amountAt(element, 'BaseAmount'),
    percentage: valueAt(element, 'MultiplierFactorNumeric'),
    vatCategoryCode: valueAt(element, 'TaxCategory', 'ID'),
    vatRate: valueAt(element, 'TaxCategory', 'Percent'),
    reason: joinedValues(element, 'AllowanceChargeReason'),
    reasonCode: valueAt(element, 'AllowanceChargeReasonCode'),
  });
}

function priceOf(price: XmlElement | undefined): PriceDetails | undefined {
  if (!price) return undefined;
  const allowances = childrenOf(price, 'AllowanceCharge');
  return {
    hasChargeOnPrice: allowances.some(isCharge),
    ...given({
      netPrice: amountAt(price, 'PriceAmount'),
      discount: amountAt(allowances[0], 'Amount'),
      grossPrice: amountAt(allowances[0], 'BaseAmount'),
      baseQuantity: quantityAt(price, 'BaseQuantity'),
    }),
  };
}

function itemOf(item: XmlElement | undefined): ItemInformation {
  return {
    classifications: childrenOf(item, 'CommodityClassification').flatMap(classificationsOf),
    attributes: childrenOf(item, 'AdditionalItemProperty').map((property) =>
      given({ name: valueAt(property, 'Name'), value: valueAt(property, 'Value') }),
    ),
    ...given({
      name: valueAt(item, 'Name'),
      description: joinedValues(item, 'Description'),
      sellerItemId: valueAt(item, 'SellersItemIdentification', 'ID'),
      buyerItemId: valueAt(item, 'BuyersItemIdentification', 'ID'),
      standardItemId: identifierAt(item, 'StandardItemIdentification', 'ID'),
      originCountryCode: valueAt(item, 'OriginCountry', 'IdentificationCode'),
    }),
  };
}

function classificationsOf(element: XmlElement): ItemInformation['classifications'] {
  const code = descend(element, 'ItemClassificationCode');
  if (!code) return [];
  return [
    {
      value: code.text.trim(),
      ...given({ listId: code.attributes.get('listID'), listVersionId: code.attributes.get('listVersionID') }),
    },
  ];
}

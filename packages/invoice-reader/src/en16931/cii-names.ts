import { child, type XmlElement } from '../xml/parse-xml.ts';
import { valueAt } from './xml-values.ts';

/**
 * Element names that differ between CII D16B (first) and ZUGFeRD 1, a draft of it. Both are accepted in every file, because
 * home-made writers mix them.
 */
export const CII = {
  context: ['ExchangedDocumentContext', 'SpecifiedExchangedDocumentContext'],
  document: ['ExchangedDocument', 'HeaderExchangedDocument'],
  transaction: ['SupplyChainTradeTransaction', 'SpecifiedSupplyChainTradeTransaction'],
  agreement: ['ApplicableHeaderTradeAgreement', 'ApplicableSupplyChainTradeAgreement'],
  delivery: ['ApplicableHeaderTradeDelivery', 'ApplicableSupplyChainTradeDelivery'],
  settlement: ['ApplicableHeaderTradeSettlement', 'ApplicableSupplyChainTradeSettlement'],
  summation: ['SpecifiedTradeSettlementHeaderMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation'],
  lineAgreement: ['SpecifiedLineTradeAgreement', 'SpecifiedSupplyChainTradeAgreement'],
  lineDelivery: ['SpecifiedLineTradeDelivery', 'SpecifiedSupplyChainTradeDelivery'],
  lineSettlement: ['SpecifiedLineTradeSettlement', 'SpecifiedSupplyChainTradeSettlement'],
  lineSummation: ['SpecifiedTradeSettlementLineMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation'],
} as const satisfies Record<string, readonly [string, string]>;

/** The child of a name of D16B, otherwise that of the name of ZUGFeRD 1. */
export function ciiChild(element: XmlElement | undefined, part: keyof typeof CII): XmlElement | undefined {
  const [name, formerName] = CII[part];
  return child(element, name) ?? child(element, formerName);
}

/** The identifier in a reference to another document. */
export function referenceId(reference: XmlElement | undefined): string | undefined {
  return valueAt(reference, 'IssuerAssignedID') ?? valueAt(reference, 'ID');
}

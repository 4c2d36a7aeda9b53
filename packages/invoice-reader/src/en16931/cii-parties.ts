import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import type { En16931Invoice } from './model.ts';
import type {
  CreditTransfer,
  Delivery,
  Identifier,
  Party,
  Payee,
  PaymentInstruction,
  PostalAddress,
  TaxRepresentative,
} from './model-parties.ts';
import {
  dateOf,
  firstValue,
  given,
  givenOrNone,
  identifierAt,
  identifierOf,
  joinedValues,
  valueAt,
} from './xml-values.ts';

/** `ram:SellerTradeParty` or `ram:BuyerTradeParty`. */
export function ciiParty(party: XmlElement | undefined): Party | undefined {
  if (!party) return undefined;
  return {
    identifiers: identifiersOf(party),
    ...given({
      name: valueAt(party, 'Name'),
      tradingName: valueAt(party, 'SpecifiedLegalOrganization', 'TradingBusinessName'),
      legalRegistrationId: identifierAt(party, 'SpecifiedLegalOrganization', 'ID'),
      vatId: taxIdOf(party, 'VA'),
      taxRegistrationId: taxIdOf(party, 'FC'),
      additionalLegalInformation: joinedValues(party, 'Description'),
      electronicAddress: identifierAt(party, 'URIUniversalCommunication', 'URIID'),
      address: ciiAddress(child(party, 'PostalTradeAddress')),
      contact: contactOf(child(party, 'DefinedTradeContact')),
    }),
  };
}

function identifiersOf(party: XmlElement): Identifier[] {
  return [...childrenOf(party, 'ID'), ...childrenOf(party, 'GlobalID')].map(identifierOf);
}

/** `VA` is the VAT identifier; `FC`, or what has no scheme, the number at the local tax office. */
function taxIdOf(party: XmlElement, scheme: 'VA' | 'FC'): string | undefined {
  const ids = childrenOf(party, 'SpecifiedTaxRegistration').flatMap((registration) => childrenOf(registration, 'ID'));
  const isVat = (id: XmlElement) => /^VAT?$/i.test(id.attributes.get('schemeID') ?? '');
  return ids.find((id) => isVat(id) === (scheme === 'VA'))?.text.trim();
}

export function ciiAddress(address: XmlElement | undefined): PostalAddress | undefined {
  if (!address) return undefined;
  return given({
    line1: valueAt(address, 'LineOne'),
    line2: valueAt(address, 'LineTwo'),
    line3: valueAt(address, 'LineThree'),
    city: valueAt(address, 'CityName'),
    postCode: valueAt(address, 'PostcodeCode'),
    subdivision: valueAt(address, 'CountrySubDivisionName'),
    countryCode: valueAt(address, 'CountryID'),
  });
}

function contactOf(contact: XmlElement | undefined): Party['contact'] {
  if (!contact) return undefined;
  return given({
    name: valueAt(contact, 'PersonName') ?? valueAt(contact, 'DepartmentName'),
    telephone: valueAt(contact, 'TelephoneUniversalCommunication', 'CompleteNumber'),
    email: valueAt(contact, 'EmailURIUniversalCommunication', 'URIID'),
  });
}

export function ciiPayee(party: XmlElement | undefined): Payee | undefined {
  if (!party) return undefined;
  return given({
    name: valueAt(party, 'Name'),
    identifier: identifiersOf(party)[0],
    legalRegistrationId: identifierAt(party, 'SpecifiedLegalOrganization', 'ID'),
  });
}

export function ciiTaxRepresentative(party: XmlElement | undefined): TaxRepresentative | undefined {
  if (!party) return undefined;
  return given({
    name: valueAt(party, 'Name'),
    vatId: taxIdOf(party, 'VA'),
    address: ciiAddress(child(party, 'PostalTradeAddress')),
  });
}

/** The group is mandatory in CII, so it often stands there empty; then there is no BG-13. */
export function ciiDelivery(delivery: XmlElement | undefined): Delivery | undefined {
  const party = child(delivery, 'ShipToTradeParty');
  return givenOrNone({
    partyName: valueAt(party, 'Name'),
    locationId: party && identifiersOf(party)[0],
    actualDate: ciiDate(descend(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime')),
    address: ciiAddress(child(party, 'PostalTradeAddress')),
  });
}

/** `DateTimeString`, `DateString` or `DateTime`, whichever the element holds. */
export function ciiDate(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  const inner = element.children[0] ?? element;
  return dateOf(inner.text.trim());
}

/** BT-89 and BT-90, which stand once for the whole settlement. */
export function ciiSettlementDebit(settlement: XmlElement | undefined): En16931Invoice['settlementDebit'] {
  return givenOrNone({
    mandateReference: firstValue(childrenOf(settlement, 'SpecifiedTradePaymentTerms'), 'DirectDebitMandateID'),
    creditorId: valueAt(settlement, 'CreditorReferenceID'),
  });
}

/** BG-16. Mandate and creditor stand once for the whole settlement. */
export function ciiPayments(settlement: XmlElement | undefined): PaymentInstruction[] {
  const shared = ciiSettlementDebit(settlement);
  const remittanceInformation = valueAt(settlement, 'PaymentReference');
  return childrenOf(settlement, 'SpecifiedTradeSettlementPaymentMeans').map((means) => {
    const code = valueAt(means, 'TypeCode');
    const debitedAccountId = accountOf(child(means, 'PayerPartyDebtorFinancialAccount'));
    const isDebit = code === '49' || code === '59' || debitedAccountId !== undefined;
    return {
      creditTransfers: childrenOf(means, 'PayeePartyCreditorFinancialAccount').map((account) =>
        transferOf(account, valueAt(means, 'PayeeSpecifiedCreditorFinancialInstitution', 'BICID')),
      ),
      ...given({
        meansCode: code,
        meansText: joinedValues(means, 'Information'),
        remittanceInformation,
        card: givenOrNone({
          primaryAccountNumber: valueAt(means, 'ApplicableTradeSettlementFinancialCard', 'ID'),
          holderName: valueAt(means, 'ApplicableTradeSettlementFinancialCard', 'CardholderName'),
        }),
        directDebit: isDebit ? givenOrNone({ ...shared, debitedAccountId }) : undefined,
      }),
    };
  });
}

function accountOf(account: XmlElement | undefined): string | undefined {
  const iban = valueAt(account, 'IBANID');
  return iban !== undefined && iban !== '' ? iban : (valueAt(account, 'ProprietaryID') ?? iban);
}

function transferOf(account: XmlElement, serviceProviderId: string | undefined): CreditTransfer {
  return given({ accountId: accountOf(account), accountName: valueAt(account, 'AccountName'), serviceProviderId });
}

import { child, childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import type {
  Contact,
  Delivery,
  Identifier,
  Party,
  Payee,
  PaymentInstruction,
  PostalAddress,
  TaxRepresentative,
} from './model-parties.ts';
import { dateOf, firstValue, given, givenOrNone, identifierAt, identifierOf, valueAt } from './xml-values.ts';

/** `cac:Party` of the seller: the identifier of a creditor (BT-90) stands among its own. */
export function ublSeller(element: XmlElement | undefined): Party | undefined {
  const party = ublParty(element);
  return party && { ...party, identifiers: party.identifiers.filter((identifier) => !isSepa(identifier)) };
}

/** `cac:Party` of the seller or buyer. */
export function ublParty(party: XmlElement | undefined): Party | undefined {
  if (!party) return undefined;
  const legal = childrenOf(party, 'PartyLegalEntity');
  const schemes = childrenOf(party, 'PartyTaxScheme');
  return {
    identifiers: partyIdentifiers(party),
    ...given({
      name: firstValue(legal, 'RegistrationName'),
      tradingName: valueAt(party, 'PartyName', 'Name'),
      legalRegistrationId: legal.map((entity) => identifierAt(entity, 'CompanyID')).find((id) => id !== undefined),
      vatId: firstValue(schemes.filter(isVat), 'CompanyID'),
      taxRegistrationId: firstValue(
        schemes.filter((scheme) => !isVat(scheme)),
        'CompanyID',
      ),
      additionalLegalInformation: firstValue(legal, 'CompanyLegalForm'),
      electronicAddress: identifierAt(party, 'EndpointID'),
      address: ublAddress(child(party, 'PostalAddress')),
      contact: contactOf(child(party, 'Contact')),
    }),
  };
}

const isVat = (scheme: XmlElement) => valueAt(scheme, 'TaxScheme', 'ID')?.toUpperCase() === 'VAT';
const isSepa = (identifier: Identifier) => identifier.schemeId?.toUpperCase() === 'SEPA';

function partyIdentifiers(party: XmlElement | undefined): Identifier[] {
  return childrenOf(party, 'PartyIdentification').flatMap((part) => childrenOf(part, 'ID').map(identifierOf));
}

export function ublAddress(address: XmlElement | undefined): PostalAddress | undefined {
  if (!address) return undefined;
  return given({
    line1: valueAt(address, 'StreetName'),
    line2: valueAt(address, 'AdditionalStreetName'),
    line3: valueAt(address, 'AddressLine', 'Line'),
    city: valueAt(address, 'CityName'),
    postCode: valueAt(address, 'PostalZone'),
    subdivision: valueAt(address, 'CountrySubentity'),
    countryCode: valueAt(address, 'Country', 'IdentificationCode'),
  });
}

function contactOf(contact: XmlElement | undefined): Contact | undefined {
  if (!contact) return undefined;
  return given({
    name: valueAt(contact, 'Name'),
    telephone: valueAt(contact, 'Telephone'),
    email: valueAt(contact, 'ElectronicMail'),
  });
}

export function ublPayee(party: XmlElement | undefined): Payee | undefined {
  if (!party) return undefined;
  return given({
    name: valueAt(party, 'PartyName', 'Name'),
    identifier: partyIdentifiers(party).find((identifier) => !isSepa(identifier)),
    legalRegistrationId: identifierAt(party, 'PartyLegalEntity', 'CompanyID'),
  });
}

export function ublTaxRepresentative(party: XmlElement | undefined): TaxRepresentative | undefined {
  if (!party) return undefined;
  return given({
    name: valueAt(party, 'PartyName', 'Name'),
    vatId: firstValue(childrenOf(party, 'PartyTaxScheme').filter(isVat), 'CompanyID'),
    address: ublAddress(child(party, 'PostalAddress')),
  });
}

export function ublDelivery(delivery: XmlElement | undefined): Delivery | undefined {
  if (!delivery) return undefined;
  return given({
    partyName: valueAt(delivery, 'DeliveryParty', 'PartyName', 'Name'),
    locationId: identifierAt(delivery, 'DeliveryLocation', 'ID'),
    actualDate: dateOf(valueAt(delivery, 'ActualDeliveryDate')),
    address: ublAddress(descend(delivery, 'DeliveryLocation', 'Address')),
  });
}

/** BG-16: one instruction for each `cac:PaymentMeans`. BT-90 stands with the seller or the payee. */
export function ublPayments(root: XmlElement): PaymentInstruction[] {
  const creditorId = [
    ...partyIdentifiers(descend(root, 'AccountingSupplierParty', 'Party')),
    ...partyIdentifiers(child(root, 'PayeeParty')),
  ].find(isSepa)?.value;
  return childrenOf(root, 'PaymentMeans').map((means) => paymentOf(means, creditorId));
}

function paymentOf(means: XmlElement, creditorId: string | undefined): PaymentInstruction {
  const mandate = child(means, 'PaymentMandate');
  return {
    creditTransfers: childrenOf(means, 'PayeeFinancialAccount').map((account) =>
      given({
        accountId: valueAt(account, 'ID'),
        accountName: valueAt(account, 'Name'),
        serviceProviderId: valueAt(account, 'FinancialInstitutionBranch', 'ID'),
      }),
    ),
    ...given({
      meansCode: valueAt(means, 'PaymentMeansCode'),
      meansText: child(means, 'PaymentMeansCode')?.attributes.get('name'),
      remittanceInformation: valueAt(means, 'PaymentID'),
      card: givenOrNone({
        primaryAccountNumber: valueAt(means, 'CardAccount', 'PrimaryAccountNumberID'),
        holderName: valueAt(means, 'CardAccount', 'HolderName'),
      }),
      directDebit:
        mandate &&
        given({
          mandateReference: valueAt(mandate, 'ID'),
          creditorId,
          debitedAccountId: valueAt(mandate, 'PayerFinancialAccount', 'ID'),
        }),
    }),
  };
}

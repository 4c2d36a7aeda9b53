import type { AllowanceOrCharge, Amount, DocumentTotals, En16931Invoice, InvoiceLine } from '../../model.ts';
import type { Delivery, Party, Payee, PaymentInstruction, Period, TaxRepresentative } from '../../model-parties.ts';

/** An invoice in which every group of the standard is filled, so that a test can take any of them away. */
export interface CompleteInvoice extends En16931Invoice {
  seller: Required<Party>;
  buyer: Required<Party>;
  payee: Required<Payee>;
  taxRepresentative: Required<TaxRepresentative>;
  delivery: Required<Delivery>;
  period: Required<Period>;
  totals: DocumentTotals;
}

const eur = (value: string): Amount => ({ value, currencyId: 'EUR' });

/** Lines 96.00 + 100.00, allowance 6.00, charge 10.00: net 200.00, VAT 19 % 38.00, gross 238.00, paid 38.00. */
export function anInvoice(): CompleteInvoice {
  const invoice = aFullInvoice();
  // BT-32 is a term of the seller alone.
  drop(invoice.buyer, 'taxRegistrationId');
  return invoice;
}

function aFullInvoice(): CompleteInvoice {
  return {
    ...aHead(),
    seller: aParty('Maschinen GmbH', 'DE123456789', '7300010000001'),
    buyer: aParty('Käufer AG', 'DE987654321', '4000001123452'),
    payee: {
      name: 'Factoring KG',
      identifier: { value: '7300010000018', schemeId: '0088' },
      legalRegistrationId: { value: 'HRB 7', schemeId: '0002' },
    },
    taxRepresentative: { name: 'Vertreter', vatId: 'DE111111111', address: anAddress() },
    delivery: {
      partyName: 'Lager',
      locationId: { value: '7300010000001', schemeId: '0088' },
      actualDate: '2026-01-15',
      address: anAddress(),
    },
    period: { startDate: '2026-01-01', endDate: '2026-01-31' },
    payments: [aCreditTransfer()],
    allowances: [anEntry({ amount: '6.00', baseAmount: '60.00', percentage: '10', code: '95' })],
    charges: [anEntry({ amount: '10.00', baseAmount: '100.00', percentage: '10', code: 'FC' })],
    totals: {
      sumOfLines: eur('196.00'),
      sumOfAllowances: eur('6.00'),
      sumOfCharges: eur('10.00'),
      amountWithoutVat: eur('200.00'),
      vatAmount: eur('38.00'),
      vatAmountInAccountingCurrency: { value: '430.00', currencyId: 'SEK' },
      amountWithVat: eur('238.00'),
      paidAmount: eur('38.00'),
      roundingAmount: eur('0.00'),
      amountDue: eur('200.00'),
    },
    taxTotals: [
      { amount: eur('38.00'), subtotalCount: 1 },
      { amount: { value: '430.00', currencyId: 'SEK' }, subtotalCount: 0 },
    ],
    vatBreakdown: [
      { taxableAmount: eur('200.00'), taxAmount: eur('38.00'), categoryCode: 'S', rate: '19', taxScheme: 'VAT' },
    ],
    lines: [aLine('1', '96.00'), aLine('2', '100.00')],
  };
}

type Head = Omit<
  CompleteInvoice,
  | 'seller'
  | 'buyer'
  | 'payee'
  | 'taxRepresentative'
  | 'delivery'
  | 'period'
  | 'payments'
  | 'allowances'
  | 'charges'
  | 'totals'
  | 'taxTotals'
  | 'vatBreakdown'
  | 'lines'
>;

function aHead(): Head {
  return {
    syntax: 'UBL Invoice',
    profile: 'EN 16931',
    number: 'R-1',
    issueDate: '2026-02-01',
    typeCode: '380',
    currencyCode: 'EUR',
    accountingCurrencyCode: 'SEK',
    taxPointDate: '2026-01-31',
    dueDate: '2026-03-01',
    buyerReference: '04011000-12345-34',
    projectReferences: ['P1'],
    contractReference: 'C-1',
    orderReference: 'O-1',
    tenderReference: 'T-1',
    invoicedObjects: [{ value: 'Z-1', schemeId: 'AAA' }],
    paymentTerms: '#SKONTO#TAGE=7#PROZENT=2.00#',
    notes: [{ subjectCode: 'AAI', text: 'Danke' }],
    businessProcess: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    customizationId: 'urn:cen.eu:en16931:2017',
    precedingInvoices: [{ number: 'R-0', issueDate: '2026-01-01' }],
    supportingDocuments: [
      {
        reference: 'D-1',
        externalLocation: 'https://example.org/d1',
        attachment: { mimeCode: 'application/pdf', fileName: 'd1.pdf', sizeBytes: 10 },
      },
      { reference: 'D-2', attachment: { mimeCode: 'image/png', fileName: 'd2.png', sizeBytes: 10 } },
    ],
    amountCurrencies: ['EUR'],
    emptyElements: [],
  };
}

function aParty(name: string, vatId: string, gln: string): Required<Party> {
  return {
    name,
    tradingName: `${name} Handel`,
    identifiers: [{ value: gln, schemeId: '0088' }],
    legalRegistrationId: { value: 'HRB 1', schemeId: '0002' },
    vatId,
    taxRegistrationId: '12/345/67890',
    additionalLegalInformation: 'Amtsgericht Köln',
    electronicAddress: { value: 'rechnung@example.org', schemeId: 'EM' },
    address: anAddress(),
    contact: { name: 'Frau Beispiel', telephone: '+49 221 1234', email: 'frau@example.org' },
  };
}

function anAddress(): Required<Party>['address'] {
  return { line1: 'Weg 1', city: 'Köln', postCode: '50667', countryCode: 'DE' };
}

export function aCreditTransfer(): PaymentInstruction {
  return { meansCode: '58', creditTransfers: [{ accountId: 'DE75512108001245126199' }] };
}

export function aDirectDebit(): PaymentInstruction {
  return {
    meansCode: '59',
    creditTransfers: [],
    directDebit: {
      mandateReference: 'M-1',
      creditorId: 'DE98ZZZ09999999999',
      debitedAccountId: 'DE75512108001245126199',
    },
  };
}

export function aCard(): PaymentInstruction {
  return { meansCode: '48', creditTransfers: [], card: { primaryAccountNumber: '1234', holderName: 'Frau Beispiel' } };
}

function anEntry(parts: { amount: string; baseAmount: string; percentage: string; code: string }): AllowanceOrCharge {
  return {
    amount: eur(parts.amount),
    baseAmount: eur(parts.baseAmount),
    percentage: parts.percentage,
    vatCategoryCode: 'S',
    vatRate: '19',
    reason: 'Vereinbart',
    reasonCode: parts.code,
  };
}

function aLineEntry(amount: string, baseAmount: string, percentage: string, reasonCode: string): AllowanceOrCharge {
  return { amount: eur(amount), baseAmount: eur(baseAmount), percentage, reason: 'Vereinbart', reasonCode };
}

/** 10 × 10.00, in the line of 96.00 with an allowance of 5.00 and a charge of 1.00. */
export function aLine(id: string, netAmount: string): InvoiceLine {
  const isReduced = netAmount === '96.00';
  return {
    id,
    quantity: { value: '10', unitCode: 'C62' },
    netAmount: eur(netAmount),
    objectIdentifier: { value: 'Z-2', schemeId: 'AAA' },
    period: { startDate: '2026-01-01', endDate: '2026-01-31' },
    allowances: isReduced ? [aLineEntry('5.00', '100.00', '5', '95')] : [],
    charges: isReduced ? [aLineEntry('1.00', '100.00', '1', 'FC')] : [],
    price: {
      netPrice: eur('10.00'),
      discount: eur('2.00'),
      grossPrice: eur('12.00'),
      baseQuantity: { value: '1', unitCode: 'C62' },
      hasChargeOnPrice: false,
    },
    vat: [{ categoryCode: 'S', rate: '19', taxScheme: 'VAT' }],
    item: {
      name: 'Schraube',
      standardItemId: { value: '4000001123452', schemeId: '0160' },
      classifications: [{ value: '01.02', listId: 'STI' }],
      originCountryCode: 'DE',
      attributes: [{ name: 'Farbe', value: 'blau' }],
    },
  };
}

/** The first of a list that the builder has filled. */
export function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('The list is empty.');
  return item;
}

/** Takes properties away, whether their type calls them optional or not. */
export function drop<Value extends object>(value: Value, ...keys: (keyof Value)[]): void {
  for (const key of keys) Reflect.deleteProperty(value, key);
}

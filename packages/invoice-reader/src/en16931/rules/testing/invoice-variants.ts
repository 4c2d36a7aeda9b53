import { aLine, anInvoice, type CompleteInvoice, first } from './a-valid-invoice.ts';

const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';

export function aCiiInvoice(): CompleteInvoice {
  return { ...anInvoice(), syntax: 'CII' };
}

export function anXrechnung(): CompleteInvoice {
  return { ...anInvoice(), profile: 'XRECHNUNG', customizationId: XRECHNUNG };
}

export function aCiiXrechnung(): CompleteInvoice {
  return { ...anXrechnung(), syntax: 'CII' };
}

/** With a payment of 10.00 that the seller collects for somebody else, so that 210.00 is due. */
export function anExtendedXrechnung(): CompleteInvoice {
  const invoice = anXrechnung();
  invoice.customizationId = `${XRECHNUNG}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0`;
  invoice.thirdPartyPayments = [{ type: 'T', amount: { value: '10.00', currencyId: 'EUR' }, description: 'Zuzahlung' }];
  invoice.totals.amountDue = { value: '210.00', currencyId: 'EUR' };
  return invoice;
}

export function aCleanVehicleInvoice(): CompleteInvoice {
  const invoice = anXrechnung();
  invoice.customizationId = `${XRECHNUNG}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9`;
  const { item } = first(invoice.lines);
  item.classifications = [{ value: 'M1', listId: 'CVD' }];
  item.attributes = [{ name: 'cva', value: 'clean' }];
  return invoice;
}

export function aPeppolInvoice(): CompleteInvoice {
  return {
    ...anInvoice(),
    profile: 'PEPPOL',
    customizationId: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
  };
}

/** Factur-X EXTENDED, with a group line over the first line. */
export function anExtendedInvoice(): CompleteInvoice {
  const invoice = aCiiInvoice();
  invoice.profile = 'EXTENDED';
  invoice.customizationId = 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended';
  Object.assign(first(invoice.lines), { parentLineId: 'G', lineStatusReasonCode: 'DETAIL' });
  invoice.lines.push({ ...aLine('G', '96.00'), allowances: [], charges: [], lineStatusReasonCode: 'GROUP' });
  return invoice;
}

export function aBasicWlInvoice(): CompleteInvoice {
  const invoice = aCiiInvoice();
  return { ...invoice, profile: 'BASIC WL', customizationId: 'urn:factur-x.eu:1p0:basicwl', lines: [] };
}

/** What MINIMUM has room for; everything else of the standard is left out. */
export function aMinimumInvoice(): CompleteInvoice {
  const invoice = aCiiInvoice();
  const { amountWithoutVat, vatAmount, amountWithVat, amountDue } = invoice.totals;
  return {
    ...invoice,
    profile: 'MINIMUM',
    customizationId: 'urn:factur-x.eu:1p0:minimum',
    totals: { amountWithoutVat, vatAmount, amountWithVat, amountDue },
    taxTotals: invoice.taxTotals.slice(0, 1),
    vatBreakdown: [],
    lines: [],
    allowances: [],
    charges: [],
    payments: [],
    dueDate: undefined,
    paymentTerms: undefined,
  };
}

/** Every line, allowance, charge and the breakdown in one VAT category that bears no tax, or 7 % of it. */
export function anInvoiceOf(code: string, syntax: 'UBL Invoice' | 'CII' = 'UBL Invoice'): CompleteInvoice {
  const invoice: CompleteInvoice = { ...anInvoice(), syntax };
  const isTaxed = ['S', 'L', 'M'].includes(code);
  const rate = code === 'O' ? undefined : isTaxed ? '7' : '0';
  for (const line of invoice.lines) line.vat = [{ categoryCode: code, rate, taxScheme: 'VAT' }];
  for (const entry of [...invoice.allowances, ...invoice.charges]) {
    Object.assign(entry, { vatCategoryCode: code, vatRate: rate });
  }
  const tax = { value: isTaxed ? '14.00' : '0.00', currencyId: 'EUR' };
  const needsReason = !['S', 'Z', 'L', 'M'].includes(code);
  Object.assign(first(invoice.vatBreakdown), {
    categoryCode: code,
    rate,
    taxAmount: tax,
    ...(needsReason ? { exemptionReason: 'Ohne Steuer' } : {}),
  });
  first(invoice.taxTotals).amount = tax;
  Object.assign(invoice.totals, {
    vatAmount: tax,
    amountWithVat: { value: isTaxed ? '214.00' : '200.00', currencyId: 'EUR' },
    amountDue: { value: isTaxed ? '176.00' : '162.00', currencyId: 'EUR' },
  });
  if (code === 'O') {
    for (const party of [invoice.seller, invoice.buyer]) Reflect.deleteProperty(party, 'vatId');
    Reflect.deleteProperty(invoice, 'taxRepresentative');
  }
  return invoice;
}

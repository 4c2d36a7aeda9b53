import { type CompleteInvoice, drop, first } from './a-valid-invoice.ts';
import { anInvoiceOf } from './invoice-variants.ts';
import { eur, type Spoiled, spoiled } from './spoiled-invoices.ts';

/** UNTDID 5305 codes and the letters that the standard names their rules by. */
const FAMILIES = [
  ['S', 'S'],
  ['Z', 'Z'],
  ['E', 'E'],
  ['AE', 'AE'],
  ['K', 'IC'],
  ['G', 'G'],
  ['O', 'O'],
  ['L', 'AF'],
  ['M', 'AG'],
] as const;

const entries = (invoice: CompleteInvoice) => [...invoice.allowances, ...invoice.charges];
const row = (invoice: CompleteInvoice) => first(invoice.vatBreakdown);

/** Puts everything but one kind of thing into another category, so that only that kind can break the rule. */
function onlyIn(kind: 'lines' | 'allowances' | 'charges', invoice: CompleteInvoice): void {
  if (kind !== 'lines') for (const line of invoice.lines) first(line.vat).categoryCode = 'Q';
  if (kind !== 'allowances') for (const entry of invoice.allowances) entry.vatCategoryCode = 'Q';
  if (kind !== 'charges') for (const entry of invoice.charges) entry.vatCategoryCode = 'Q';
}

function takeOrGiveIds(code: string, invoice: CompleteInvoice): void {
  if (code === 'O') Object.assign(invoice.buyer, { vatId: 'DE987654321' });
  else {
    drop(invoice.seller, 'vatId', 'taxRegistrationId');
    drop(invoice, 'taxRepresentative');
  }
}

/** A rate that the category forbids. */
const wrongRate = (code: string): string => ({ S: '0', O: '0', L: '-1', M: '-1' })[code] ?? '19';

function family(code: string, letters: string): Spoiled[] {
  const start = (): CompleteInvoice => anInvoiceOf(code);
  const startCii = (): CompleteInvoice => anInvoiceOf(code, 'CII');
  const isTaxed = ['S', 'L', 'M'].includes(code);
  const id = (number: string): string => `BR-${letters}-${number}`;
  return [
    spoiled(id('01'), (i) => Object.assign(row(i), { categoryCode: 'Q' }), start),
    spoiled(id('01'), (i) => Object.assign(row(i), { categoryCode: 'Q' }), startCii),
    spoiled(
      id('02'),
      (i) => {
        takeOrGiveIds(code, i);
        onlyIn('lines', i);
      },
      start,
    ),
    spoiled(
      id('03'),
      (i) => {
        takeOrGiveIds(code, i);
        onlyIn('allowances', i);
      },
      start,
    ),
    spoiled(
      id('04'),
      (i) => {
        takeOrGiveIds(code, i);
        onlyIn('charges', i);
      },
      start,
    ),
    spoiled(id('05'), (i) => Object.assign(first(first(i.lines).vat), { rate: wrongRate(code) }), start),
    spoiled(id('06'), (i) => Object.assign(first(i.allowances), { vatRate: wrongRate(code) }), start),
    spoiled(id('07'), (i) => Object.assign(first(i.charges), { vatRate: wrongRate(code) }), start),
    spoiled(id('08'), (i) => Object.assign(row(i), { taxableAmount: eur('201.00') }), start),
    spoiled(id('08'), (i) => Object.assign(row(i), { taxableAmount: eur('201.00') }), startCii),
    spoiled(id('08'), (i) => i.allowances.splice(0), start),
    spoiled(id('09'), (i) => Object.assign(row(i), { taxAmount: eur(isTaxed ? '15.00' : '0.01') }), start),
    spoiled(
      id('10'),
      (i) =>
        ['S', 'Z', 'L', 'M'].includes(code)
          ? Object.assign(row(i), { exemptionReason: 'frei' })
          : drop(row(i), 'exemptionReason'),
      start,
    ),
  ];
}

const ofBuyers: Spoiled[] = [
  spoiled(
    'BR-AE-02',
    (i) => drop(i.buyer, 'vatId', 'legalRegistrationId'),
    () => anInvoiceOf('AE'),
  ),
  spoiled(
    'BR-IC-02',
    (i) => drop(i.buyer, 'vatId'),
    () => anInvoiceOf('K'),
  ),
  spoiled(
    'BR-G-02',
    (i) => {
      drop(i.seller, 'vatId');
      drop(i, 'taxRepresentative');
    },
    () => anInvoiceOf('G'),
  ),
];

const special: Spoiled[] = [
  spoiled(
    'BR-IC-11',
    (i) => {
      drop(i.delivery, 'actualDate');
      drop(i, 'period');
    },
    () => anInvoiceOf('K'),
  ),
  spoiled(
    'BR-IC-12',
    (i) => drop(i, 'delivery'),
    () => anInvoiceOf('K'),
  ),
  spoiled(
    'BR-O-11',
    (i) => i.vatBreakdown.push({ categoryCode: 'Z', rate: '0' }),
    () => anInvoiceOf('O'),
  ),
  spoiled(
    'BR-O-12',
    (i) => Object.assign(first(first(i.lines).vat), { categoryCode: 'Z' }),
    () => anInvoiceOf('O'),
  ),
  spoiled(
    'BR-O-13',
    (i) => Object.assign(first(i.allowances), { vatCategoryCode: 'Z' }),
    () => anInvoiceOf('O'),
  ),
  spoiled(
    'BR-O-14',
    (i) => Object.assign(first(i.charges), { vatCategoryCode: 'Z' }),
    () => anInvoiceOf('O'),
  ),
  spoiled(
    'BR-Z-01',
    (i) => i.vatBreakdown.push({ ...row(i) }),
    () => anInvoiceOf('Z'),
  ),
  // A row that nothing uses: seen by UBL in S, L and M, by CII in the others.
  spoiled(
    'BR-S-01',
    (i) => onlyOther(i),
    () => anInvoiceOf('S'),
  ),
  spoiled(
    'BR-E-01',
    (i) => onlyOther(i),
    () => anInvoiceOf('E', 'CII'),
  ),
];

function onlyOther(invoice: CompleteInvoice): void {
  for (const line of invoice.lines) first(line.vat).categoryCode = 'Q';
  for (const entry of entries(invoice)) entry.vatCategoryCode = 'Q';
}

/** The same invoices under Factur-X EXTENDED, whose ids stand for those of the standard. */
function extendedFamily(code: string, letters: string): Spoiled[] {
  const start = (): CompleteInvoice => ({ ...anInvoiceOf(code, 'CII'), profile: 'EXTENDED' });
  return [
    spoiled(`BR-FXEXT-${letters}-01`, (i) => Object.assign(row(i), { categoryCode: 'Q' }), start),
    spoiled(
      letters === 'S' ? 'BR-FXEXT-S08b' : `BR-FXEXT-${letters}-08b`,
      (i) => Object.assign(row(i), { taxableAmount: eur('200.05') }),
      start,
    ),
  ];
}

export const spoiledVatInvoices: Spoiled[] = [
  ...FAMILIES.flatMap(([code, letters]) => family(code, letters)),
  ...FAMILIES.flatMap(([code, letters]) => extendedFamily(code, letters)),
  ...ofBuyers,
  ...special,
];

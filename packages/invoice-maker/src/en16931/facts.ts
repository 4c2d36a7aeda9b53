import { type Random, randomFrom } from '../random.ts';
import { BUYERS, type EnParty, GOODS, type Good, germanIban, SELLERS } from './parties.ts';

/** A discount or surcharge of a line or of the whole document. */
export interface EnAllowance {
  isCharge: boolean;
  amount: string;
  reason: string;
  /** UNTDID 5189 for allowances, 7161 for charges. */
  reasonCode: string;
  vatRate: string;
}

/** Amounts and quantities are decimal strings as in the file. */
export interface EnLine {
  name: string;
  description: string;
  sellerItemId: string;
  quantity: string;
  /** UN/ECE Recommendation 20. */
  unitCode: string;
  netPrice: string;
  /** For how many units the price is. */
  baseQuantity: string;
  netAmount: string;
  vatRate: string;
  allowances: EnAllowance[];
}

export interface EnVat {
  taxable: string;
  tax: string;
  rate: string;
}

/** Everything that an EN 16931 invoice says, made up. Whoever changes a value after the fact makes a wrong invoice. */
export interface EnInvoiceFacts {
  number: string;
  issueDate: string;
  dueDate: string;
  /** UNTDID 1001: 380 invoice, 381 credit note, 384 correction … */
  typeCode: string;
  currency: string;
  buyerReference: string;
  orderReference: string;
  /** Empty, or the number of the invoice that this one refers to. */
  precedingNumber: string;
  note: string;
  paymentTerms: string;
  seller: EnParty;
  buyer: EnParty;
  iban: string;
  lines: EnLine[];
  allowances: EnAllowance[];
  vat: EnVat[];
  sumOfLines: string;
  sumOfAllowances: string;
  sumOfCharges: string;
  amountWithoutVat: string;
  vatAmount: string;
  amountWithVat: string;
  paidAmount: string;
  roundingAmount: string;
  amountDue: string;
}

export interface EnInvoiceOptions {
  /** The same seed makes the same invoice. */
  seed: string | number;
  /** Number of lines; 3 unless given. */
  lines?: number;
  /** UNTDID 1001; 380 unless given. */
  typeCode?: string;
  /** Adds a document level allowance and charge, a line allowance, a prepayment and a rounding. */
  hasExtras?: boolean;
  /** -1 makes quantities, and so all amounts, negative. */
  sign?: 1 | -1;
}

const VAT_RATES = ['19', '7'] as const;

export function anEnInvoice(options: EnInvoiceOptions): EnInvoiceFacts {
  const random = randomFrom(`en16931/${options.seed}`);
  const sign = options.sign ?? 1;
  const lineRandom = random.fork('lines');
  const lines = Array.from({ length: options.lines ?? 3 }, (_, index) =>
    lineOf(lineRandom, { hasAllowance: (options.hasExtras ?? false) && index === 0, sign }),
  );
  const allowances = options.hasExtras ? documentAllowances(random.fork('allowances')) : [];
  const issueDate = `20${random.integer(20, 29)}-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`;
  const typeCode = options.typeCode ?? '380';
  return {
    number: `RE-${issueDate.slice(0, 4)}-${random.digits(6)}`,
    issueDate,
    dueDate: `${Number(issueDate.slice(0, 4)) + 1}-01-15`,
    typeCode,
    currency: 'EUR',
    buyerReference: `04011000-${random.digits(5)}-${random.digits(2)}`,
    orderReference: `PO-${random.digits(7)}`,
    precedingNumber: typeCode === '380' ? '' : `RE-2019-${random.digits(6)}`,
    note: 'Es gelten unsere allgemeinen Geschäftsbedingungen.',
    paymentTerms: 'Zahlbar ohne Abzug bis zum angegebenen Tag.',
    seller: random.pick(SELLERS),
    buyer: random.pick(BUYERS),
    iban: germanIban(random.digits(18)),
    lines,
    allowances,
    ...totalsOf(lines, allowances, options.hasExtras ? { paidCents: 1_000 * sign, roundingCents: 2 } : NO_PAYMENT),
  };
}

const NO_PAYMENT = { paidCents: 0, roundingCents: 0 };
const twoDigits = (value: number) => String(value).padStart(2, '0');

interface LineOptions {
  hasAllowance: boolean;
  sign: 1 | -1;
}

/** Net amount = quantity × price ÷ base quantity − allowance, in whole cents; thousandths and ten-thousandths stay exact. */
function lineOf(random: Random, { hasAllowance, sign }: LineOptions): EnLine {
  const good: Good = random.pick(GOODS);
  const thousandths = sign * (good.isDivisible ? random.integer(1, 40_000) : random.integer(1, 40) * 1_000);
  const price = random.integer(good.priceCents.from, good.priceCents.to) * 100;
  const gross = Math.sign(thousandths) * Math.round(Math.abs(thousandths * price) / (100_000 * good.baseQuantity));
  const vatRate = random.pick(VAT_RATES);
  const discount = hasAllowance ? Math.trunc(gross / 10) : 0;
  return {
    name: good.name,
    description: good.description,
    sellerItemId: `A${random.digits(5)}`,
    quantity: decimal(thousandths, 3, 0),
    unitCode: good.unitCode,
    netPrice: decimal(price, 4, 2),
    baseQuantity: String(good.baseQuantity),
    netAmount: amount(gross - discount),
    vatRate,
    allowances: hasAllowance
      ? [{ isCharge: false, amount: amount(discount), reason: 'Treuerabatt', reasonCode: '95', vatRate }]
      : [],
  };
}

function documentAllowances(random: Random): EnAllowance[] {
  const vatRate = '19';
  return [
    { isCharge: false, amount: amount(random.integer(1, 900)), reason: 'Rabatt', reasonCode: '95', vatRate },
    { isCharge: true, amount: amount(random.integer(1, 900)), reason: 'Versand', reasonCode: 'FC', vatRate },
  ];
}

interface Payment {
  paidCents: number;
  roundingCents: number;
}

function totalsOf(lines: readonly EnLine[], allowances: readonly EnAllowance[], payment: Payment) {
  const bases = new Map<string, number>();
  const add = (rate: string, cents: number) => bases.set(rate, (bases.get(rate) ?? 0) + cents);
  for (const line of lines) add(line.vatRate, centsOf(line.netAmount));
  for (const entry of allowances) add(entry.vatRate, (entry.isCharge ? 1 : -1) * centsOf(entry.amount));
  const vat = [...bases].map(([rate, cents]) => ({
    rate,
    taxable: amount(cents),
    tax: amount(Math.sign(cents) * Math.round((Math.abs(cents) * Number(rate)) / 100)),
  }));
  const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + centsOf(text), 0);
  const lineCents = sum(lines.map((line) => line.netAmount));
  const allowanceCents = sum(allowances.filter(({ isCharge }) => !isCharge).map((entry) => entry.amount));
  const chargeCents = sum(allowances.filter(({ isCharge }) => isCharge).map((entry) => entry.amount));
  const netCents = lineCents - allowanceCents + chargeCents;
  const vatCents = sum(vat.map(({ tax }) => tax));
  return {
    vat,
    sumOfLines: amount(lineCents),
    sumOfAllowances: amount(allowanceCents),
    sumOfCharges: amount(chargeCents),
    amountWithoutVat: amount(netCents),
    vatAmount: amount(vatCents),
    amountWithVat: amount(netCents + vatCents),
    paidAmount: amount(payment.paidCents),
    roundingAmount: amount(payment.roundingCents),
    amountDue: amount(netCents + vatCents - payment.paidCents + payment.roundingCents),
  };
}

const amount = (cents: number) => decimal(cents, 2, 2);

function centsOf(text: string): number {
  return Math.round(Number(text) * 100);
}

/** `units` divided by ten to the power of `scale`, with at least `decimals` digits behind the point. */
function decimal(units: number, scale: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale);
  const kept = fraction.slice(0, decimals) + fraction.slice(decimals).replace(/0+$/, '');
  return `${units < 0 ? '-' : ''}${digits.slice(0, digits.length - scale)}${kept === '' ? '' : `.${kept}`}`;
}

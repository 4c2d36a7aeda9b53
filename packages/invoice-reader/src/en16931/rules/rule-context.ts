import type { Decimal } from '../../values/decimal.ts';
import type { AllowanceOrCharge, En16931Invoice, InvoiceLine, LineVat } from '../model.ts';
import { add, canonical, readAmount, readDecimal, subtract, ZERO } from './exact.ts';

/** What lines, allowances and charges of one VAT category (and rate) add up to. */
export interface CategoryUse {
  lines: number;
  allowances: number;
  charges: number;
  /** Lines plus charges minus allowances. */
  total: Decimal;
}

export interface RuleContext {
  invoice: En16931Invoice;
  syntax: 'UBL' | 'CII';
  /** Factur-X EXTENDED, whose own rules take the place of some of the standard. */
  isExtended: boolean;
  /** Version of XRechnung that BT-24 names, for example 3; 0 for none. */
  xrechnungVersion: number;
  isXrechnungExtension: boolean;
  /** XRechnung for clean vehicles (CVD). */
  isCleanVehicles: boolean;
  /** Without the sub-lines of UBL, which are part of their parents. */
  lines: readonly InvoiceLine[];
  /** Lines that take part in totals: in EXTENDED not those of kind GROUP and INFORMATION. */
  countedLines: readonly InvoiceLine[];
  /** By `S` for a category, `S 19` for a category and rate, and `E 0 code text` for one with its exemption reason. */
  uses: ReadonlyMap<string, CategoryUse>;
}

export function ruleContext(invoice: En16931Invoice): RuleContext {
  const syntax = invoice.syntax === 'CII' ? 'CII' : 'UBL';
  const isExtended = invoice.profile === 'EXTENDED';
  const lines = syntax === 'UBL' ? invoice.lines.filter((line) => line.parentLineId === undefined) : invoice.lines;
  const countedLines = isExtended ? lines.filter(isDetailLine) : lines;
  return {
    invoice,
    syntax,
    isExtended,
    xrechnungVersion: Number(/xrechnung_(\d+)/.exec(invoice.customizationId ?? '')?.[1] ?? 0),
    isXrechnungExtension: /#conformant#urn:[^#]*:extension:xrechnung/.test(invoice.customizationId ?? ''),
    isCleanVehicles: /xrechnung:cvd_/.test(invoice.customizationId ?? ''),
    lines,
    countedLines,
    uses: categoryUsage(invoice, countedLines),
  };
}

export function isDetailLine(line: InvoiceLine): boolean {
  return line.lineStatusReasonCode === undefined || line.lineStatusReasonCode === 'DETAIL';
}

export function usageOf(context: RuleContext, key: string): CategoryUse {
  return context.uses.get(key) ?? { lines: 0, allowances: 0, charges: 0, total: ZERO };
}

/** How many amounts went into a total, which is what the tolerance of EXTENDED depends on. */
export function usageCount(use: CategoryUse): number {
  return use.lines + use.allowances + use.charges;
}

export function rateKey(category: string, rate: string | undefined): string {
  const value = readDecimal(rate);
  return `${category} ${value ? canonical(value) : ''}`;
}

export function reasonKey(category: string, rate: string | undefined, reason: Pick<LineVat, ExemptionField>): string {
  return `${rateKey(category, rate)} ${reason.exemptionReasonCode ?? ''} ${reason.exemptionReason ?? ''}`;
}

type ExemptionField = 'exemptionReason' | 'exemptionReasonCode';

function categoryUsage(invoice: En16931Invoice, lines: readonly InvoiceLine[]): Map<string, CategoryUse> {
  const uses = new Map<string, CategoryUse>();
  for (const line of lines) {
    const amount = readAmount(line.netAmount) ?? ZERO;
    for (const key of lineKeys(line)) count(uses, key, 'lines', amount);
  }
  for (const kind of ['allowances', 'charges'] as const) {
    for (const entry of invoice[kind]) {
      const amount = readAmount(entry.amount) ?? ZERO;
      for (const key of entryKeys(entry)) count(uses, key, kind, amount);
    }
  }
  return uses;
}

function lineKeys(line: InvoiceLine): Set<string> {
  return new Set(
    line.vat.flatMap((vat) => {
      const category = vat.categoryCode;
      if (!category) return [];
      return [category, rateKey(category, vat.rate), reasonKey(category, vat.rate, vat)];
    }),
  );
}

function entryKeys(entry: AllowanceOrCharge): string[] {
  const category = entry.vatCategoryCode;
  return category ? [category, rateKey(category, entry.vatRate), reasonKey(category, entry.vatRate, {})] : [];
}

function count(
  uses: Map<string, CategoryUse>,
  key: string,
  kind: 'lines' | 'allowances' | 'charges',
  amount: Decimal,
): void {
  const known = uses.get(key) ?? { lines: 0, allowances: 0, charges: 0, total: ZERO };
  known[kind] += 1;
  known.total = kind === 'allowances' ? subtract(known.total, amount) : add(known.total, amount);
  uses.set(key, known);
}

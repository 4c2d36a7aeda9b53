import type { AmountKind } from './label-words.ts';
import { type Money, moneyIn, type NumberStyle } from './money.ts';
import type { Sheet } from './sheet.ts';
import { isAmountLike, type LabelledAmount } from './totals.ts';

export interface SettledAmounts {
  total?: Money;
  /** True where a second statement of the document supports the total, or nothing speaks against it. */
  isTotalSure: boolean;
  net?: Money;
  tax?: Money;
  /** Tax of several rates, added up. */
  taxMinor?: bigint;
  cash?: Money;
  isCashSure: boolean;
  change?: Money;
  rounding: bigint;
  /** The service charge, where it is a part of the sum that was found. */
  usedService: bigint;
  discount: bigint;
}

interface Candidate {
  money: Money;
  minor: bigint;
  rank: number;
  row: number;
  label: string;
}

interface Evidence {
  /** Cash and change in every reading that may be meant. */
  payments: readonly { cash: Money; change: Money; paid: bigint }[];
  /** Cash less change as printed, where both are exact. */
  paidAsPrinted?: bigint;
  cards: readonly bigint[];
  cashes: readonly bigint[];
  rounding: bigint;
  service: bigint;
  discount: bigint;
  nets: readonly bigint[];
  taxes: readonly bigint[];
}

/** Below this a figure on a picture is not believed without support. */
const SURENESS_MIN = 0.8;

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Chooses the amount to pay among all that are called a total, by what the other amounts say. */
export function settleAmounts(sheet: Sheet, labelled: readonly LabelledAmount[], style: NumberStyle): SettledAmounts {
  const evidence = evidenceOf(sheet, labelled, style);
  const candidates = candidatesOf(sheet, { labelled, evidence, style });
  const scored = candidates.map((candidate) => ({ ...candidate, ...support(candidate, { evidence, candidates }) }));
  const plausible = scored.filter(({ minor }) => minor !== 0n || scored.every((other) => other.minor === 0n));
  const [best, ...others] = plausible.sort((a, b) => b.score - a.score || b.row - a.row);
  const payment = evidence.payments.find(({ paid }) => paid === best?.minor) ?? evidence.payments[0];
  const cash =
    lastOf(labelled, 'cash') === undefined && payment?.change.minor === 0n
      ? undefined
      : (payment?.cash ?? lastOf(labelled, 'cash'));
  const rest = {
    rounding: best !== undefined && abs(evidence.rounding) * 20n < abs(best.minor) ? evidence.rounding : 0n,
    usedService: 0n,
    discount: evidence.discount,
    ...(cash && { cash }),
    ...(cash && payment && { change: payment.change }),
  };
  if (best === undefined) return { isTotalSure: false, isCashSure: false, ...rest };
  const isPaid = cash !== undefined && payment !== undefined && payment.paid === best.minor;
  return {
    ...rest,
    total: { ...best.money, minor: best.minor },
    isTotalSure: isSure(best, others, evidence),
    isCashSure:
      isPaid ||
      (cash !== undefined && payment === undefined && cash.minor === best.minor && cash.sureness >= SURENESS_MIN),
    ...netAndTax(labelled, { total: best.minor, evidence }),
  };
}

type Scored = Candidate & { score: number; supports: number };

function isSure(best: Scored, others: readonly Scored[], evidence: Evidence): boolean {
  const rival = others.find((other) => other.minor !== best.minor);
  const isAlone = rival === undefined || rival.score + 10 <= best.score;
  const isContradicted = evidence.paidAsPrinted !== undefined && evidence.paidAsPrinted !== best.minor;
  if (isContradicted || best.minor !== best.money.minor) return best.supports > 1;
  if (best.supports > 0) return isAlone || best.supports > 1;
  return isAlone && best.money.sureness >= SURENESS_MIN && best.money.isExact && best.rank > 1;
}

/** What one amount of a recognised page may have been before its point was lost or misread. */
function readingsOf(money: Money, source: Sheet['source'], style: NumberStyle): bigint[] {
  const isPointless = source === 'ocr' && style !== 'whole' && !money.text.includes('.');
  return isPointless ? [money.minor / 100n, money.minor] : [money.minor];
}

function lastOf(labelled: readonly LabelledAmount[], kind: AmountKind): Money | undefined {
  return labelled.findLast((one) => one.kind === kind && one.money.minor !== 0n)?.money;
}

function evidenceOf(sheet: Sheet, labelled: readonly LabelledAmount[], style: NumberStyle): Evidence {
  const minors = (kind: AmountKind): bigint[] =>
    labelled.filter((one) => one.kind === kind).flatMap((one) => readingsOf(one.money, sheet.source, style));
  const first = (kind: AmountKind): bigint =>
    labelled.find((one) => one.kind === kind && one.money.minor !== 0n)?.money.minor ?? 0n;
  const read = (money: Money | undefined): Money[] =>
    money === undefined ? [] : readingsOf(money, sheet.source, style).map((minor) => ({ ...money, minor }));
  const cash = lastOf(labelled, 'cash') ?? lastOf(labelled, 'paid');
  const change = labelled.findLast((one) => one.kind === 'change')?.money;
  const payments = read(cash).flatMap((tendered) =>
    read(change).map((back) => ({ cash: tendered, change: back, paid: tendered.minor - abs(back.minor) })),
  );
  const isPrinted = cash?.isExact === true && change?.isExact === true;
  return {
    payments: payments.filter(({ paid }) => paid > 0n),
    ...(isPrinted && { paidAsPrinted: cash.minor - abs(change.minor) }),
    cards: [...minors('card'), ...minors('paid')],
    cashes: minors('cash'),
    rounding: first('rounding'),
    service: first('service'),
    discount: abs(first('discount')),
    nets: minors('net'),
    taxes: minors('tax').filter((tax) => tax >= 0n),
  };
}

interface CandidateSources {
  labelled: readonly LabelledAmount[];
  evidence: Evidence;
  style: NumberStyle;
}

function candidatesOf(sheet: Sheet, { labelled, evidence, style }: CandidateSources): Candidate[] {
  const totals = labelled.filter((one) => one.kind === 'total');
  const candidates = totals.flatMap(({ money, rank, row, label }) => {
    const repaired = sheet.source === 'ocr' ? repairs(money, evidence) : [];
    return [...new Set([...readingsOf(money, sheet.source, style), ...repaired])].map((minor) => ({
      money,
      minor,
      rank,
      row,
      label,
    }));
  });
  for (const { paid } of evidence.payments) candidates.push(...unlabelled(sheet, { minor: paid, style }));
  if (candidates.length > 0) return candidates;
  // Without any total: what was paid, or the only sum.
  return labelled
    .filter((one) => one.kind === 'card' || one.kind === 'cash' || one.kind === 'paid' || one.kind === 'net')
    .map(({ money, row, label }) => ({ money, minor: money.minor, rank: 0, row, label }));
}

/** A total with one figure misread is what payment and parts both say, if they differ from it in that figure only. */
function repairs(money: Money, evidence: Evidence): bigint[] {
  const sums = evidence.nets.flatMap((net) => evidence.taxes.map((tax) => net + tax + evidence.rounding));
  const paid = [...evidence.payments.map((payment) => payment.paid), ...evidence.cards];
  const agreed = paid.filter((minor) => sums.includes(minor));
  return agreed.filter((minor) => {
    const [a, b] = [minor.toString(), money.minor.toString()];
    return a.length === b.length && [...a].filter((figure, i) => figure !== b[i]).length === 1;
  });
}

/** An amount that cash and change point to may stand without words: the rounded total below the rounding. */
function unlabelled(sheet: Sheet, { minor, style }: { minor: bigint; style: NumberStyle }): Candidate[] {
  return sheet.rows.flatMap((row, index) =>
    row.cells.flatMap((cell) =>
      moneyIn(cell, style)
        .filter(
          (money) =>
            money.minor === minor && isAmountLike(money, style) && !/CASH|CHANGE|TUNAI|KEMBALI/.test(row.squashed),
        )
        .map((money) => ({ money, minor, rank: 0, row: index, label: '' })),
    ),
  );
}

interface SupportContext {
  evidence: Evidence;
  candidates: readonly Candidate[];
}

/** Points for and against a reading of the total, and how many independent statements agree with it. */
function support(candidate: Candidate, { evidence, candidates }: SupportContext): { score: number; supports: number } {
  const { minor } = candidate;
  let score = candidate.rank * 10;
  let supports = 0;
  const grant = (points: number, holds: boolean): void => {
    if (!holds) return;
    score += points;
    supports++;
  };
  const isPaid = evidence.payments.some(({ paid }) => paid === minor);
  grant(18, isPaid);
  grant(12, evidence.cards.includes(minor));
  grant(8, !isPaid && evidence.payments.length === 0 && evidence.cashes.includes(minor));
  grant(14, isSumOfParts(minor, evidence));
  grant(
    6,
    candidates.some((other) => other.row !== candidate.row && other.money.minor === minor),
  );
  const { rounding } = evidence;
  const isRounded =
    rounding !== 0n &&
    candidates.some(
      (other) =>
        other.rank > 0 && (other.money.minor + rounding === minor || other.money.minor - abs(rounding) === minor),
    );
  grant(20, isRounded);
  if (/EXC/.test(candidate.label)) score -= 10;
  if (minor < 0n) score -= 5;
  return { score, supports };
}

/** Net and tax, with or without service, rounding and discount, add up to it. */
function isSumOfParts(minor: bigint, { nets, taxes, service, rounding, discount }: Evidence): boolean {
  const extras = [0n, rounding, service, service + rounding, -discount, rounding - discount, service - discount];
  const charges = [0n, ...taxes, taxes.slice(-2).reduce((sum, tax) => sum + tax, 0n)];
  return nets.some((net) => charges.some((tax) => extras.some((extra) => net + tax + extra === minor && net > 0n)));
}

type NetAndTax = Pick<SettledAmounts, 'net' | 'tax' | 'taxMinor' | 'usedService'>;

/** Net and tax that fit the total, else the tax alone. A tax is never more than half of what it is on. */
function netAndTax(
  labelled: readonly LabelledAmount[],
  { total, evidence }: { total: bigint; evidence: Evidence },
): NetAndTax {
  const nets = labelled.filter((one) => one.kind === 'net' && one.money.minor * 2n > total).map((one) => one.money);
  const taxes = labelled
    .filter((one) => one.kind === 'tax' && one.money.minor >= 0n && one.money.minor * 3n <= total)
    .map((one) => one.money);
  const { service, rounding, discount } = evidence;
  for (const extra of [0n, rounding, service, service + rounding, -discount]) {
    for (const net of nets) {
      const tax = taxes.find((one) => net.minor + one.minor + extra === total);
      const isService = service !== 0n && (extra === service || extra === service + rounding);
      if (tax !== undefined) return { net, tax, taxMinor: tax.minor, usedService: isService ? service : 0n };
    }
  }
  const charged = taxes.filter((one) => one.minor > 0n);
  const sum = charged.reduce((result, one) => result + one.minor, 0n);
  const fitting = nets.find((net) => net.minor + sum === total);
  if (fitting !== undefined && charged[0] !== undefined)
    return { net: fitting, tax: charged[0], taxMinor: sum, usedService: 0n };
  const halves = labelled.filter(
    (one) => one.kind === 'tax' && /CGST|SGST|UTGST/.test(one.label) && one.money.minor > 0n,
  );
  const [central, state] = halves;
  // India charges a central tax and one of the state, each half of the rate, on the same goods.
  if (halves.length === 2 && central !== undefined && central.money.minor === state?.money.minor) {
    return { tax: central.money, taxMinor: central.money.minor * 2n, usedService: 0n };
  }
  const [tax] = charged.length > 0 ? charged : taxes;
  return tax === undefined ? { usedService: 0n } : { tax, taxMinor: tax.minor, usedService: 0n };
}

import type { FieldSource } from '../../reading.ts';
import { parseChineseAmount } from '../../values/chinese-amount.ts';
import { formatMinor, parseMinor } from '../../values/decimal.ts';
import type { PageGlyph, PageText, TextLine } from '../page-text.ts';
import type { InvoiceQr } from '../qr-payload.ts';
import { type FormAreas, findLabels, textOf } from './labels.ts';
import type { FieldReading } from './sheet.ts';

/** One printed or encoded statement of an amount, in fen. */
export interface AmountClaim {
  minor: bigint;
  source: FieldSource;
  /** QR codes have an error correction and count double. */
  weight: number;
  glyphs?: readonly PageGlyph[];
}

export interface AmountClaims {
  net: AmountClaim[];
  tax: AmountClaim[];
  total: AmountClaim[];
  /** The tax column of the sum line shows no figure, as on tax-free invoices. */
  isTaxMasked: boolean;
  words?: FieldReading;
}

export interface AmountReadings {
  amountWithoutTax?: FieldReading;
  taxAmount?: FieldReading;
  totalAmount?: FieldReading;
  totalAmountInWords?: FieldReading;
}

const MONEY = /(-?)¥?(-?)(\d[\d,]*(?:\.\d{1,2})?)/;

export interface PrintedNumber {
  minor: bigint;
  glyphs: PageGlyph[];
  /** Middle and right edge of the figures. */
  x: number;
  right: number;
  y: number;
  hasSign: boolean;
}

/** Amounts on a stretch of glyphs; figures far apart are different amounts. */
export function printedAmounts(glyphs: readonly PageGlyph[]): PrintedNumber[] {
  return splitAtGaps(glyphs).flatMap((group) => {
    const match = MONEY.exec(textOf(group).replace(/[Yy](?=-?\d)/, '¥'));
    if (match === null) return [];
    const own = group.slice(match.index, match.index + match[0].length);
    const figure = (match[3] ?? '').replaceAll(',', '');
    // Amounts are always printed with two decimals: without a point in sight, the point was not recognised.
    const minor = parseMinor(`${match[1] || match[2] ? '-' : ''}${withPoint(figure)}`);
    const first = own[0];
    const last = own[own.length - 1];
    if (minor === null || first === undefined || last === undefined || figure.length < 3) return [];
    const right = last.x + last.height / 4;
    return [{ minor, glyphs: own, x: (first.x + last.x) / 2, right, y: last.y, hasSign: match[0].includes('¥') }];
  });
}

export function withPoint(figure: string): string {
  return figure.includes('.') ? figure : `${figure.slice(0, -2)}.${figure.slice(-2)}`;
}

const GAP_BETWEEN_NUMBERS = 1.5;

export function splitAtGaps(glyphs: readonly PageGlyph[]): PageGlyph[][] {
  const groups: PageGlyph[][] = [];
  let before: PageGlyph | undefined;
  for (const glyph of glyphs) {
    const last = groups[groups.length - 1];
    const isNear = before !== undefined && glyph.x - before.x < GAP_BETWEEN_NUMBERS * glyph.height;
    const startsAmount = glyph.plain === '¥' && before !== undefined;
    if (last !== undefined && isNear && !startsAmount) last.push(glyph);
    else groups.push([glyph]);
    before = glyph;
  }
  return groups;
}

export function collectClaims(page: PageText, areas: FormAreas, qr: InvoiceQr | undefined): AmountClaims {
  const claims: AmountClaims = { net: [], tax: [], total: [], isTaxMasked: false };
  addQr(claims, qr);
  addSumLine(claims, page, areas);
  addTotalLine(claims, page, areas);
  return claims;
}

function addQr(claims: AmountClaims, qr: InvoiceQr | undefined): void {
  const net = parseMinor(qr?.amountWithoutTax);
  const total = parseMinor(qr?.totalAmount);
  if (net !== null) claims.net.push({ minor: net, source: 'qr', weight: 2 });
  if (total !== null) claims.total.push({ minor: total, source: 'qr', weight: 2 });
}

function addSumLine(claims: AmountClaims, page: PageText, areas: FormAreas): void {
  const { itemsY, totalTop } = areas;
  if (totalTop === undefined) return;
  const amountX = headingX(page, areas, /金额|额(?=.*税率)/);
  const taxX = headingX(page, areas, /税额/);
  const between = page.lines.filter((line) => line.y < totalTop && (itemsY === undefined || line.y > itemsY));
  const sum = sumLine(between);
  if (sum === undefined) return;
  const near = between.filter((line) => Math.abs(line.y - sum.y) < 0.9 * sum.height);
  const amounts = near.flatMap((line) => printedAmounts(line.glyphs)).sort((a, b) => a.x - b.x);
  const split = amountX !== undefined && taxX !== undefined ? (amountX + taxX) / 2 : undefined;
  const net = amounts.find((amount) => split === undefined || amount.x < split);
  const tax = amounts.filter((amount) => amount !== net && (split === undefined || amount.x > split)).at(-1);
  if (net !== undefined) claims.net.push(claimOf(net));
  if (tax !== undefined) claims.tax.push(claimOf(tax));
  const tail = near.map((line) => line.text).join(' ');
  // Something unreadable in the place of the tax is not the same as nothing.
  const isBlank =
    net === undefined || near.every((line) => line.glyphs.every((glyph) => glyph.x < net.right + glyph.height));
  claims.isTaxMasked = tax === undefined && (/\*|免税|不征税/.test(tail) || (amounts.length === 1 && isBlank));
}

/** 合计 with its two characters apart, or the lowest line with a yen sign above 价税合计. */
function sumLine(lines: readonly TextLine[]): { y: number; height: number } | undefined {
  const labelled = lines.filter((line) => /合计|^合.{0,2}计|^合|^计/.test(line.text) && /[¥\d]/.test(line.text));
  const signed = lines.filter((line) => /¥/.test(line.text) && printedAmounts(line.glyphs).length > 0);
  return signed.at(-1) ?? labelled.at(-1);
}

function headingX(page: PageText, areas: FormAreas, pattern: RegExp): number | undefined {
  const { itemsY } = areas;
  if (itemsY === undefined) return undefined;
  const near = page.lines.filter((line) => Math.abs(line.y - itemsY) < 1.2 * line.height);
  const label = findLabels(near, pattern).at(-1);
  return label === undefined ? undefined : (label.left + label.right) / 2;
}

function addTotalLine(claims: AmountClaims, page: PageText, areas: FormAreas): void {
  const { totalY, totalLine } = areas;
  if (totalY === undefined || totalLine === undefined) return;
  const near = page.lines.filter((line) => line.y > (areas.totalTop ?? 0) && line.y < totalY + 1.2 * totalLine.height);
  const small = findLabels(near, /小写\)?/)[0];
  const amounts = near.flatMap((line) => printedAmounts(line.glyphs));
  const total =
    amounts.find(
      (amount) => small !== undefined && amount.x > small.left && Math.abs(amount.y - small.y) < small.height,
    ) ??
    amounts.find((amount) => amount.hasSign) ??
    amounts.find((amount) => textOf(amount.glyphs).includes('.'));
  if (total !== undefined) claims.total.push(claimOf(total));
  const words = near.flatMap((line) => wordsOn(line) ?? [])[0];
  if (words === undefined) return;
  claims.total.push(words.claim);
  claims.words = words.reading;
}

const WORDS = /(\(?负数?\)?)?[零壹贰叁参肆伍陆柒捌玖拾佰仟万亿圆元角分整正]{3,}/;

function wordsOn(line: TextLine): { claim: AmountClaim; reading: FieldReading } | undefined {
  const match = WORDS.exec(line.text);
  if (match === null) return undefined;
  // 叁 in small print is often seen as 参, which is no figure.
  const value = match[0].replaceAll('参', '叁');
  const minor = parseChineseAmount(value);
  if (minor === null) return undefined;
  const glyphs = line.glyphs.slice(match.index, match.index + match[0].length);
  return {
    claim: { minor, source: 'ocr', weight: 1, glyphs },
    reading: { value, source: 'ocr', glyphs, doubtful: false },
  };
}

function claimOf(amount: PrintedNumber): AmountClaim {
  return { minor: amount.minor, source: 'ocr', weight: 1, glyphs: amount.glyphs };
}

interface Proposal {
  net: bigint;
  tax: bigint;
  total: bigint;
  support: number;
}

/** An equation that three statements agree on cannot be a single misreading. */
const SUPPORT_MIN = 3;

/** Chooses the amounts for which net + tax = total holds and that most statements support. */
export function settleAmounts(claims: AmountClaims): AmountReadings {
  const best = bestProposal(claims);
  if (best === undefined || best.support < SUPPORT_MIN) return unsettled(claims);
  return {
    totalAmountInWords: claims.words,
    amountWithoutTax: settled(best.net, claims.net),
    taxAmount: claims.isTaxMasked && best.tax === 0n ? undefined : settled(best.tax, claims.tax),
    totalAmount: settled(best.total, claims.total),
  };
}

function bestProposal(claims: AmountClaims): Proposal | undefined {
  const values = (list: readonly AmountClaim[]): bigint[] => [...new Set(list.map((claim) => claim.minor))];
  const taxes = claims.isTaxMasked ? [0n] : values(claims.tax);
  let best: Proposal | undefined;
  const offer = (net: bigint, tax: bigint, total: bigint): void => {
    if (!isPlausibleTax(net, tax)) return;
    const support =
      supportOf(claims.net, net) +
      supportOf(claims.tax, tax) +
      supportOf(claims.total, total) +
      (claims.isTaxMasked && tax === 0n ? 1 : 0);
    if (best === undefined || support > best.support) best = { net, tax, total, support };
  };
  for (const net of values(claims.net)) {
    for (const tax of taxes) offer(net, tax, net + tax);
    for (const total of values(claims.total)) offer(net, total - net, total);
  }
  for (const total of values(claims.total)) {
    for (const tax of taxes) offer(total - tax, tax, total);
  }
  return best;
}

/** The highest rate ever was 17 %; tax has the sign of its base. Invoices of a difference tax less, never more. */
function isPlausibleTax(net: bigint, tax: bigint): boolean {
  const [base, share] = net < 0n ? [-net, -tax] : [net, tax];
  return share >= 0n && share * 100n <= base * 17n + 200n;
}

function supportOf(claims: readonly AmountClaim[], minor: bigint): number {
  return claims.reduce((sum, claim) => sum + (claim.minor === minor ? claim.weight : 0), 0);
}

function settled(minor: bigint, claims: readonly AmountClaim[]): FieldReading {
  const own = claims.find((claim) => claim.minor === minor);
  const others = claims.filter((claim) => claim.minor !== minor);
  return {
    value: formatMinor(minor),
    source: own?.source ?? 'derived',
    glyphs: claims.find((claim) => claim.minor === minor && claim.glyphs !== undefined)?.glyphs,
    doubtful: own === undefined || others.length > 0,
    alternatives: alternativesOf(others),
  };
}

function unsettled(claims: AmountClaims): AmountReadings {
  const first = (list: readonly AmountClaim[]): FieldReading | undefined => {
    const [claim, ...others] = list;
    if (claim === undefined) return undefined;
    return {
      value: formatMinor(claim.minor),
      source: claim.source,
      glyphs: claim.glyphs ?? others.find((other) => other.minor === claim.minor)?.glyphs,
      doubtful: true,
      alternatives: alternativesOf(others.filter((other) => other.minor !== claim.minor)),
    };
  };
  return {
    totalAmountInWords: claims.words,
    amountWithoutTax: first(claims.net),
    taxAmount: first(claims.tax),
    totalAmount: first(claims.total),
  };
}

function alternativesOf(claims: readonly AmountClaim[]): FieldReading['alternatives'] {
  if (claims.length === 0) return undefined;
  return claims.map((claim) => ({ source: claim.source, value: formatMinor(claim.minor) }));
}

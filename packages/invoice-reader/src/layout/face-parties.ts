import type { Candidate } from '../document/candidate.ts';
import { type FacePage, labelsOn, putField } from './face-page.ts';
import { type FoundText, type Label, linesInside, matchInside } from './labels.ts';
import { type Box, boxAround, isOnLine, plainText, type Run } from './page-text.ts';

type Role = 'buyer' | 'seller';

const NAME_LABEL = /(?<![\u4e00-\u9fff])名称:?/;
const NAME_LABEL_ANYWHERE = /名称:/;
const TABLE_HEADING = /项目名称|货物或应税劳务、?服务名称|规格型号/;
const TAX_ID_LABEL = /(?:统一社会信用代码\/)?纳税人识别号:?/;
const TAX_ID = /[0-9A-Za-z*]{15,20}/;

/** Buyer and seller: beside each other on 数电票, above each other on older forms. */
export function readParties(face: FacePage, candidate: Candidate): void {
  const names = nameLabels(face);
  const taxIds = labelsOn(face, TAX_ID_LABEL);
  for (const label of names) {
    const role = roleOf(face, label, names);
    const right = rightLimit(face, label, names);
    const taxIdLabel = nearestBelow(label, taxIds, right);
    readName(face, candidate, { role, label, right, bottom: taxIdLabel?.top });
    if (taxIdLabel) readTaxId(face, candidate, { role, label: taxIdLabel, right });
  }
}

function nameLabels(face: FacePage): Label[] {
  const exact = labelsOn(face, NAME_LABEL_ANYWHERE);
  const labels = exact.length >= 2 ? exact : labelsOn(face, NAME_LABEL);
  const own = labels.filter((label) => label.top < 0.92 * face.page.height && !isTailOfLonger(label));
  return withoutRemarks(face, own).slice(0, 8);
}

/** With both parties above the table, a label below it belongs to the remarks; on older forms the seller is left of them. */
function withoutRemarks(face: FacePage, labels: readonly Label[]): Label[] {
  const table = labelsOn(face, TABLE_HEADING)[0];
  if (!table) return [...labels];
  const above = labels.filter((label) => label.bottom < table.top);
  if (above.length >= 2) return above;
  return labels.filter((label) => label.bottom < table.top || label.left < face.page.width / 2);
}

/** 工程名称, 项目名称 and the like occur in remarks; a vertical 购 or 销 before the label stands apart from it. */
function isTailOfLonger(label: Label): boolean {
  const first = label.line.glyphs.findIndex((glyph) => glyph.left === label.left);
  const before = label.line.glyphs[first - 1];
  if (!before || !/[\u4e00-\u9fff]/.test(before.plain) || /[购买销售方信息位]/.test(before.plain)) return false;
  return label.left - before.right < 0.4 * (label.bottom - label.top);
}

function roleOf(face: FacePage, label: Label, all: readonly Label[]): Role {
  const before = roleBefore(label);
  if (before) return before;
  const strip = verticalMark(face, label);
  if (strip.includes('销')) return 'seller';
  if (strip.includes('购')) return 'buyer';
  const beside = all.find((other) => other !== label && Math.abs(other.top - label.top) < 0.03 * face.page.height);
  if (beside) return label.left < beside.left ? 'buyer' : 'seller';
  return label.top < face.page.height / 2 ? 'buyer' : 'seller';
}

/** 购买方名称, 付款方名称: the role stands before the label itself. */
function roleBefore(label: Label): Role | undefined {
  const first = label.line.glyphs.findIndex((glyph) => glyph.left === label.left);
  const text = label.line.text.slice(Math.max(0, first - 4), Math.max(0, first));
  if (/(?:购买|购货|付款|买)(?:方|单位)$/.test(text)) return 'buyer';
  return /(?:销售|销货|收款|卖)(?:方|单位)$/.test(text) ? 'seller' : undefined;
}

/** The vertical 购买方 or 销售方 left of a party's block. */
function verticalMark(face: FacePage, label: Label): string {
  const { width, height } = face.page;
  return face.page.runs
    .filter((run) => run.right <= label.left + 1 && run.left >= label.left - 0.07 * width)
    .filter((run) => Math.abs(run.top - label.top) < 0.13 * height)
    .map((run) => plainText(run.text))
    .join('');
}

/** Where the next block begins: the other party beside it, the cipher area, or the remarks. */
function rightLimit(face: FacePage, label: Label, all: readonly Label[]): number {
  const { width, height } = face.page;
  const limits = all
    .filter((other) => other.left > label.right && Math.abs(other.top - label.top) < 0.05 * height)
    .map((other) => other.left - 0.5 * (label.bottom - label.top));
  const block = blockOf(face, label);
  for (const run of face.page.runs) {
    const isBeyond = run.left > label.right + 0.1 * width && Math.abs(run.top - label.top) < 0.16 * height;
    const isInBlock = run.top >= block.top && run.bottom <= block.bottom;
    if (isBeyond && isInBlock && isBlockMark(face, run)) limits.push(run.left - 1);
  }
  return limits.length === 0 ? width : Math.min(...limits);
}

/** The table of items is no part of a party: its units (吨, 趟) stand above each other like a mark. */
function blockOf(face: FacePage, label: Label): { top: number; bottom: number } {
  const headings = labelsOn(face, TABLE_HEADING).filter((heading) => heading.top > label.bottom);
  const words = labelsOn(face, /\(大写\)/).filter((found) => found.bottom < label.top);
  return {
    top: Math.max(0, ...words.map((found) => found.bottom)),
    bottom: Math.min(face.page.height, ...headings.map((heading) => heading.top)),
  };
}

/** Marks of the neighbouring block (密码区, 备注, 销售方, 说明) are written downwards: lone characters above each other. */
function isBlockMark(face: FacePage, run: Run): boolean {
  const text = plainText(run.text);
  if (/^(?:密码?区?|备注?|购买方(?:信息)?|销售方(?:信息)?)$/.test(text)) return true;
  const size = run.bottom - run.top;
  if (!/^[\u4e00-\u9fff]$/.test(text)) return false;
  const others = face.page.runs.filter((other) => other !== run);
  const isAlone = !others.some(
    (other) => isOnLine(other, run) && other.right > run.left - 1.5 * size && other.left < run.right + 0.5 * size,
  );
  const hasFellow = others.some(
    (other) =>
      /^[\u4e00-\u9fff]$/.test(plainText(other.text)) &&
      Math.abs(other.left - run.left) < 0.3 * size &&
      Math.abs(other.top - run.top) < 0.16 * face.page.height,
  );
  return isAlone && hasFellow;
}

function nearestBelow(label: Label, candidates: readonly Label[], right: number): Label | undefined {
  return candidates
    .filter((other) => other.top > label.top && other.left < right && other.right > label.left - 2)
    .sort((a, b) => a.top - b.top)[0];
}

interface Region {
  role: Role;
  label: Label;
  right: number;
  bottom?: number;
}

function readName(face: FacePage, candidate: Candidate, region: Region): void {
  const lineHeight = region.label.bottom - region.label.top;
  const bottom = region.bottom ?? region.label.bottom + 0.5 * lineHeight;
  const box: Box = {
    left: region.label.right - 0.2 * lineHeight,
    right: region.right,
    top: region.label.top - 0.9 * lineHeight,
    bottom: bottom - 0.1 * lineHeight,
  };
  const parts = linesInside(face.lines, box);
  const text = joinWrapped(parts.map((part) => part.text)).replace(/^[:：]\s*/, '');
  putField(candidate, face, { name: `${region.role}Name`, value: text, at: merged(parts, text) });
}

/** A wrapped Chinese name continues without a blank, a Latin one with. */
function joinWrapped(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    const isLatin = /[A-Za-z.,]$/.test(text) && /^[A-Za-z]/.test(line);
    return `${text}${isLatin ? ' ' : ''}${line}`;
  }, '');
}

function merged(parts: readonly FoundText[], text: string): FoundText | null {
  return parts.length === 0 ? null : { ...boxAround(parts), text, plain: plainText(text) };
}

function readTaxId(face: FacePage, candidate: Candidate, region: Region): void {
  const { label, right, role } = region;
  const lineHeight = label.bottom - label.top;
  const box: Box = {
    left: label.right - 0.2 * lineHeight,
    right,
    top: label.top - 0.6 * lineHeight,
    bottom: label.bottom + 0.6 * lineHeight,
  };
  const found = matchInside(face.lines, box, TAX_ID);
  putField(candidate, face, { name: `${role}TaxId`, value: found?.plain.toUpperCase(), at: found });
}

import type { Candidate } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { type FacePage, firstLabel, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText, type Label, matchRightOf, textRightOf } from './labels.ts';
import { glyphsOf, isOnLine, type Line, lineOf } from './page-text.ts';

/** Without the province that stands before the kind on older forms. */
const KIND =
  /电子发票\([^()]{2,14}\)|增值税电子(?:普通|专用)发票(?:\(通行费\))?|[\u4e00-\u9fff]{2,8}(?<!增值税)电子普通发票|增值税(?:专用|普通)发票(?:\(卷票\))?|机动车销售统一发票|二手车销售统一发票|车辆通行费通用\(电子\)发票|通行费电子发票|通用(?:机打|\(电子\)|定额)发票/;

const SPECIAL_BUSINESSES = [
  '建筑服务',
  '旅客运输服务',
  '货物运输服务',
  '不动产经营租赁服务',
  '不动产租赁经营服务',
  '不动产销售',
  '自产农产品销售',
  '农产品收购',
  '光伏收购',
  '代收车船税',
  '成品油',
  '机动车',
  '二手车',
  '稀土',
  '卷烟',
  '民航',
  '铁路',
  '医疗服务',
  '拖拉机和联合收割机',
  '报废产品收购',
  '矿产品',
  '通行费',
  '差额征税-全额开票',
  '差额征税-差额开票',
  '差额征税',
];

/** Kind of the invoice and where it is printed; the largest type wins over a mention in the remarks. */
export function findKind(face: FacePage): FoundText | null {
  let best: FoundText | null = null;
  // Single runs come first: the characters of a seal may stand between those of the title.
  const runs = face.page.runs.map((run) => lineOf(glyphsOf(run)));
  for (const line of [...runs, ...face.lines]) {
    const found = matchLine(line, KIND);
    if (!found || found.top > 0.4 * face.page.height) continue;
    if (!best || found.bottom - found.top > best.bottom - best.top + 0.5) best = found;
  }
  return best;
}

export function readHeader(face: FacePage, candidate: Candidate): void {
  const kind = findKind(face);
  const number = readNumber(face);
  const code = readInHead(face, /发票代码:?/, /\d{10,12}/);
  const date = readDateText(face);
  const check = readInHead(face, /校验码:?/, /^:?(?:\d{20}|[0-9a-zA-Z]{5}(?![0-9a-zA-Z]))/);
  const machine = readInHead(face, /机器编号:?/, /\d{12}/);
  putField(candidate, face, { name: 'invoiceType', value: kind?.text.replace(/\s/g, ''), at: kind });
  putField(candidate, face, { name: 'invoiceNumber', value: number?.plain, at: number });
  putField(candidate, face, { name: 'invoiceCode', value: code?.plain, at: code });
  putField(candidate, face, { name: 'issueDate', value: toDate(date?.plain), at: date });
  putField(candidate, face, { name: 'checkCode', value: check?.plain.replace(/^:/, ''), at: check });
  putField(candidate, face, { name: 'machineNumber', value: machine?.plain, at: machine });
  readSpecialBusiness(face, candidate, kind);
}

/** Invoice number of a page: by its label, else the only number of 20 digits in the upper third. */
export function readNumber(face: FacePage): FoundText | null {
  // A red-letter invoice also names the original: 原发票号码.
  const labelled = readInHead(face, /(?<![原蓝字数电])发票号码:?/, /^:?(\d{20}|\d{19}|\d{8})(?!\d)/);
  if (labelled) return withoutColon(labelled);
  return onlyInHead(face, /(?<!\d)\d{20}(?!\d)/);
}

function withoutColon(found: FoundText): FoundText {
  return { ...found, plain: found.plain.replace(/^:/, ''), text: found.text.replace(/^[:：]/, '') };
}

export function matchLine(line: Line, pattern: RegExp): FoundText | null {
  const match = pattern.exec(line.text);
  return match ? foundText(line.glyphs.slice(match.index, match.index + match[0].length)) : null;
}

export function readAfter(face: FacePage, label: RegExp, value: RegExp): FoundText | null {
  return matchAfter(labelsOn(face, label), value);
}

/** Remarks repeat labels of the head, for example with the number of another invoice. */
function readInHead(face: FacePage, label: RegExp, value: RegExp): FoundText | null {
  const labels = labelsOn(face, label);
  const inHead = labels.filter((found) => found.top < 0.4 * face.page.height);
  const found = matchAfter(inHead, value);
  // A roll has no head: date and check code stand between and below the lines.
  const isRoll = face.page.width < 0.8 * face.page.height;
  return found ?? (isRoll ? matchAfter(labels, value) : null);
}

function matchAfter(labels: readonly Label[], value: RegExp): FoundText | null {
  for (const label of labels) {
    const match = matchRightOf(label, value);
    if (match) return match;
  }
  return null;
}

export function readDateText(face: FacePage): FoundText | null {
  const labelled = readInHead(face, /开票日期:?/, /\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?|\d{8}/);
  return labelled ?? onlyInHead(face, /\d{4}年\d{1,2}月\d{1,2}日/);
}

/** What stands once in the upper third, where a label and its value are not on one line. */
function onlyInHead(face: FacePage, pattern: RegExp): FoundText | null {
  const free = face.lines
    .filter((line) => (line.glyphs[0]?.top ?? Number.POSITIVE_INFINITY) < face.page.height / 3)
    .map((line) => matchLine(line, pattern))
    .filter((found) => found !== null);
  const values = new Set(free.map((found) => found.plain));
  return values.size === 1 ? (free[0] ?? null) : null;
}

function readSpecialBusiness(face: FacePage, candidate: Candidate, kind: FoundText | null): void {
  if (!kind) return;
  const top = kind.top - (kind.bottom - kind.top);
  const bottom = kind.bottom + 1.5 * (kind.bottom - kind.top);
  // Long names reach below the first characters of the title.
  const reach = kind.left + 0.15 * (kind.right - kind.left);
  for (const name of SPECIAL_BUSINESSES) {
    const label = labelsOn(face, new RegExp(name)).find(
      (found) => found.right <= reach && found.top >= top && found.bottom <= bottom,
    );
    if (!label) continue;
    const at = { ...label, text: name, plain: name };
    putField(candidate, face, { name: 'specialBusiness', value: name, at });
    return;
  }
}

/** Remarks: everything right of 备注, down to the line of 开票人. */
export function readRemarks(face: FacePage, candidate: Candidate): void {
  const mark = remarksMark(face);
  if (!mark) return;
  const drawers = labelsOn(face, /开票人:?/).filter((label) => label.top > mark.top);
  const words = firstLabel(face, /\(大写\)/);
  const bottom = drawers[0]?.top ?? face.page.height;
  const isInSellerBlock = mark.left > face.page.width / 2;
  const seller = isInSellerBlock
    ? labelsOn(face, /名称:/)
        .filter((label) => label.top > (words?.bottom ?? 0) && label.left < mark.left)
        .at(-1)
    : undefined;
  const top = isInSellerBlock ? (seller?.top ?? mark.top) - 2 : (words?.bottom ?? mark.top);
  const texts = face.lines
    .map((line) =>
      line.glyphs.filter((glyph) => glyph.left >= mark.right && glyph.top >= top && glyph.bottom <= bottom + 1),
    )
    .map((glyphs) => foundText(glyphs))
    .filter((found) => found !== null && found.plain !== '备' && found.plain !== '注');
  const rows: FoundText[] = [];
  for (const found of texts) if (found && !rows.some((row) => isOnLine(row, found))) rows.push(found);
  rows.sort((a, b) => a.top - b.top);
  const first = rows[0];
  if (!first) return;
  const last = rows.reduce((lowest, row) => (row.bottom > lowest.bottom ? row : lowest), first);
  const right = Math.max(...rows.map((row) => row.right));
  const left = Math.min(...rows.map((row) => row.left));
  const at = { ...first, left, right, bottom: last.bottom };
  putField(candidate, face, { name: 'remarks', value: rows.map((row) => row.text).join('\n'), at });
}

function remarksMark(face: FacePage): FoundText | null {
  const marks = face.page.runs
    .filter((run) => /^备\s*注?$/.test(run.text.trim()) && run.top > 0.5 * face.page.height)
    .map((run) => ({ ...run, plain: run.text }));
  return marks[0] ?? null;
}

export function readDrawer(face: FacePage, candidate: Candidate): void {
  const label = labelsOn(face, /开票人:?/).at(-1);
  const found = label ? textRightOf(label, label.right + 0.2 * face.page.width) : null;
  const name = found?.text.replace(/销\s*售\s*方.*$/, '').trim();
  putField(candidate, face, { name: 'drawer', value: name, at: found });
}

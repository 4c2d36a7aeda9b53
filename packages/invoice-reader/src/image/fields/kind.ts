import type { PageGlyph, PageText } from '../page-text.ts';
import type { InvoiceQr } from '../qr-payload.ts';
import { confidenceOf } from './labels.ts';
import type { FieldReading } from './sheet.ts';

/** Kinds by the second field of the QR code. */
export const KIND_OF_QR: Readonly<Record<string, string>> = {
  '01': '增值税专用发票',
  '04': '增值税普通发票',
  '08': '增值税电子专用发票',
  '10': '增值税电子普通发票',
  '11': '增值税普通发票（卷票）',
  '31': '电子发票（增值税专用发票）',
  '32': '电子发票（普通发票）',
  '51': '电子发票（铁路电子客票）',
  '61': '电子发票（航空运输电子客票行程单）',
};

/** Titles as printed, without the name of the province; brackets half-width, as patterns see them. */
const TITLES: readonly { title: string; kind: string }[] = [
  { title: '电子发票(增值税专用发票)', kind: '电子发票（增值税专用发票）' },
  { title: '电子发票(普通发票)', kind: '电子发票（普通发票）' },
  { title: '增值税电子普通发票', kind: '增值税电子普通发票' },
  { title: '增值税电子专用发票', kind: '增值税电子专用发票' },
  { title: '增值税专用发票', kind: '增值税专用发票' },
  { title: '增值税普通发票', kind: '增值税普通发票' },
  { title: '车辆通行费通用(电子)发票', kind: '车辆通行费通用（电子）发票' },
  { title: '电子发票(铁路电子客票)', kind: '电子发票（铁路电子客票）' },
  { title: '电子发票(航空运输电子客票行程单)', kind: '电子发票（航空运输电子客票行程单）' },
];

const SPECIAL_BUSINESS =
  /^(?:建筑服务|旅客运输服务|货物运输服务|不动产(?:经营租赁服务|租赁经营服务|销售)|自产农产品销售|农产品收购|光伏收购|代收车船税|成品油|机动车|稀土|卷烟|通行费|报废产品收购|矿产品|差额征税(?:-(?:全额|差额)开票)?)$/;

/** The special business of a digital invoice, printed alone beside the QR code. */
export function readSpecialBusiness(page: PageText): FieldReading | undefined {
  const [first] = page.pieces.filter((piece) =>
    SPECIAL_BUSINESS.test(piece.glyphs.map((glyph) => glyph.plain).join('')),
  );
  if (first === undefined || first.left > page.picture.width / 2) return undefined;
  const value = first.glyphs.map((glyph) => glyph.char).join('');
  return { value, source: 'ocr', glyphs: first.glyphs, doubtful: false };
}

/** Kinds without a buyer and a seller block, an item table and a sum line: only what the QR code says is sure. */
export function isTravelTicket(kind: string | undefined): boolean {
  return kind !== undefined && /客票/.test(kind);
}

/** Characters of the title that may be lost under the seal. */
const LOST_MAX = 3;

export interface KindReading extends FieldReading {
  isDigital: boolean;
}

export function readKind(page: PageText, qr: InvoiceQr | undefined, code: string | undefined): KindReading | undefined {
  const printed = printedTitle(page);
  const encoded = KIND_OF_QR[qr?.kind ?? ''];
  if (encoded !== undefined) {
    const isAgreed = printed === undefined || printed.lost > 0 || !contradicts(printed.kind, encoded);
    return {
      value: encoded,
      source: 'qr',
      glyphs: printed?.glyphs,
      doubtful: !isAgreed,
      alternatives: isAgreed || printed === undefined ? undefined : [{ source: 'ocr', value: printed.kind }],
      isDigital: isDigital(encoded),
    };
  }
  if (printed === undefined) return undefined;
  const kind = settledKind(printed.kind, code);
  const isSure = printed.lost === 0 || kind.isSettled;
  return {
    value: kind.value,
    source: 'ocr',
    glyphs: printed.glyphs,
    doubtful: !isSure,
    isDigital: isDigital(kind.value),
  };
}

/** The seal often covers 电子 or a bracket, so that only 专用 against 普通 counts as a contradiction. */
function contradicts(printed: string, encoded: string): boolean {
  const isSpecial = (kind: string): boolean => kind.includes('专用');
  return isSpecial(printed) !== isSpecial(encoded);
}

function isDigital(kind: string): boolean {
  return kind.startsWith('电子发票');
}

/** The last two figures of a 12-digit code name electronic kinds; a 10-digit code is a paper form's. */
function settledKind(printed: string, code: string | undefined): { value: string; isSettled: boolean } {
  if (code?.length === 12 && code.endsWith('11') && printed.includes('普通')) {
    return { value: '增值税电子普通发票', isSettled: true };
  }
  if (code?.length === 12 && code.endsWith('13') && printed.includes('专用')) {
    return { value: '增值税电子专用发票', isSettled: true };
  }
  if (code?.length === 10 && printed === '增值税专用发票') return { value: printed, isSettled: true };
  return { value: printed, isSettled: false };
}

interface PrintedTitle {
  kind: string;
  lost: number;
  glyphs: PageGlyph[];
}

/** The title may be broken into pieces and covered by the seal: the kind with the fewest lost characters is taken. */
function printedTitle(page: PageText): PrintedTitle | undefined {
  let best: (PrintedTitle & { length: number }) | undefined;
  for (const line of [...page.lines, ...titleBand(page)]) {
    if (!/[专普].{0,2}发票|[专普用通]发票|通行费|客票/.test(line.text)) continue;
    for (const { title, kind } of TITLES) {
      const { lost, matched } = titleMatch(title, line.text);
      if (lost > LOST_MAX) continue;
      const isBetter = best === undefined || lost < best.lost || (lost === best.lost && title.length > best.length);
      if (isBetter) best = { kind, lost, length: title.length, glyphs: matched.flatMap((i) => line.glyphs[i] ?? []) };
    }
  }
  if (best === undefined) return undefined;
  const isUnsure = confidenceOf(best.glyphs.filter((glyph) => /[专普电]/.test(glyph.plain))) < 0.5;
  return { ...best, lost: best.lost + (isUnsure ? 1 : 0) };
}

/** Characters of a title that stand between those matched speak against it: 增值税电普通发票 is no 增值税普通发票. */
function titleMatch(title: string, text: string): { lost: number; matched: number[] } {
  const { lost, matched } = lostCharacters(title.replace(/[()]/g, ''), text);
  const from = matched[0] ?? 0;
  const to = matched.at(-1) ?? 0;
  const between = [...text.slice(from, to)].filter((_, i) => !matched.includes(from + i));
  const strange = between.filter((char) => !/[()]/.test(char));
  const speaking = strange.filter((char) => /[增值税电子专用普通]/.test(char)).length;
  return { lost: lost + (speaking > 0 ? speaking : strange.length > 0 ? 0.5 : 0), matched };
}

/** The seal pushes parts of the title off their line: the tall pieces of the title's band, in reading order. */
function titleBand(page: PageText): { text: string; glyphs: PageGlyph[] }[] {
  const parts = page.pieces.filter((piece) => piece.glyphs.some((glyph) => /[发票增值专普电]/.test(glyph.plain)));
  const tallest = [...parts].sort((a, b) => b.bottom - b.top - (a.bottom - a.top))[0];
  if (tallest === undefined) return [];
  const height = tallest.bottom - tallest.top;
  const level = (tallest.top + tallest.bottom) / 2;
  const band = page.pieces.filter((piece) => {
    const own = piece.bottom - piece.top;
    return Math.abs((piece.top + piece.bottom) / 2 - level) < 0.6 * height && own > 0.5 * height && own < 1.6 * height;
  });
  const glyphs = band.flatMap((piece) => piece.glyphs).sort((a, b) => a.x - b.x);
  return [{ text: glyphs.map((glyph) => glyph.plain).join(''), glyphs }];
}

/** Characters of the title that do not follow one another in the text. */
export function lostCharacters(title: string, text: string): { lost: number; matched: number[] } {
  const rows = title.length + 1;
  const columns = text.length + 1;
  const common = Array.from({ length: rows }, () => new Uint16Array(columns));
  for (let i = title.length - 1; i >= 0; i--) {
    for (let j = text.length - 1; j >= 0; j--) {
      const diagonal = (common[i + 1]?.[j + 1] ?? 0) + 1;
      const skip = Math.max(common[i + 1]?.[j] ?? 0, common[i]?.[j + 1] ?? 0);
      const row = common[i];
      if (row !== undefined) row[j] = title[i] === text[j] ? diagonal : skip;
    }
  }
  const matched: number[] = [];
  for (let i = 0, j = 0; i < title.length && j < text.length; ) {
    if (title[i] === text[j]) {
      matched.push(j);
      i++;
      j++;
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) i++;
    else j++;
  }
  return { lost: title.length - matched.length, matched };
}

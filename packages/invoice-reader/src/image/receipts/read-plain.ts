import { parseChineseAmount } from '../../values/chinese-amount.ts';
import { formatMinor } from '../../values/decimal.ts';
import { COLOURED, readForms } from '../ocr/read-forms.ts';
import type { Slip } from './find-slips.ts';
import { confirmed, findFigures, nameReading } from './head-fields.ts';
import { labelledPart } from './labelled-part.ts';
import { readRail } from './read-rail.ts';
import type { Rereader } from './read-taxi.ts';
import type { ReceiptReading, ReceiptSheet } from './receipt-sheet.ts';
import { settled } from './settled-value.ts';
import type { SlipKind } from './slip-kind.ts';
import { partOf, type SlipLine } from './slip-line.ts';
import { amountForms, CODE_FORMS, dateForms, isoDate, moneyOf, NUMBER_FORMS, yearsOf } from './value-forms.ts';

type PlainKind = Exclude<SlipKind, 'taxi'>;

const TYPES: Readonly<Record<PlainKind, string>> = {
  roll: '增值税普通发票（卷票）',
  rail: '火车票',
  quota: '通用定额发票',
  toll: '通行费发票',
  parking: '停车费发票',
  coach: '客运汽车票',
  general: '通用机打发票',
  unnamed: '通用机打发票',
};

/** Reads a paper receipt without the rows of a taxi meter: its head, its date, its amount, its seller. */
export async function readPlain(
  kind: PlainKind,
  slip: Slip,
  work: { sheet: ReceiptSheet; reader: Rereader },
): Promise<void> {
  const { sheet, reader } = work;
  const { lines } = slip;
  sheet.set('invoiceType', { value: TYPES[kind], doubtful: kind === 'unnamed' });
  if (kind === 'rail') return readRail(slip, work);
  const code = findFigures(lines, /发[票要]代码|代码/, { min: 10, max: 12 });
  const number = findFigures(lines, /发[票要]号码|号码/, { min: 8, max: 8 });
  const head = [code, number].flatMap((run, i) =>
    run === undefined ? [] : [{ quad: run.line.quad, forms: i === 0 ? CODE_FORMS : NUMBER_FORMS, seen: run.text }],
  );
  const figures = await readForms(reader.raster, head, reader.models, COLOURED);
  if (code !== undefined) sheet.set('invoiceCode', confirmed(code, figures.shift()));
  if (number !== undefined) sheet.set('invoiceNumber', confirmed(number, figures.shift()));
  await readDate(lines, code?.text, work);
  await readAmount(kind, lines, work);
  const seller = labelledPart(lines, SELLER);
  if (seller !== undefined && seller.glyphs.length >= NAME_MIN) sheet.set('sellerName', nameReading(seller));
  setTaxId(sheet, 'sellerTaxId', labelledPart(lines, SELLER_TAX_ID));
  if (kind === 'coach') readStations(lines, sheet);
}

const NAME_MIN = 4;
const SELLER =
  /^(?:销售方名称|销货方名称|收款单位(?:名称)?|收款方(?:名称)?|开票单位|单位名称|商户名称|收费单位|承运单位|销售方)[(（]?[^::]{0,4}[)）]?[::]?/;
const SELLER_TAX_ID =
  /^(?:销售方(?:纳税人)?识别号|销售方税号|销方税号|收款单位税号|收款方(?:纳税人)?识别号|收款方税号|税号|纳税人识别号|统一社会信用代码)[::]?/;

function setTaxId(sheet: ReceiptSheet, name: string, part: SlipLine | undefined): void {
  const id = /^[0-9A-Z]{15,20}/.exec(part?.text ?? '')?.[0];
  if (part === undefined || id === undefined) return;
  const used = partOf(part, 0, id.length);
  const lowest = Math.min(...used.glyphs.map((glyph) => glyph.confidence));
  sheet.set(name, {
    value: id,
    quad: used.quad,
    confidence: lowest,
    doubtful: lowest < 0.8 || ![15, 18, 20].includes(id.length),
  });
}

const DATE = /20\d{2}[年\-/.]\d{1,2}[月\-/.]\d{1,2}|20\d{2}.{0,2}\d{2}.{0,2}\d{2}日/;
const DATE_LABEL =
  /^(?:开票日期|乘车日期|发车日期|出口时间|交易日期|收费时间|缴费时间|打印日期|出场时间|时间|[日曰]期)[::]?/;

async function readDate(lines: readonly SlipLine[], code: string | undefined, { sheet, reader }: Work): Promise<void> {
  const labelled = labelledPart(lines, DATE_LABEL, /\d{4}/);
  const parts = [labelled, ...lines.map(datePart)].filter((part) => part !== undefined);
  const part = parts.find(({ text }) => DATE.test(text)) ?? labelled;
  if (part === undefined) return;
  const day = datePart(part) ?? part;
  const forms = dateForms(day.text, yearsOf(code));
  const [reading] = await readForms(reader.raster, [{ quad: day.quad, forms, meaning: isoDate }], reader.models);
  sheet.set('issueDate', settled(day, reading, isoDate));
}

interface Work {
  sheet: ReceiptSheet;
  reader: Rereader;
}

/** The date alone: a time of day behind it belongs to no form. */
function datePart(line: SlipLine): SlipLine | undefined {
  const match = /20\d{2}.{1}\d{1,2}.{1}\d{1,2}日?/.exec(line.text);
  return match === null ? undefined : partOf(line, match.index, match.index + match[0].length);
}

/** In order of trust: the sum that is named so, then any amount of money. */
const AMOUNT_LABELS: readonly RegExp[] = [
  /(?:小写|合计金额[(（]小写[)）])[)）]?[::]?/,
  /^(?:合计金额|金额合计|总计|合计|实收金额|实收|应收|收费金额|通行费|车道收费)[(（]?(?:元|小写)?[)）]?[::]?/,
  /^(?:票价|全价|金额|费额|停车费|收费)[(（]?元?[)）]?[::]?/,
];
const WORDS =
  /[零壹贰叁肆伍陆柒捌玖拾佰仟]{1,8}[元圆](?:整|正|[零壹贰叁肆伍陆柒捌玖]角(?:整|[零壹贰叁肆伍陆柒捌玖]分)?)?/;
const MONEY = /[¥￥]\d+(?:\.\d{1,2})?元?|\d+(?:\.\d{1,2})?元|\d+\.\d{2}/;

async function readAmount(kind: PlainKind, lines: readonly SlipLine[], { sheet, reader }: Work): Promise<void> {
  const words = lines.flatMap((line) => WORDS.exec(line.text)?.[0] ?? [])[0];
  const spelled = words === undefined ? null : parseChineseAmount(words.replace('元', '圆').replace('正', '整'));
  const labelled = AMOUNT_LABELS.flatMap((label) => labelledPart(lines, label, MONEY) ?? []);
  const parts = [...labelled, ...(kind === 'quota' || labelled.length === 0 ? lines : [])].flatMap((part) => {
    const match = MONEY.exec(part.text);
    return match === null ? [] : [partOf(part, match.index, match.index + match[0].length)];
  });
  const part = parts[0];
  const forms = part === undefined ? [] : [...amountForms(part.text), ...wholeForms(part.text)];
  const [reading] =
    part === undefined
      ? []
      : await readForms(reader.raster, [{ quad: part.quad, forms, meaning: moneyOf }], reader.models);
  const printed = part === undefined ? undefined : settled(part, reading, moneyOf);
  if (spelled === null || words === undefined) {
    sheet.set('totalAmount', printed);
    return;
  }
  const value = formatMinor(spelled);
  const agrees = printed?.value === value;
  sheet.set('totalAmountInWords', { value: words, doubtful: false });
  sheet.set('totalAmount', {
    value: agrees || printed === undefined || kind === 'quota' ? value : printed.value,
    quad: printed?.quad,
    confidence: printed?.confidence,
    doubtful: !agrees && !(kind === 'quota' && printed === undefined),
    ...(printed !== undefined && !agrees && { alternatives: [kind === 'quota' ? printed.value : value] }),
  });
}

/** Receipts of fixed amounts print whole yuan. */
function wholeForms(raw: string): string[] {
  if (raw.includes('.')) return [];
  const [prefix, suffix] = [/[¥￥]/.test(raw) ? '¥' : '', raw.includes('元') ? '元' : ''];
  return ['#', '[1-9]#', '[1-9]##'].map((whole) => `${prefix}${whole}${suffix}`);
}

/** 起点站 and 到达站 of coach tickets, named like those of the railway. */
function readStations(lines: readonly SlipLine[], sheet: ReceiptSheet): void {
  const station = (label: RegExp): ReceiptReading | undefined => {
    const part = labelledPart(lines, label);
    return part === undefined || part.glyphs.length < 2 ? undefined : nameReading(part);
  };
  sheet.set('departureStation', station(/^(?:起点站?|始发站|发车站|乘车站|上车站)[::]?/));
  sheet.set('arrivalStation', station(/^(?:到达站|到站|终点站?|目的站|下车站)[::]?/));
}

import type { Candidate } from '../document/candidate.ts';
import { toAmount, toRate } from '../values/decimal.ts';
import { readHeader } from './face-header.ts';
import { type FacePage, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText, type Label } from './labels.ts';
import { isOnLine } from './page-text.ts';

/** Every label of both forms, so that a value ends where the next label begins. */
const ANY_LABEL =
  /购买方名称|统一社会信用代码\/?|纳税人识别号\/?|身份证明?号码|组织机构代码|车辆类型|厂牌型号|产地|合格证号|进口证明书号|商检单号|发动机号码|车辆识别代号\/?车架号码|车辆识别代号|车架号\/车辆识别代码|价税合计|小写|大写|销货单位名称|销售方名称|电话|账号|地址|开户银行|增值税税率|或征收率|增值税税额|主管税务|机关及代码|不含税价|完税凭证号码|吨位|限乘人数|买方单位\/个人(?:住址)?|卖方单位\/个人(?:住址)?|单位代码\/身份证号码|车牌照号|登记证号|转入地车辆管理所名称|车价合计|经营、?拍卖单位|二手车市场|备注|开票人|开票单位/;

const TAX_ID = /[0-9A-Za-z]{15,20}/;
const AMOUNT = /-?\d[\d,]*\.\d{2}/;

interface Question {
  name: string;
  label: RegExp;
  value?: RegExp;
  /** Which of several labels of the same words, from the top. */
  index?: number;
  convert?: (text: string) => string | undefined;
}

const NEW_VEHICLE: readonly Question[] = [
  { name: 'buyerName', label: /购买方名称/ },
  { name: 'buyerTaxId', label: /纳税人识别号\/?|身份证明?号码/, value: TAX_ID },
  { name: 'sellerName', label: /销货单位名称|销售方名称/ },
  { name: 'sellerTaxId', label: /(?<!\/)纳税人识别号(?!\/)/, value: TAX_ID, index: -1 },
  { name: 'taxRate', label: /增值税税率/, value: /\d{1,2}(?:\.\d)?%|免税|\*+/, convert: toRate },
  { name: 'taxAmount', label: /增值税税额/, value: AMOUNT, convert: toAmount },
  { name: 'amountWithoutTax', label: /不含税价/, value: AMOUNT, convert: toAmount },
  { name: 'engineNumber', label: /发动机号码/ },
];

const USED_VEHICLE: readonly Question[] = [
  { name: 'buyerName', label: /买方单位\/个人(?!住址)/ },
  { name: 'buyerTaxId', label: /单位代码\/身份证号码/, value: TAX_ID },
  { name: 'sellerName', label: /卖方单位\/个人(?!住址)/ },
  { name: 'sellerTaxId', label: /单位代码\/身份证号码/, value: TAX_ID, index: 1 },
  { name: 'plateNumber', label: /车牌照号/ },
];

const BOTH: readonly Question[] = [
  { name: 'vehicleType', label: /车辆类型/ },
  { name: 'brandModel', label: /厂牌型号/ },
  {
    name: 'vehicleIdentification',
    label: /车辆识别代号\/?车架号码|车架号\/车辆识别代码|车辆识别代号/,
    value: /[0-9A-Z]{10,20}/,
  },
  { name: 'totalAmount', label: /小写/, value: AMOUNT, convert: toAmount },
  {
    name: 'totalAmountInWords',
    label: /价税合计|车价合计/,
    value: /[零〇壹贰叁叄肆伍陆柒捌玖拾佰仟万亿圆元角分整正]{2,}/,
  },
];

/** 机动车 and 二手车销售统一发票: a form of labelled cells without a table of items. */
export function readVehicleInvoice(face: FacePage, candidate: Candidate, kind: string): void {
  readHeader(face, candidate);
  const questions = kind.includes('二手车') ? USED_VEHICLE : NEW_VEHICLE;
  for (const { name, label, value, index, convert } of [...questions, ...BOTH]) {
    const labels = labelsOn(face, label).sort((a, b) => a.top - b.top);
    const chosen = index === undefined ? labels : labels.slice(index).slice(0, 1);
    for (const one of chosen) {
      const found = cellBeside(face, one, value);
      if (!found) continue;
      const text = value ? found.plain : found.text;
      putField(candidate, face, { name, value: convert ? convert(text) : text, at: found });
      break;
    }
  }
}

/** The value may stand between the two lines of a label, so the nearest line beside it counts. */
function cellBeside(face: FacePage, label: Label, value: RegExp | undefined): FoundText | null {
  const size = label.bottom - label.top;
  const others = labelsOn(face, ANY_LABEL).filter(
    (other) => other.left > label.right && Math.abs(other.top - label.top) < 1.3 * size,
  );
  const right = Math.min(
    face.page.width,
    ...others.filter((other) => !isInside(other, label)).map((other) => other.left),
  );
  const lines = face.lines
    .filter((line) => line.glyphs[0] && line.glyphs.some((glyph) => Math.abs(glyph.bottom - label.bottom) < 1.6 * size))
    .map((line) =>
      foundText(line.glyphs.filter((glyph) => glyph.left >= label.right - 0.1 * size && glyph.left < right)),
    )
    .filter((found) => found !== null)
    .sort((a, b) => Math.abs(a.bottom - label.bottom) - Math.abs(b.bottom - label.bottom));
  for (const found of lines) {
    if (Math.abs(found.bottom - label.bottom) > 1.6 * size) continue;
    if (!value) return isLabel(found) ? null : { ...found, text: found.text.replace(/^[:：]/, '') };
    const match = value.exec(found.plain);
    if (match) return { ...found, plain: match[0], text: match[0] };
  }
  return null;
}

/** 不含税价 has its own 小写 inside the cell. */
function isInside(other: Label, label: Label): boolean {
  const isNextCharacter = isOnLine(other, label) && other.left - label.right < 0.2 * (label.bottom - label.top);
  return isNextCharacter || (textOf(label) === '不含税价' && textOf(other) === '小写');
}

function textOf({ line, left, right }: Label): string {
  return line.glyphs
    .filter((glyph) => glyph.left >= left && glyph.right <= right)
    .map((glyph) => glyph.plain)
    .join('');
}

function isLabel(found: FoundText): boolean {
  return new RegExp(`^(?:${ANY_LABEL.source}):?$`).test(found.plain);
}

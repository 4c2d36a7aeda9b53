/** A number in a folded text: `value` is the same for every way of writing it. */
export interface FoundNumber {
  start: number;
  end: number;
  value: string;
}

/** Longer runs of digits are numbers of documents, not amounts. */
const integerDigitsMax = 15;

const arabic =
  /(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d])( ?(?:万亿|千万|百万|十万|亿|万|千|百|[kw](?![a-z])))?/g;
const powers: Readonly<Record<string, number>> = {
  百: 2,
  千: 3,
  k: 3,
  万: 4,
  w: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
  万亿: 12,
};

const chineseDigits = '零〇一二两三四五六七八九';
const formalDigits: Readonly<Record<string, string>> = {
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
};
const chinese =
  /[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+(?:[元圆](?:([一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?(?:零?([一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?)?/g;

/** Every amount or count in a folded text: `53,000.00`, `53000`, `5.3万` and `伍万叁仟元` are all `53000`. */
export function findNumbers(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  if (/\d/.test(text)) {
    for (const match of text.matchAll(arabic)) {
      const [all, integer = '', fraction = '', unit = ''] = match;
      const value = scale(integer.replaceAll(',', ''), fraction.slice(1), powers[unit.trim()] ?? 0);
      if (value !== undefined) found.push({ start: match.index, end: match.index + all.length, value });
    }
  }
  for (const match of text.matchAll(chinese)) {
    const [all, tenths, hundredths] = match;
    const value = readChinese(all, tenths, hundredths);
    if (value !== undefined) found.push({ start: match.index, end: match.index + all.length, value });
  }
  return found;
}

const dressed =
  /^[¥￥$€£]? ?(?:人民币|rmb|cny|usd|eur|hkd)? ?(.+?) ?(?:元整|圆整|元|圆|块钱|块|整|rmb|cny|usd|eur|hkd|%)?$/;

/** The value where the whole of a folded word is one number, with or without its currency. */
export function readNumber(word: string): string | undefined {
  const bare = dressed.exec(word)?.[1];
  if (bare === undefined) return undefined;
  for (const candidate of [word, bare]) {
    const [only] = findNumbers(candidate);
    if (only && only.start === 0 && only.end === candidate.length) return only.value;
  }
  return undefined;
}

/** Decimal point moved right by `power`, without needless zeros. */
function scale(integer: string, fraction: string, power: number): string | undefined {
  const padded = fraction.padEnd(power, '0');
  const whole = (integer + padded.slice(0, power)).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(power).replace(/0+$/, '');
  if (whole.length > integerDigitsMax) return undefined;
  return rest === '' ? whole : `${whole}.${rest}`;
}

const digitOf = (character: string): number => {
  const place = chineseDigits.indexOf(formalDigits[character] ?? character);
  // 零 and 〇 are 0, 二 and 两 are 2.
  if (place < 0) return -1;
  return place <= 1 ? 0 : place <= 3 ? place - 1 : place === 4 ? 2 : place - 2;
};

/** `五万三千`; undefined for what is no number, such as a row of digits without a unit. */
function readChinese(all: string, tenths: string | undefined, hundredths: string | undefined): string | undefined {
  const integer = all.replace(/[元圆].*$/, '');
  let [total, section, digit] = [0, 0, 0];
  let hasUnit = false;
  for (const raw of integer) {
    const character = formalDigits[raw] ?? raw;
    const value = digitOf(character);
    if (value >= 0) {
      if (digit > 0 && value > 0) return undefined;
      digit = value;
      continue;
    }
    hasUnit = true;
    if (character === '万' || character === '亿') {
      const factor = character === '万' ? 1e4 : 1e8;
      total = character === '亿' ? (total + section + digit) * factor : total + (section + digit) * factor;
      [section, digit] = [0, 0];
    } else {
      const factor = { 十: 10, 百: 100, 千: 1000 }[character] ?? 1;
      section += (digit === 0 ? 1 : digit) * factor;
      digit = 0;
    }
  }
  if (!hasUnit) return undefined;
  const cents = (tenths ? digitOf(tenths) : 0) * 10 + (hundredths ? digitOf(hundredths) : 0);
  return scale(String(total + section + digit), String(cents).padStart(2, '0'), 0);
}

/** Amounts are integers in fen inside this package and decimal strings on its surface. */

export function textOfFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads "475.25", "-6.02" or "3". */
export function fenOf(text: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is no amount with at most two decimals`);
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}

/** "6%" → 600, "0.5%" → 50; `null` where no tax is charged ("免税", "不征税", "***"). */
export function basisPointsOf(taxRate: string): number | null {
  const match = /^(\d+(?:\.\d{1,2})?)%$/.exec(taxRate);
  return match ? Math.round(Number(match[1]) * 100) : null;
}

/** Splits an amount with tax. Net and tax always add up to it; the tax is within one fen of net × rate. */
export function splitTax({ grossFen, basisPoints }: { grossFen: number; basisPoints: number }): {
  netFen: number;
  taxFen: number;
} {
  const sign = grossFen < 0 ? -1 : 1;
  const netFen = sign * Math.round((Math.abs(grossFen) * 10_000) / (10_000 + basisPoints));
  return { netFen, taxFen: grossFen - netFen };
}

/** A quotient with at most thirteen digits and no trailing zeros, as invoices print unit prices. */
export function quotientText({ fen, divisor }: { fen: number; divisor: string }): string {
  const [whole = '0', divisorDecimals = ''] = divisor.split('.');
  const numerator = BigInt(fen) * 10n ** BigInt(divisorDecimals.length);
  const denominator = BigInt(whole + divisorDecimals) * 100n;
  const decimals = 13 - String(numerator / denominator).length;
  const scale = 10n ** BigInt(decimals);
  const rounded = (2n * numerator * scale + denominator) / (2n * denominator);
  const text = `${rounded / scale}.${String(rounded % scale).padStart(decimals, '0')}`;
  return text.replace(/\.?0+$/, '');
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

function groupInWords(group: number): string {
  let words = '';
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit === 0) {
      gap = words !== '';
      continue;
    }
    words += `${gap ? '零' : ''}${DIGITS.charAt(digit)}${PLACES[place]}`;
    gap = false;
  }
  return words;
}

function yuanInWords(yuan: number): string {
  let words = '';
  let gap = false;
  for (let group = GROUPS.length - 1; group >= 0; group--) {
    const value = Math.floor(yuan / 10_000 ** group) % 10_000;
    if (value === 0) {
      gap = words !== '';
      continue;
    }
    if (words !== '' && (gap || value < 1000)) words += '零';
    words += groupInWords(value) + GROUPS[group];
    gap = false;
  }
  return words;
}

/** 48000 → 肆佰捌拾圆整, 5620 → 伍拾陆圆贰角整, -100 → （负数）壹圆整. */
export function amountInWords(fen: number): string {
  const absolute = Math.abs(fen);
  const yuan = Math.floor(absolute / 100);
  const jiao = Math.floor(absolute / 10) % 10;
  const rest = absolute % 10;
  let words = yuan > 0 ? `${yuanInWords(yuan)}圆` : '';
  if (jiao > 0) words += `${DIGITS.charAt(jiao)}角`;
  else if (rest > 0 && yuan > 0) words += '零';
  if (rest > 0) words += `${DIGITS.charAt(rest)}分`;
  else words = `${words || '零圆'}整`;
  return `${fen < 0 ? '（负数）' : ''}${words}`;
}

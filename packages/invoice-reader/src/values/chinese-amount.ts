const DIGIT = new Map([...'零壹贰叁肆伍陆柒捌玖'].map((character, value) => [character, BigInt(value)] as const));
for (const [variant, value] of [
  ['〇', 0n],
  ['弌', 1n],
  ['贰', 2n],
  ['貳', 2n],
  ['弍', 2n],
  ['叄', 3n],
  ['參', 3n],
  ['陸', 6n],
  ['两', 2n],
] as const) {
  DIGIT.set(variant, value);
}
const SMALL_UNIT = new Map([
  ['拾', 10n],
  ['佰', 100n],
  ['仟', 1000n],
]);
const GROUP_UNIT = new Map([
  ['万', 10_000n],
  ['萬', 10_000n],
  ['亿', 100_000_000n],
  ['億', 100_000_000n],
]);
const AMOUNT = /^(负)?(?:([^圆元圓角分整正]*)[圆元圓])?(?:([^角分整正])角)?零?(?:([^角分整正])分)?[整正]?$/;

/** An amount in Chinese financial words, in fen; null when the words are not an amount. */
export function parseChineseAmount(words: string): bigint | null {
  const plain = words.normalize('NFKC').replace(/[\s⊗ⓧ]|人民币/g, '');
  const match = AMOUNT.exec(plain.replace(/[（(]负数[)）]/, '负'));
  if (!match || plain === '' || !/[圆元圓角分]/.test(plain)) return null;
  const [, negative, yuanWords = '', jiaoWord, fenWord] = match;
  const yuan = yuanWords === '' ? 0n : parseWhole(yuanWords);
  const jiao = parseDigit(jiaoWord);
  const fen = parseDigit(fenWord);
  if (yuan === null || jiao === null || fen === null) return null;
  const minor = yuan * 100n + jiao * 10n + fen;
  return negative ? -minor : minor;
}

function parseDigit(word: string | undefined): bigint | null {
  return word === undefined ? 0n : (DIGIT.get(word) ?? null);
}

function parseWhole(words: string): bigint | null {
  let total = 0n;
  let group = 0n;
  let digit: bigint | null = null;
  for (const character of words) {
    const value = DIGIT.get(character);
    const small = SMALL_UNIT.get(character);
    const large = GROUP_UNIT.get(character);
    if (value !== undefined) {
      digit = value;
    } else if (small !== undefined) {
      group += (digit ?? 1n) * small;
      digit = null;
    } else if (large !== undefined) {
      group += digit ?? 0n;
      // 壹万亿: a larger unit multiplies everything that stands before it.
      total = large > 10_000n ? (total + group) * large : total + group * large;
      group = 0n;
      digit = null;
    } else {
      return null;
    }
  }
  return total + group + (digit ?? 0n);
}

const WORD = '零壹贰叁肆伍陆柒捌玖';

/** The words that a tax invoice prints for an amount in fen (below ten thousand yi). */
export function formatChineseAmount(minor: bigint): string {
  const negative = minor < 0n;
  const magnitude = negative ? -minor : minor;
  const yuan = magnitude / 100n;
  const jiao = Number((magnitude / 10n) % 10n);
  const fen = Number(magnitude % 10n);
  let words = yuan > 0n || magnitude === 0n ? `${formatWhole(yuan)}圆` : '';
  if (jiao === 0 && fen === 0) words += '整';
  else {
    if (jiao > 0) words += `${WORD[jiao]}角`;
    else if (yuan > 0n) words += '零';
    words += fen > 0 ? `${WORD[fen]}分` : '整';
  }
  return `${negative ? '（负数）' : ''}${words}`;
}

function formatWhole(yuan: bigint): string {
  if (yuan === 0n) return '零';
  const groups: [bigint, string][] = [
    [100_000_000n, '亿'],
    [10_000n, '万'],
    [1n, ''],
  ];
  let rest = yuan;
  let words = '';
  for (const [unit, name] of groups) {
    const group = Number(rest / unit);
    rest %= unit;
    if (group === 0) continue;
    if (words !== '' && group < 1000) words += '零';
    words += formatGroup(group) + name;
  }
  return words;
}

function formatGroup(group: number): string {
  let words = '';
  let gap = false;
  for (const [unit, name] of [
    [1000, '仟'],
    [100, '佰'],
    [10, '拾'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(group / unit) % 10;
    if (digit === 0) {
      gap = words !== '';
      continue;
    }
    words += `${gap ? '零' : ''}${WORD[digit]}${name}`;
    gap = false;
  }
  return words;
}

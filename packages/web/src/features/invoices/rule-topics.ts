import type { Locale } from '@countinghouse/protocol';

/** What the rules of EN 16931 and its national forms are about, by the beginning of their ids; the first that fits counts. */
const topics: readonly (readonly [RegExp, string, string])[] = [
  [/^BR-CO-/, '金额与条件的勾稽', 'sums and conditions'],
  [/^BR-CL-/, '代码须取自规定的代码表', 'codes must be of the given lists'],
  [/^BR-DEC-/, '小数位数', 'number of decimals'],
  [/^BR-DEX-/, '德国 XRechnung 扩展规则', 'German XRechnung extension'],
  [/^BR-DE-|^BR-TMP-|^XRECHNUNG/i, '德国 XRechnung 规则', 'German XRechnung'],
  [/^PEPPOL/i, 'Peppol 规则', 'Peppol'],
  [/^FX-|^BR-FX/i, 'Factur-X 规则', 'Factur-X'],
  [/^BR-(?:S|Z|E|AE|IC|G|O|IG|IP|B|AF|AG)-/, '增值税类别', 'VAT category'],
  [/^BR-\d+/, '必填的内容', 'required content'],
  [/^(?:UBL|CII)-/, '语法', 'syntax'],
];

export function ruleTopic(rule: string, locale: Locale): string {
  const [, zh, en] = topics.find(([pattern]) => pattern.test(rule)) ?? [/$/, '规则', 'rule'];
  return locale === 'en' ? en : zh;
}

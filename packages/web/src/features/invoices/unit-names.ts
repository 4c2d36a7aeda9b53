import type { Locale } from '@countinghouse/protocol';

/**
 * Codes of units in EN 16931 data (UN/ECE Recommendations 20 and 21; those of 21 begin with X) by what people call them.
 * Units that stand on Chinese invoices are words already and stay as they are.
 */
const units: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  C62: ['个', 'unit'],
  H87: ['个', 'piece'],
  EA: ['个', 'each'],
  PCE: ['个', 'piece'],
  XPP: ['件', 'piece'],
  NAR: ['件', 'article'],
  SET: ['套', 'set'],
  PR: ['双', 'pair'],
  NPR: ['双', 'pair'],
  DZN: ['打', 'dozen'],
  MIL: ['千个', 'thousand'],
  SEC: ['秒', 'second'],
  MIN: ['分钟', 'minute'],
  HUR: ['小时', 'hour'],
  LH: ['工时', 'labour hour'],
  DAY: ['天', 'day'],
  WEE: ['周', 'week'],
  MON: ['月', 'month'],
  QAN: ['季度', 'quarter'],
  ANN: ['年', 'year'],
  MGM: ['毫克', 'mg'],
  GRM: ['克', 'g'],
  KGM: ['千克', 'kg'],
  TNE: ['吨', 't'],
  MMT: ['毫米', 'mm'],
  CMT: ['厘米', 'cm'],
  MTR: ['米', 'm'],
  KMT: ['千米', 'km'],
  INH: ['英寸', 'inch'],
  FOT: ['英尺', 'foot'],
  CMK: ['平方厘米', 'cm²'],
  MTK: ['平方米', 'm²'],
  HAR: ['公顷', 'hectare'],
  MTQ: ['立方米', 'm³'],
  MLT: ['毫升', 'ml'],
  CLT: ['厘升', 'cl'],
  LTR: ['升', 'l'],
  HLT: ['百升', 'hl'],
  KWH: ['千瓦时', 'kWh'],
  MWH: ['兆瓦时', 'MWh'],
  KWT: ['千瓦', 'kW'],
  E34: ['GB', 'GB'],
  '4L': ['MB', 'MB'],
  P1: ['%', '%'],
  LS: ['项', 'lump sum'],
  E48: ['次', 'service'],
  E49: ['工作日', 'working day'],
  XBX: ['箱', 'box'],
  XCT: ['纸箱', 'carton'],
  XCS: ['箱', 'case'],
  XCR: ['板条箱', 'crate'],
  XPX: ['托盘', 'pallet'],
  XPK: ['包', 'package'],
  XPA: ['小包', 'packet'],
  XBG: ['袋', 'bag'],
  XSA: ['袋', 'sack'],
  XBO: ['瓶', 'bottle'],
  XBE: ['捆', 'bundle'],
  XRO: ['卷', 'roll'],
  XST: ['张', 'sheet'],
  XTU: ['管', 'tube'],
  XDR: ['桶', 'drum'],
};

/** A unit as people call it; one that is a word already, or that nobody knows, stays as it is. ZZ means "as agreed". */
export function describeUnit(unit: string, locale: Locale): string {
  if (unit === 'ZZ' || unit === 'XZZ') return '';
  const names = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return names ? names[locale === 'en' ? 1 : 0] : unit;
}

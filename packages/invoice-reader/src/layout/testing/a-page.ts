import { isWide, type PageText, type Run } from '../page-text.ts';

export type Written = readonly [x: number, baseline: number, text: string, size?: number];

/** A run whose width follows from its characters: one em for wide ones, half an em for others. */
export function aRun([x, baseline, text, size = 9]: Written): Run {
  const ems = [...text].reduce((sum, character) => sum + (isWide(character) ? 1 : 0.5), 0);
  return { text, left: x, right: x + ems * size, top: baseline - 0.85 * size, bottom: baseline + 0.15 * size };
}

export function aPage(written: readonly Written[], page = 0): PageText {
  return { page, width: 600, height: 400, runs: written.map(aRun) };
}

/** Text whose right edge stands at `right`. */
export function rightAligned(right: number, baseline: number, text: string, size = 9): Written {
  const { left } = aRun([0, baseline, text, size]);
  const width = aRun([0, baseline, text, size]).right - left;
  return [right - width, baseline, text, size];
}

const downwards = (x: number, text: string): Written[] =>
  [...text].map((character, index): Written => [x, 103 + 10 * index, character]);

/** Labels of a 数电票 where the tax platform prints them. */
export function digitalLabels(title = '电子发票（增值税专用发票）'): Written[] {
  return [
    [165, 42, title, 20],
    [441, 43, '发票号码：'],
    [441, 60, '开票日期：'],
    ...downwards(20, '购买方信息'),
    [35, 110, '名称：'],
    [35, 137, '统一社会信用代码/纳税人识别号：', 8],
    ...downwards(305, '销售方信息'),
    [322, 110, '名称：'],
    [322, 137, '统一社会信用代码/纳税人识别号：', 8],
    [61, 276, '合'],
    [106, 276, '计'],
    [51, 294, '价税合计（大写）'],
    [410, 294, '（小写）'],
    [20, 323, '备'],
    [20, 340, '注'],
    [58, 380, '开票人：'],
  ];
}

export function digitalHeadings(): Written[] {
  return [
    [47, 161, '项目名称'],
    [120, 161, '规格型号'],
    [191, 161, '单'],
    [209, 161, '位'],
    [265, 161, '数'],
    [283, 161, '量'],
    [335, 161, '单'],
    [353, 161, '价'],
    [408, 161, '金'],
    [426, 161, '额'],
    [447, 161, '税率/征收率'],
    [555, 161, '税'],
    [573, 161, '额'],
  ];
}

export function digitalHead(number = '25322000000564559493'): Written[] {
  return [
    [487, 43, number, 8],
    [487, 60, '2025年11月28日'],
    [62, 110, '苏州甲乙丙信息技术有限公司'],
    [349, 110, '无锡丁戊己酒店管理有限公司'],
    [160, 137, '91320594769869645C', 12],
    [447, 137, '91320214MACF05CJ8B', 12],
  ];
}

export function digitalTotals(net: string, tax: string, total: string, words: string): Written[] {
  return [
    rightAligned(435, 274, `¥${net}`),
    rightAligned(583, 274, tax === '***' ? tax : `¥${tax}`),
    [182, 292, words],
    [446, 292, `¥${total}`, 11],
  ];
}

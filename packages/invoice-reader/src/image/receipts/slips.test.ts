import { describe, expect, it } from 'vitest';
import { quadOf } from '../geometry.ts';
import { findSlips } from './find-slips.ts';
import { slipKind } from './slip-kind.ts';
import { type SlipLine, slipLine } from './slip-line.ts';
import { taxiValues } from './taxi-values.ts';

const HEIGHT = 20;
const CHARACTER = 14;

/** A line as the network would have read it; `x` is its left edge, `y` its middle, both before turning. */
function line(text: string, x: number, y: number, angle = 0): SlipLine {
  const along = text.length * CHARACTER;
  const center = { x: x + along / 2, y };
  const turned = {
    x: center.x * Math.cos(angle) - center.y * Math.sin(angle),
    y: center.x * Math.sin(angle) + center.y * Math.cos(angle),
  };
  const glyphs = [...text].map((char, i) => ({ char, confidence: 0.99, at: (i + 0.5) / text.length }));
  return slipLine(quadOf(turned, { along, across: HEIGHT }, angle), glyphs);
}

const ROWS = [
  ['车号:', 'BA10976'],
  ['日期:', '2023年12月14日'],
  ['上车:', '14:08'],
  ['下车:', '14:41'],
  ['里程:', '16.85KM'],
  ['等候:', '00:09:38'],
  ['金额:', '¥58.00元'],
  ['卡号:', ''],
] as const;

/** A taxi receipt 300 wide; `shift` moves the printed values down against their labels. */
function receipt(at: {
  x: number;
  y: number;
  code: string;
  number: string;
  shift?: number;
  angle?: number;
}): SlipLine[] {
  const { x, y, code, number, shift = 0, angle = 0 } = at;
  const lines = [
    line('深圳市出租汽车专用发票', x, y, angle),
    line(`发票代码${code}`, x, y + 60, angle),
    line(`发票号码${number}`, x, y + 90, angle),
  ];
  for (const [i, [label, value]] of ROWS.entries()) {
    lines.push(line(label, x + 10, y + 200 + i * 34, angle));
    if (value !== '') lines.push(line(value, x + 240 - value.length * CHARACTER, y + 200 + i * 34 + shift, angle));
  }
  return lines;
}

const head = (slip: { lines: readonly SlipLine[] }): string[] =>
  slip.lines.flatMap(({ text }) => /号码(\d{8})/.exec(text)?.[1] ?? []);

describe('a sheet of receipts', () => {
  it('gives each receipt its own lines, also where codes are the same', () => {
    const places = [
      { x: 0, y: 0, code: '144032370119', number: '08760409' },
      { x: 310, y: 20, code: '144032370119', number: '08558050' },
      { x: 10, y: 640, code: '144032070119', number: '20070542' },
      { x: 320, y: 620, code: '144032370119', number: '17074654' },
    ];
    const slips = findSlips(places.flatMap(receipt));
    expect(slips.map(head).sort()).toEqual([['08558050'], ['08760409'], ['17074654'], ['20070542']]);
    for (const slip of slips)
      expect(slip.lines).toHaveLength(receipt({ ...places[0], x: 0, y: 0, code: '', number: '' }).length);
  });

  it('keeps one receipt together that prints its code twice', () => {
    const lines = [
      ...receipt({ x: 0, y: 0, code: '144032370119', number: '08760409' }),
      line('代码144032370119', 0, 500),
    ];
    expect(findSlips(lines)).toHaveLength(1);
  });

  it('tells receipts apart that lie in different directions', () => {
    const upright = receipt({ x: 0, y: 0, code: '144032370119', number: '08760409' });
    const upsideDown = receipt({ x: -700, y: -700, code: '144032370119', number: '08558050', angle: Math.PI });
    const slips = findSlips([...upright, ...upsideDown]);
    expect(slips.map(head)).toEqual([['08760409'], ['08558050']]);
    expect(slips.map(slipKind)).toEqual(['taxi', 'taxi']);
  });
});

describe('values beside labels', () => {
  const valuesAt = (shift: number, angle = 0): Record<string, string> => {
    const lines = receipt({ x: 0, y: 0, code: '144032370119', number: '08760409', shift, angle });
    return Object.fromEntries(taxiValues(lines, angle).map(({ label, text }) => [label, text]));
  };
  const printed = {
    plate: 'BA10976',
    date: '2023年12月14日',
    board: '14:08',
    alight: '14:41',
    distance: '16.85KM',
    fare: '¥58.00元',
  };

  it('belong to the label on their level', () => {
    expect(valuesAt(0)).toMatchObject(printed);
  });

  it('belong to the label above when the whole print is a line too low', () => {
    expect(valuesAt(34)).toMatchObject(printed);
  });

  it('are paired along the slip when it lies askew', () => {
    expect(valuesAt(-12, 0.5)).toMatchObject(printed);
  });
});

describe('what a slip is', () => {
  it('is no taxi receipt when it is the form of a VAT invoice', () => {
    const lines = [
      line('增值税普通发票', 0, 0),
      line('发票代码144032370119', 0, 40),
      line('价税合计', 0, 90),
      line('车号 里程', 0, 120),
    ];
    expect(findSlips(lines).map(slipKind)).toEqual([undefined]);
  });

  it('is no receipt without a code', () => {
    expect(findSlips([line('停车费收据', 0, 0), line('金额:10.00元', 0, 40)]).map(slipKind)).toEqual([undefined]);
  });
});

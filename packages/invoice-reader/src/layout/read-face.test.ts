import { describe, expect, it } from 'vitest';
import type { InvoiceFields } from '../reading.ts';
import type { PageText } from './page-text.ts';
import { readFaces } from './read-face.ts';
import {
  aPage,
  digitalHead,
  digitalHeadings,
  digitalLabels,
  digitalTotals,
  rightAligned,
  type Written,
} from './testing/a-page.ts';

function read(...pages: PageText[]): InvoiceFields {
  const faces = readFaces(pages);
  expect(faces).toHaveLength(1);
  return faces[0]?.fields ?? {};
}

const line = (baseline: number, name: string, [amount, rate, tax]: readonly [string, string, string]): Written[] => [
  [16, baseline, name],
  rightAligned(434, baseline, amount),
  rightAligned(480, baseline, rate),
  rightAligned(583, baseline, tax),
];

const digital = (items: readonly Written[], totals: readonly Written[], headings = digitalHeadings()): PageText =>
  aPage([...digitalLabels(), ...headings, ...digitalHead(), ...items, ...totals]);

const hotelTotals = digitalTotals('475.25', '4.75', '480.00', '肆佰捌拾圆整');

describe('a 数电票', () => {
  it('gives parties, header and line', () => {
    const fields = read(
      digital(
        [
          ...line(172, '*住宿服务*住宿费', ['475.25', '1%', '4.75']),
          [201, 172, '天'],
          [288, 172, '3'],
          rightAligned(362, 172, '158.415841584158'),
        ],
        hotelTotals,
      ),
    );
    expect(fields).toMatchObject({
      invoiceType: '电子发票（增值税专用发票）',
      invoiceNumber: '25322000000564559493',
      issueDate: '2025-11-28',
      buyerName: '苏州甲乙丙信息技术有限公司',
      buyerTaxId: '91320594769869645C',
      sellerName: '无锡丁戊己酒店管理有限公司',
      sellerTaxId: '91320214MACF05CJ8B',
      amountWithoutTax: '475.25',
      taxAmount: '4.75',
      totalAmount: '480.00',
      totalAmountInWords: '肆佰捌拾圆整',
    });
    expect(fields.items).toEqual([
      {
        name: '*住宿服务*住宿费',
        unit: '天',
        quantity: '3',
        unitPrice: '158.415841584158',
        amount: '475.25',
        taxRate: '1%',
        taxAmount: '4.75',
      },
    ]);
  });

  it('joins wrapped names and specifications, and keeps a discount line', () => {
    const fields = read(
      digital(
        [
          ...line(172, '*信息技术服务*企业管理', ['500.00', '6%', '30.00']),
          [116, 172, 'ABC-1234567'],
          [16, 182, '系统技术服务'],
          [116, 182, '-X'],
          [16, 192, '费'],
          ...line(202, '*信息技术服务*企业管理', ['-24.75', '6%', '-1.49']),
          [16, 212, '系统技术服务费'],
        ],
        hotelTotals,
      ),
    );
    expect(fields.items).toEqual([
      {
        name: '*信息技术服务*企业管理系统技术服务费',
        specification: 'ABC-1234567-X',
        amount: '500.00',
        taxRate: '6%',
        taxAmount: '30.00',
      },
      { name: '*信息技术服务*企业管理系统技术服务费', amount: '-24.75', taxRate: '6%', taxAmount: '-1.49' },
    ]);
  });

  it('gives numbers in the middle of a wrapped name to that name', () => {
    const fields = read(
      digital(
        [
          [16, 170, '*餐饮服务*会议'],
          ...line(175, '', ['100.00', '6%', '6.00']).slice(1),
          [16, 180, '用餐费'],
          [16, 195, '*会展服务*会议'],
          ...line(200, '', ['375.25', '6%', '22.52']).slice(1),
          [16, 205, '场地费'],
        ],
        hotelTotals,
      ),
    );
    expect(fields.items?.map((item) => item.name)).toEqual(['*餐饮服务*会议用餐费', '*会展服务*会议场地费']);
  });

  it('keeps tax-free lines as printed and reports no tax for stars', () => {
    const fields = read(
      digital(
        line(172, '*蔬菜*白菜', ['480.00', '免税', '***']),
        digitalTotals('480.00', '***', '480.00', '肆佰捌拾圆整'),
      ),
    );
    expect(fields.items).toEqual([{ name: '*蔬菜*白菜', amount: '480.00', taxRate: '免税', taxAmount: '***' }]);
    expect(fields.amountWithoutTax).toBe('480.00');
    expect(fields.taxAmount).toBeUndefined();
  });

  it('reads negative amounts of a red-letter invoice', () => {
    const fields = read(
      digital(
        line(172, '*住宿服务*住宿费', ['-475.25', '1%', '-4.75']),
        digitalTotals('-475.25', '-4.75', '-480.00', '（负数）肆佰捌拾圆整'),
      ),
    );
    expect(fields).toMatchObject({ amountWithoutTax: '-475.25', taxAmount: '-4.75', totalAmount: '-480.00' });
    expect(fields.totalAmountInWords).toBe('(负数)肆佰捌拾圆整');
  });

  it('leaves the tax id of a natural person empty and reads a name of two lines', () => {
    const head = digitalHead().filter(([x]) => x !== 160 && x !== 62);
    const fields = read(
      aPage([
        ...digitalLabels('电子发票（普通发票）'),
        ...head,
        [62, 105, '一个名字非常长的有限责任公司上海市浦东新区'],
        [62, 115, '第一分公司'],
        ...hotelTotals,
      ]),
    );
    expect(fields.buyerName).toBe('一个名字非常长的有限责任公司上海市浦东新区第一分公司');
    expect(fields.buyerTaxId).toBeUndefined();
    expect(fields.sellerTaxId).toBe('91320214MACF05CJ8B');
  });

  it('is read when every character stands alone', () => {
    const written = [...digitalLabels(), ...digitalHeadings(), ...digitalHead(), ...hotelTotals];
    const lone = written.flatMap(([x, baseline, text, size = 9]): Written[] => {
      let left = x;
      return [...text].map((character) => {
        const at: Written = [left, baseline, character, size];
        left += (character.charCodeAt(0) >= 0x2e80 ? 1 : 0.5) * size;
        return at;
      });
    });
    expect(read(aPage(lone))).toMatchObject({
      invoiceNumber: '25322000000564559493',
      buyerName: '苏州甲乙丙信息技术有限公司',
      sellerTaxId: '91320214MACF05CJ8B',
      totalAmount: '480.00',
    });
  });

  it('reads the columns of tolls and of building services', () => {
    const toll: Written[] = [
      [40, 161, '项目名称'],
      [120, 161, '车牌号'],
      [190, 161, '类型'],
      [240, 161, '通行日期起'],
      [320, 161, '通行日期止'],
      [408, 161, '金额'],
      [447, 161, '税率/征收率'],
      [555, 161, '税额'],
    ];
    const cells: Written[] = [
      ...line(172, '*经营租赁*通行费', ['475.25', '3%', '14.26']),
      [115, 172, '苏E12345'],
      [186, 172, '客车'],
      [240, 172, '20251101'],
      [320, 172, '20251102'],
    ];
    const expected = { name: '*经营租赁*通行费', amount: '475.25', taxRate: '3%', taxAmount: '14.26' };
    expect(read(digital(cells, hotelTotals, toll)).items).toEqual([expected]);
    const building: Written[] = [
      [40, 161, '项目名称'],
      [140, 161, '建筑服务发生地'],
      [270, 161, '建筑项目名称'],
      [408, 161, '金额'],
      [447, 161, '税率/征收率'],
      [555, 161, '税额'],
    ];
    const works: Written[] = [
      ...line(172, '*建筑服务*工程款', ['475.25', '9%', '42.77']),
      [125, 172, '江苏省苏州市工业园区'],
      [262, 172, '某某大厦装修工程'],
    ];
    expect(read(digital(works, hotelTotals, building)).items).toEqual([
      { name: '*建筑服务*工程款', amount: '475.25', taxRate: '9%', taxAmount: '42.77' },
    ]);
  });
});

describe('remarks', () => {
  it('do not lend their labels to the invoice', () => {
    const fields = read(
      aPage([
        ...digitalLabels(),
        ...digitalHead(),
        ...hotelTotals,
        [35, 310, '被红冲蓝字数电发票号码：24322000000470694590'],
        [35, 320, '工程名称：某某大厦 开票日期：2020年01月01日'],
      ]),
    );
    expect(fields).toMatchObject({
      invoiceNumber: '25322000000564559493',
      issueDate: '2025-11-28',
      buyerName: '苏州甲乙丙信息技术有限公司',
      sellerName: '无锡丁戊己酒店管理有限公司',
      remarks: '被红冲蓝字数电发票号码：24322000000470694590\n工程名称：某某大厦开票日期：2020年01月01日',
    });
  });
});

describe('several pages', () => {
  it('of one invoice are read together, without their subtotals', () => {
    const first = aPage([
      ...digitalLabels().filter(([, , text]) => !/合|计|小写|大写/.test(text)),
      ...digitalHeadings(),
      ...digitalHead(),
      ...line(172, '*办公用品*笔', ['100.00', '13%', '13.00']),
      [61, 276, '小计'],
      rightAligned(434, 276, '¥100.00'),
      rightAligned(583, 276, '¥13.00'),
    ]);
    const second = aPage(
      [
        ...digitalLabels(),
        ...digitalHeadings(),
        ...digitalHead(),
        ...line(172, '*办公用品*纸', ['375.25', '13%', '48.78']),
        ...digitalTotals('475.25', '61.78', '537.03', '伍佰叁拾柒圆零叁分'),
      ],
      1,
    );
    const fields = read(first, second);
    expect(fields.items?.map((item) => item.amount)).toEqual(['100.00', '375.25']);
    expect(fields.totalAmount).toBe('537.03');
  });

  it('with different numbers are different invoices', () => {
    const page = (number: string, index: number) =>
      aPage([...digitalLabels(), ...digitalHead(number), ...hotelTotals], index);
    const faces = readFaces([page('25322000000564559493', 0), page('25322000000564559494', 1)]);
    expect(faces.map((face) => face.fields.invoiceNumber)).toEqual(['25322000000564559493', '25322000000564559494']);
    expect(faces[1]?.places.invoiceNumber?.page).toBe(1);
  });
});

describe('other papers', () => {
  it('are no invoice, even if they speak of one', () => {
    expect(
      readFaces([
        aPage([
          [50, 50, '会议纪要：讨论发票号码的登记'],
          [50, 80, '合计 3 项，金额见附件'],
        ]),
      ]),
    ).toEqual([]);
    expect(readFaces([])).toEqual([]);
  });
});

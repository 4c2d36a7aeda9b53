import { amountInWords, splitTax, textOfFen } from '../amount.ts';
import { anInvoice, type LineOptions } from '../an-invoice.ts';
import { dateInChinese, type InvoiceFacts } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { type Drawing, type Mark, OCHRE } from '../page/drawing.ts';
import { type Pen, penWith } from '../page/pen.ts';
import { randomFrom } from '../random.ts';
import { typeface } from '../typeface.ts';
import { headFields } from './digital-table.ts';
import type { Paper, PaperItem } from './paper.ts';

const colour = OCHRE;

const itemsOf = (facts: InvoiceFacts): PaperItem[] =>
  facts.items.map((item) => ({
    name: item.name,
    ...(item.specification !== '' && { specification: item.specification }),
    ...(item.unit !== '' && { unit: item.unit }),
    ...(item.quantity !== '' && { quantity: item.quantity, unitPrice: item.unitPrice }),
    amount: item.amount,
    taxRate: item.taxRate,
    taxAmount: item.taxAmount,
  }));

const identity = (facts: InvoiceFacts): Record<string, string> => ({
  invoiceCode: facts.code,
  machineNumber: facts.machineNumber,
  checkCode: facts.checkCode,
});

/** Other titles and tables on the page of the old electronic invoice. */
function retitled(drawing: Drawing, change: (text: string) => string): Drawing {
  const marks = (list: readonly Mark[]): Mark[] =>
    list.map((mark) => (mark.kind === 'text' ? { ...mark, text: change(mark.text) } : mark));
  return { ...drawing, template: marks(drawing.template), content: marks(drawing.content) };
}

const oldFacts = (seed: string, lines: readonly LineOptions[], buyer: object = {}): InvoiceFacts =>
  anInvoice({ seed, kind: 'vat_ordinary_electronic', lines, buyer });

async function special(seed: string): Promise<Paper> {
  const facts = oldFacts(`special/${seed}`, [
    { name: '*研发和技术服务*技术服务费', amountWithTax: '106000.00', taxRate: '6%', unit: '次', quantity: '1' },
  ]);
  const drawing = retitled(await drawInvoice(facts), (text) =>
    text.replace('增值税电子普通发票', '增值税电子专用发票'),
  );
  const fields = { ...headFields(facts), ...identity(facts), invoiceType: '增值税电子专用发票' };
  return { name: 'electronic special', date: facts.issueDate, drawings: [drawing], fields, items: itemsOf(facts) };
}

async function individual(seed: string): Promise<Paper> {
  const facts = oldFacts(
    `individual/${seed}`,
    [
      {
        name: '*印刷品*《深入理解计算机系统（原书第3版）》',
        amountWithTax: '99.50',
        taxRate: '免税',
        unit: '册',
        quantity: '1',
      },
    ],
    { name: '个人', taxId: '', address: '', phone: '', bank: '', bankAccount: '' },
  );
  const fields = { ...headFields(facts), ...identity(facts) };
  return {
    name: 'individual',
    date: facts.issueDate,
    drawings: [await drawInvoice(facts)],
    fields,
    items: itemsOf(facts),
  };
}

/** 通行费 that is not taxed: the rate says 不征税 and the tax is starred. */
async function untaxedToll(seed: string): Promise<Paper> {
  const facts = oldFacts(`toll/${seed}`, [{ name: '*不征税项目*通行费', amountWithTax: '23.75', taxRate: '不征税' }]);
  const [item] = facts.items;
  if (!item) throw new TypeError('the toll has a line');
  const headings: Record<string, string> = {
    规格型号: '车牌号',
    单位: '类型',
    '数  量': '通行日期起',
    '单  价': '通行日期止',
  };
  const drawing = retitled(await drawInvoice(facts), (text) => headings[text] ?? text);
  const pen = penWith(typeface());
  const cells: [string, number][] = [
    ['苏A12345', 60],
    ['客车', 82],
    ['20260301', 94],
    ['20260302', 114],
  ];
  for (const [text, x] of cells) pen.text({ text, x, y: 59.8, size: 2.8 });
  pen.text({ text: '通行费', x: 40, y: 17, colour });
  return {
    name: 'untaxed toll',
    date: facts.issueDate,
    drawings: [{ ...drawing, content: [...drawing.content, ...pen.marks] }],
    fields: {
      ...headFields(facts),
      ...identity(facts),
      specialBusiness: '通行费',
      plateNumber: '苏A12345',
      vehicleType: '客车',
      passageFrom: '20260301',
      passageTo: '20260302',
    },
    items: [{ name: item.name, amount: item.amount, taxRate: '不征税', taxAmount: '***' }],
  };
}

/** 深圳电子普通发票 on a blockchain: twelve digits of code, five characters of check code. */
async function blockchain(seed: string): Promise<Paper> {
  const made = oldFacts(`blockchain/${seed}`, [
    { name: '停车费', amountWithTax: '25.00', taxRate: '5%', unit: '次', quantity: '1' },
  ]);
  const facts = { ...made, code: '144032609110', number: '03765432', checkCode: '9fc1a', machineNumber: '' };
  const drawing = retitled(await drawInvoice(facts), (text) =>
    text === '机器编号：' ? '' : text.replace(/^.*增值税电子普通发票$/, '深圳电子普通发票'),
  );
  const fields = {
    ...headFields(facts),
    invoiceType: '深圳电子普通发票',
    invoiceCode: facts.code,
    checkCode: facts.checkCode,
  };
  return { name: 'blockchain', date: facts.issueDate, drawings: [drawing], fields, items: itemsOf(facts) };
}

/** 增值税普通发票（卷票） as a PDF of a narrow strip: the seller comes first. */
function roll(seed: string): Paper {
  const facts = oldFacts(`roll/${seed}`, [
    { name: '*餐饮服务*餐费', amountWithTax: '318.00', taxRate: '6%', quantity: '1' },
    { name: '*餐饮服务*茶位费', amountWithTax: '40.00', taxRate: '6%', quantity: '4' },
  ]);
  const pen = penWith(typeface());
  let y = 10;
  const put = (text: string) => {
    pen.text({ text, x: 4, y, size: 2.8 });
    y += 5;
  };
  pen.text({ text: '增值税普通发票（卷票）', x: 38, y, size: 4.5, align: 'middle', colour });
  y += 8;
  put(`发票代码：${facts.code}`);
  put(`发票号码：${facts.number}`);
  put(`机打号码：${facts.number}`);
  put(`机器编号：${facts.machineNumber}`);
  put(`销售方名称：${facts.seller.name}`);
  put(`纳税人识别号：${facts.seller.taxId}`);
  put(`开票日期：${facts.issueDate}`);
  put('收款员：张敏');
  put(`购买方名称：${facts.buyer.name}`);
  put(`纳税人识别号：${facts.buyer.taxId}`);
  for (const [text, x] of [
    ['项目', 4],
    ['单价', 30],
    ['数量', 46],
    ['金额', 62],
  ] as const) {
    pen.text({ text, x, y, size: 2.8 });
  }
  y += 5;
  const totalFen = 35_800;
  const lines = [
    ['餐费', '318.00', '1', '318.00'],
    ['茶位费', '10.00', '4', '40.00'],
  ];
  for (const line of lines) {
    for (const [index, text] of line.entries()) pen.text({ text, x: [4, 30, 46, 62][index] ?? 4, y, size: 2.8 });
    y += 5;
  }
  put('合计金额(小写)：¥358.00');
  put(`合计金额(大写)：${amountInWords(totalFen)}`);
  put(`校验码：${facts.checkCode}`);
  return {
    name: 'roll',
    date: facts.issueDate,
    drawings: [{ width: 76, height: y + 6, template: [], content: pen.marks, seal: null }],
    fields: {
      invoiceType: '增值税普通发票（卷票）',
      ...identity(facts),
      invoiceNumber: facts.number,
      issueDate: facts.issueDate,
      sellerName: facts.seller.name,
      sellerTaxId: facts.seller.taxId,
      buyerName: facts.buyer.name,
      buyerTaxId: facts.buyer.taxId,
      totalAmount: '358.00',
    },
    items: [
      { name: '餐费', unitPrice: '318.00', quantity: '1', amount: '318.00' },
      { name: '茶位费', unitPrice: '10.00', quantity: '4', amount: '40.00' },
    ],
  };
}

interface Cell {
  label: string;
  value: string;
  x: number;
  y: number;
  valueX: number;
}

function drawCells(pen: Pen, cells: readonly Cell[]): void {
  for (const { label, value, x, y, valueX } of cells) {
    for (const [row, text] of label.split('\n').entries()) {
      pen.text({ text, x, y: y + row * 3.4, size: 2.8, colour });
    }
    pen.text({ text: value, x: valueX, y: y + (label.split('\n').length - 1) * 1.7, size: 3.1 });
  }
}

function vehicle(seed: string, form: 'digital' | 'old'): Paper {
  const facts = oldFacts(`vehicle/${seed}/${form}`, [{ name: '轿车', amountWithTax: '128800.00', taxRate: '13%' }]);
  const isDigital = form === 'digital';
  const number = isDigital ? `2632200000${randomFrom(seed).digits(10)}` : facts.number;
  const { netFen, taxFen } = splitTax({ grossFen: 12_880_000, basisPoints: 1300 });
  const title = isDigital ? '电子发票（机动车销售统一发票）' : '机动车销售统一发票';
  const pen = penWith(typeface());
  pen.text({ text: title, x: 105, y: 14, size: 6, colour, align: 'middle' });
  const cell = (label: string, value: string, [x, y, valueX]: readonly [number, number, number]): Cell => ({
    label,
    value,
    x,
    y,
    valueX,
  });
  drawCells(pen, [
    cell('发票号码：', number, [150, 20, 166]),
    cell('开票日期：', dateInChinese(facts.issueDate), [150, 26, 166]),
    ...(isDigital
      ? []
      : [cell('发票代码：', '132002620611', [150, 14, 166]), cell('机器编号：', facts.machineNumber, [10, 26, 26])]),
    cell('购买方名称', facts.buyer.name, [10, 36, 40]),
    cell('统一社会信用代码/\n纳税人识别号/\n身份证明号码', facts.buyer.taxId, [112, 34, 142]),
    cell('车辆类型', '轿车', [10, 46, 40]),
    cell('厂牌型号', '大众牌SVW71410HS', [75, 46, 92]),
    cell('产地', '上海市', [150, 46, 166]),
    cell('合格证号', 'WBN112026001234', [10, 54, 40]),
    cell('进口证明书号', '', [75, 54, 98]),
    cell('商检单号', '', [150, 54, 166]),
    cell('发动机号码', 'EA211A12345', [10, 62, 40]),
    cell('车辆识别代号/车架号码', 'LSVAA2BR0N2123456', [95, 62, 130]),
    cell('价税合计', amountInWords(12_880_000), [10, 70, 40]),
    cell('小写', '¥128800.00', [135, 70, 150]),
    cell('销货单位名称', facts.seller.name, [10, 78, 40]),
    cell('电话', facts.seller.phone, [135, 78, 150]),
    cell('纳税人识别号', facts.seller.taxId, [10, 86, 40]),
    cell('账号', facts.seller.bankAccount, [120, 86, 132]),
    cell('地址', facts.seller.address, [10, 94, 40]),
    cell('开户银行', facts.seller.bank, [120, 94, 138]),
    cell('增值税税率\n或征收率', '13%', [10, 101, 40]),
    cell('增值税税额', `¥${textOfFen(taxFen)}`, [60, 102, 80]),
    cell('主管税务\n机关及代码', '国家税务总局苏州工业园区税务局 13205', [115, 101, 135]),
    cell('不含税价', `小写 ¥${textOfFen(netFen)}`, [10, 111, 40]),
    cell('完税凭证号码', '', [85, 111, 105]),
    cell('吨位', '', [140, 111, 150]),
    cell('限乘人数', '5', [170, 111, 188]),
    cell('开票人', facts.drawer, [100, 122, 115]),
  ]);
  return {
    name: `vehicle ${form}`,
    date: facts.issueDate,
    drawings: [{ width: 210, height: 140, template: [], content: pen.marks, seal: null }],
    fields: {
      invoiceType: title,
      invoiceNumber: number,
      ...(!isDigital && { invoiceCode: '132002620611', machineNumber: facts.machineNumber }),
      issueDate: facts.issueDate,
      buyerName: facts.buyer.name,
      buyerTaxId: facts.buyer.taxId,
      sellerName: facts.seller.name,
      sellerTaxId: facts.seller.taxId,
      amountWithoutTax: textOfFen(netFen),
      taxRate: '13%',
      taxAmount: textOfFen(taxFen),
      totalAmount: '128800.00',
      vehicleType: '轿车',
      brandModel: '大众牌SVW71410HS',
      engineNumber: 'EA211A12345',
      vehicleIdentification: 'LSVAA2BR0N2123456',
    },
  };
}

function usedVehicle(seed: string): Paper {
  const facts = oldFacts(`used/${seed}`, [{ name: '轿车', amountWithTax: '56000.00', taxRate: '13%' }]);
  const number = `2642200000${randomFrom(`used/${seed}`).digits(10)}`;
  const pen = penWith(typeface());
  pen.text({ text: '电子发票（二手车销售统一发票）', x: 105, y: 14, size: 6, colour, align: 'middle' });
  const cell = (label: string, value: string, [x, y, valueX]: readonly [number, number, number]): Cell => ({
    label,
    value,
    x,
    y,
    valueX,
  });
  drawCells(pen, [
    cell('发票号码：', number, [150, 20, 166]),
    cell('开票日期：', dateInChinese(facts.issueDate), [150, 26, 166]),
    cell('买方单位/个人', facts.buyer.name, [10, 36, 40]),
    cell('单位代码/身份证号码', facts.buyer.taxId, [115, 36, 146]),
    cell('买方单位/个人住址', facts.buyer.address, [10, 44, 40]),
    cell('电话', facts.buyer.phone, [150, 44, 160]),
    cell('卖方单位/个人', facts.seller.name, [10, 52, 40]),
    cell('单位代码/身份证号码', facts.seller.taxId, [115, 52, 146]),
    cell('卖方单位/个人住址', facts.seller.address, [10, 60, 40]),
    cell('电话', facts.seller.phone, [150, 60, 160]),
    cell('车牌照号', '鄂A12345', [10, 68, 40]),
    cell('登记证号', '420012345678', [75, 68, 92]),
    cell('车辆类型', '小型轿车', [140, 68, 158]),
    cell('车架号/车辆识别代码', 'LSVAA2BR0N2123456', [10, 76, 44]),
    cell('厂牌型号', '大众牌SVW71410HS', [100, 76, 116]),
    cell('车价合计（大写）', amountInWords(5_600_000), [10, 84, 40]),
    cell('小写', '¥56000.00', [135, 84, 150]),
    cell('二手车市场', '武汉市二手车交易市场有限公司', [10, 92, 40]),
    cell('纳税人识别号', facts.seller.taxId, [115, 92, 140]),
    cell('备注', '', [10, 110, 20]),
    cell('开票人', facts.drawer, [100, 122, 115]),
  ]);
  return {
    name: 'used vehicle',
    date: facts.issueDate,
    drawings: [{ width: 210, height: 140, template: [], content: pen.marks, seal: null }],
    fields: {
      invoiceType: '电子发票（二手车销售统一发票）',
      invoiceNumber: number,
      issueDate: facts.issueDate,
      buyerName: facts.buyer.name,
      buyerTaxId: facts.buyer.taxId,
      sellerName: facts.seller.name,
      sellerTaxId: facts.seller.taxId,
      totalAmount: '56000.00',
      plateNumber: '鄂A12345',
      vehicleType: '小型轿车',
      brandModel: '大众牌SVW71410HS',
      vehicleIdentification: 'LSVAA2BR0N2123456',
    },
  };
}

export const OLD_FORMS: Record<string, (seed: string) => Promise<Paper> | Paper> = {
  special,
  individual,
  untaxedToll,
  blockchain,
  roll,
  vehicleOld: (seed) => vehicle(seed, 'old'),
  vehicleDigital: (seed) => vehicle(seed, 'digital'),
  usedVehicle,
};

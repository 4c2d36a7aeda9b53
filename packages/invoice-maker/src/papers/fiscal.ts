import { amountInWords, fenOf, textOfFen } from '../amount.ts';
import { dateInChinese } from '../facts.ts';
import { type Colour, RED_BROWN } from '../page/drawing.ts';
import { type Pen, penWith } from '../page/pen.ts';
import { aParty, aPersonName } from '../parties.ts';
import { randomFrom } from '../random.ts';
import { PLACES } from '../regions.ts';
import { typeface } from '../typeface.ts';
import { element, wrapped } from '../xml-text.ts';
import type { Paper, PaperItem } from './paper.ts';

const colour: Colour = RED_BROWN;

interface FiscalKind {
  title: string;
  payer: string;
  payee: string;
  headings: readonly string[];
  /** Medical receipts print two tables beside each other. */
  halves: 1 | 2;
  items: readonly PaperItem[];
  /** Lines below the total. */
  notes: readonly string[];
  isPerson: boolean;
  /** `2026-03-09` or `2026年03月09日`. */
  dateStyle: 'iso' | 'chinese';
}

const WIDE = ['项目编码', '项目名称', '单位', '数量', '标准', '金额（元）', '备注'] as const;
const MEDICAL = ['项目名称', '数量/单位', '金额（元）', '备注'] as const;

export const FISCAL_KINDS: Record<string, FiscalKind> = {
  central: {
    title: '中央非税收入统一票据（电子）',
    payer: '交款人',
    payee: '收款单位（章）',
    headings: WIDE,
    halves: 1,
    items: [
      { name: '发明专利第10年年费', unit: '元', quantity: '0.3', unitPrice: '2000', amount: '600.00' },
      {
        name: '专利登记、印刷费及延长费等其他需要两行才能写完的项目',
        unit: '元',
        quantity: '1',
        unitPrice: '1200',
        amount: '1200.00',
      },
    ],
    notes: ['申请号：2012306329368 缴费日期：2026-03-07 缴费方式：网上支付 订单号：1105000114740512'],
    isPerson: false,
    dateStyle: 'iso',
  },
  donation: {
    title: '公益事业捐赠统一票据（电子）',
    payer: '捐赠人',
    payee: '接受单位（章）',
    headings: WIDE,
    halves: 1,
    items: [{ name: '捐赠收入', unit: '元', quantity: '1', unitPrice: '50000', amount: '50000.00' }],
    notes: ['用于乡村教育'],
    isPerson: false,
    dateStyle: 'chinese',
  },
  settlement: {
    title: '湖北省行政事业单位资金往来结算票据（电子）',
    payer: '交款人',
    payee: '收款单位（章）',
    headings: WIDE,
    halves: 1,
    items: [{ name: '投标保证金', unit: '元', quantity: '1', amount: '200000.00' }],
    notes: [],
    isPerson: false,
    dateStyle: 'iso',
  },
  outpatient: {
    title: '江苏省医疗门诊收费票据（电子）',
    payer: '交款人',
    payee: '收款单位（章）',
    headings: MEDICAL,
    halves: 2,
    items: [
      { name: '检查费', unit: '项', quantity: '1.00', amount: '717.28' },
      { name: '化验费', unit: '项', quantity: '1.00', amount: '140.00' },
      { name: '治疗费', unit: '项', quantity: '1.00', amount: '80.70' },
      { name: '西药费', unit: '项', quantity: '1.00', amount: '55.56' },
    ],
    notes: [
      '业务流水号：88361875 门诊号：P0001140980-0 就诊日期：20260430',
      '医疗机构类型：三级甲等综合 医保类型：职工在职 医保编号：0001140980 性别：男',
      '医保统筹基金支付：196.04 其他支付：0.00 个人账户支付：797.50 个人现金支付：0.00',
      '个人自付：0.00 个人自费：0.00',
    ],
    isPerson: true,
    dateStyle: 'iso',
  },
  inpatient: {
    title: '上海市医疗住院收费票据（电子）',
    payer: '交款人',
    payee: '收款单位（章）',
    headings: ['项目名称', '金额（元）', '备注'],
    halves: 2,
    items: [
      { name: '床位费', amount: '480.00' },
      { name: '诊察费', amount: '120.00' },
      { name: '手术费', amount: '12350.50' },
      { name: '卫生材料费', amount: '8877.66' },
      { name: '西药费', amount: '3021.09' },
    ],
    notes: [
      '病历号：0012345 住院号：2026001122 住院科别：骨科 住院时间：2026-02-20至2026-03-01',
      '预缴金额：20000.00 补缴金额：4849.25 退费金额：0.00',
    ],
    isPerson: true,
    dateStyle: 'iso',
  },
};

export type FiscalName = keyof typeof FISCAL_KINDS;

const START: readonly (string | RegExp)[] = ['项目名称'];

function cellOf(item: PaperItem, heading: string, index: number): string {
  switch (heading.replace(/（元）/, '')) {
    case '项目编码':
      return `0569901${String(index + 1).padStart(5, '0')}`;
    case '项目名称':
      return item.name;
    case '单位':
      return item.unit ?? '';
    case '数量':
      return item.quantity ?? '';
    case '数量/单位':
      return `${item.quantity ?? ''}/${item.unit ?? ''}`;
    case '标准':
      return item.unitPrice ?? '';
    case '金额':
      return item.amount ?? '';
    default:
      return '';
  }
}

interface TablePart {
  headings: readonly string[];
  items: readonly PaperItem[];
  left: number;
  width: number;
}

function drawPart(pen: Pen, { headings, items, left, width }: TablePart): void {
  const shares = headings.map((heading) => (START.includes(heading) ? 2 : 1));
  const unit = width / shares.reduce((sum, share) => sum + share, 0);
  let x = left;
  for (const [column, heading] of headings.entries()) {
    const cell = unit * (shares[column] ?? 1);
    pen.text({ text: heading, x: x + cell / 2, y: 48, size: 3, colour, align: 'middle' });
    let y = 54;
    for (const [index, item] of items.entries()) {
      const text = cellOf(item, heading, index);
      const isName = heading === '项目名称';
      const lines = isName ? pen.wrap({ text, width: cell - 2, size: 3 }) : [text];
      const rows = Math.max(1, pen.wrap({ text: item.name, width: unit * 2 - 2, size: 3 }).length);
      for (const [row, part] of lines.entries()) {
        const isAmount = heading.startsWith('金额');
        pen.text({
          text: part,
          x: isName ? x + 1 : isAmount ? x + cell - 1 : x + cell / 2,
          y: y + row * 4.5,
          size: 3,
          align: isName ? 'start' : isAmount ? 'end' : 'middle',
        });
      }
      y += rows * 4.5;
    }
    x += cell;
  }
}

/** 财政电子票据 as people get it: a page and, inside, the instance of the fiscal administration. */
export function aFiscalReceipt(seed: string | number, name: FiscalName): Paper {
  const kind = FISCAL_KINDS[name];
  if (!kind) throw new RangeError(`there is no fiscal receipt "${name}"`);
  const random = randomFrom(`fiscal/${seed}/${name}`);
  const place = random.pick(PLACES);
  const company = aParty({ random: random.fork('payer'), place, suffix: '科技有限公司' });
  const payer = kind.isPerson ? aPersonName(random) : company.name;
  const payerId = kind.isPerson ? '**************6735' : company.taxId;
  const payee = kind.isPerson ? `${place.city}市第一人民医院` : `${place.city}市公共资源交易中心`;
  const code = `${place.division.slice(0, 2)}06${random.digits(4)}`;
  const number = `00${random.digits(8)}`;
  const check = random.pick(['656aa9', '138973', 'E0f12B']);
  const date = `2026-0${random.integer(1, 9)}-${random.integer(10, 28)}`;
  const totalFen = kind.items.reduce((sum, item) => sum + fenOf(item.amount ?? '0'), 0);
  const pen = penWith(typeface());
  pen.text({ text: kind.title, x: 120, y: 16, size: 6.5, colour, align: 'middle' });
  pen.text({ text: `票据代码：${code}`, x: 12, y: 26 });
  pen.text({ text: `票据号码：${number}`, x: 165, y: 26 });
  pen.text({ text: `${kind.payer}统一社会信用代码：${payerId}`, x: 12, y: 33 });
  pen.text({ text: `校验码：${check}`, x: 165, y: 33 });
  pen.text({ text: `${kind.payer}：${payer}`, x: 12, y: 40 });
  pen.text({ text: `开票日期：${kind.dateStyle === 'iso' ? date : dateInChinese(date)}`, x: 165, y: 40 });
  const perPart = Math.ceil(kind.items.length / kind.halves);
  const width = 216 / kind.halves;
  for (let part = 0; part < kind.halves; part++) {
    const items = kind.items.slice(part * perPart, (part + 1) * perPart);
    drawPart(pen, { headings: kind.headings, items, left: 12 + part * width, width });
  }
  pen.text({ text: '金额合计（大写）', x: 14, y: 84, colour });
  pen.text({ text: amountInWords(totalFen).replace('圆', '元'), x: 44, y: 84 });
  pen.text({ text: '（小写）', x: 150, y: 84, colour });
  pen.text({ text: textOfFen(totalFen), x: 168, y: 84 });
  pen.column({ text: '其他信息', x: 14, y: 92, step: 4.5, colour });
  for (const [index, text] of kind.notes.entries()) pen.text({ text, x: 20, y: 92 + index * 4.5, size: 2.9 });
  pen.text({ text: `${kind.payee}：${payee}`, x: 12, y: 116 });
  pen.text({ text: `复核人：${aPersonName(random)}`, x: 110, y: 116 });
  pen.text({ text: `收款人：${aPersonName(random)}`, x: 170, y: 116 });
  const drawing = { width: 240, height: 125, template: [], content: pen.marks, seal: null };
  const fields = {
    invoiceType: kind.title,
    invoiceCode: code,
    invoiceNumber: number,
    checkCode: check,
    issueDate: date,
    buyerName: payer,
    ...(!kind.isPerson && { buyerTaxId: payerId }),
    sellerName: payee,
    totalAmount: textOfFen(totalFen),
  };
  return { name: String(name), date, drawings: [drawing], fields, items: [...kind.items] };
}

/** The fiscal administration's own XML of the same receipt. */
export function fiscalXml(paper: Paper): string {
  const { fields, items = [] } = paper;
  const at = (name: string) => fields[name] ?? '';
  const main = wrapped('Main', [
    element('EInvoiceName', at('invoiceType')),
    element('EInvoiceCode', at('invoiceCode')),
    element('EInvoiceNumber', at('invoiceNumber')),
    element('RandomNumber', at('checkCode')),
    element('SupervisorAreaCode', '320000'),
    element('TotalAmount', at('totalAmount')),
    element('IssueDate', at('issueDate').replaceAll('-', '')),
    element('IssueTime', '10:08:02'),
    wrapped('InvoicingParty', [element('InvoicingPartyCode', ''), element('InvoicingPartyName', at('sellerName'))]),
    wrapped('PayerParty', [element('PayerPartyCode', at('buyerTaxId')), element('PayerPartyName', at('buyerName'))]),
    element('CurrencyType', 'CNY'),
    element('Remark', ''),
  ]);
  const details = items.map((item) =>
    wrapped('Item', [
      element('ItemName', item.name),
      element('ItemQuantity', item.quantity ?? ''),
      element('ItemUnit', item.unit ?? ''),
      element('ItemStd', item.unitPrice ?? ''),
      element('ItemAmount', item.amount ?? ''),
    ]),
  );
  const data = wrapped('EInvoiceData', [main, wrapped('Details', details)]);
  const header = wrapped('Header', [
    element('EInvoiceTag', 'CZ-EI-320000'),
    element('EInvoiceID', `${at('invoiceCode')}-${at('invoiceNumber')}`),
    element('Version', '1.0'),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${wrapped('EInvoice', [header, data])}\n`;
}

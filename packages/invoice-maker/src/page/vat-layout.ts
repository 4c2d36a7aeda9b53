import { CannotMakeInvoice, dateInChinese, type InvoiceFacts, type ItemFacts, type Party } from '../facts.ts';
import type { QrCode } from '../qr-code.ts';
import type { Typeface } from '../typeface.ts';
import { drawName, withYuanSign } from './digital-layout.ts';
import { type Drawing, OCHRE } from './drawing.ts';
import { type Pen, penWith } from './pen.ts';
import { sealOf } from './seal.ts';

const colour = OCHRE;
const ROW_HEIGHT = 4.5;
const FIRST_BASELINE = 59.8;
const LAST_BASELINE = 90;

function drawFrame(pen: Pen): void {
  pen.horizontal({ x: 68.5, y: 18, length: 73, colour });
  pen.horizontal({ x: 68.5, y: 19, length: 73, colour });
  for (const y of [30, 52, 96, 104, 124]) pen.horizontal({ x: 4.5, y, length: 201, colour });
  for (const x of [4.5, 205.5]) pen.vertical({ x, y: 30, length: 94, colour });
  for (const x of [12.5, 119.5, 124.5]) {
    pen.vertical({ x, y: 30, length: 22, colour });
    pen.vertical({ x, y: 104, length: 20, colour });
  }
  pen.vertical({ x: 56.5, y: 52, length: 52, colour });
  for (const x of [80, 92, 110, 134.5, 164.5, 175.5]) pen.vertical({ x, y: 52, length: 44, colour });
}

function drawPartyLabels(pen: Pen, baselines: readonly number[]): void {
  const labels = ['名        称：', '纳税人识别号：', '地 址、电 话：', '开户行及账号：'];
  for (const [index, text] of labels.entries()) {
    pen.text({ text, x: 13.5, y: baselines[index] ?? 0, size: 3, colour });
  }
}

const BUYER_BASELINES = [34.3, 39.6, 45.1, 50.4];
const SELLER_BASELINES = [108.2, 113, 117.5, 122.2];

function drawLabels(pen: Pen): void {
  pen.text({ text: '机器编号：', x: 5.6, y: 26.7, size: 3, colour });
  const identity = ['发票代码：', '发票号码：', '开票日期：', '校 验 码：'];
  for (const [index, text] of identity.entries()) pen.text({ text, x: 148.6, y: 10.2 + index * 5.5, size: 3, colour });
  pen.column({ text: '购买方', x: 8.5, y: 36, step: 6.3, colour });
  pen.column({ text: '密码区', x: 122, y: 36, step: 6.3, colour });
  pen.column({ text: '销售方', x: 8.5, y: 109, step: 6, colour });
  pen.column({ text: '备注', x: 122, y: 110.6, step: 9, colour });
  drawPartyLabels(pen, BUYER_BASELINES);
  drawPartyLabels(pen, SELLER_BASELINES);
  const headings: [text: string, x: number][] = [
    ['项目名称', 30.5],
    ['规格型号', 68.2],
    ['单位', 86],
    ['数  量', 101],
    ['单  价', 122],
    ['金  额', 149.5],
    ['税率', 170],
    ['税  额', 190.5],
  ];
  for (const [text, x] of headings) pen.text({ text, x, y: 55.8, colour, align: 'middle' });
  pen.text({ text: '合', x: 22.5, y: 95, colour });
  pen.text({ text: '计', x: 34.5, y: 95, colour });
  pen.text({ text: '价税合计（大写）', x: 17.3, y: 101.3, colour });
  pen.text({ text: '（小写）', x: 156.6, y: 101.3, colour });
  pen.text({ text: '收款人：', x: 7, y: 128.3, colour });
  pen.text({ text: '复核：', x: 63.5, y: 128.3, colour });
  pen.text({ text: '开票人：', x: 105.5, y: 128.3, colour });
  pen.text({ text: '销售方：（章）', x: 150, y: 128.3, colour });
}

function drawParty({ pen, party, side }: { pen: Pen; party: Party; side: 'Buyer' | 'Seller' }): void {
  const baselines = side === 'Buyer' ? BUYER_BASELINES : SELLER_BASELINES;
  const at = (index: number) => ({ x: 36, y: baselines[index] ?? 0 });
  const small = (text: string): number => (pen.wrap({ text, width: 82, size: 3 }).length > 1 ? 2.4 : 3);
  const addressAndPhone = `${party.address} ${party.phone}`.trim();
  const bankAndAccount = `${party.bank}${party.bankAccount}`;
  drawName({ pen, text: party.name, ...at(0), name: `${side}Name` });
  pen.text({ text: party.taxId, ...at(1), size: 4, tag: { name: `${side}TaxID` } });
  pen.text({ text: addressAndPhone, ...at(2), size: small(addressAndPhone), tag: { name: `${side}AddrTel` } });
  pen.text({ text: bankAndAccount, ...at(3), size: small(bankAndAccount), tag: { name: `${side}FinancialAccount` } });
}

function drawItem({ pen, item, index, y }: { pen: Pen; item: ItemFacts; index: number; y: number }): number {
  const tag = (name: string) => ({ name, item: index });
  const names = pen.wrap({ text: item.name, width: 50.5 });
  for (const [row, text] of names.entries()) pen.text({ text, x: 5.3, y: y + row * ROW_HEIGHT, tag: tag('Item') });
  const specifications = pen.wrap({ text: item.specification, width: 22 });
  for (const [row, text] of specifications.entries()) {
    pen.text({ text, x: 57.2, y: y + row * ROW_HEIGHT, tag: tag('Specification') });
  }
  pen.text({ text: item.unit, x: 86, y, align: 'middle', tag: tag('MeasurementDimension') });
  pen.text({ text: item.quantity, x: 109.5, y, align: 'end', tag: tag('Quantity') });
  pen.text({ text: item.unitPrice, x: 134, y, size: 2.6, align: 'end', tag: tag('Price') });
  pen.text({ text: item.amount, x: 163.8, y, align: 'end', tag: tag('Amount') });
  pen.text({ text: item.taxRate, x: 174.8, y, align: 'end', tag: tag('TaxScheme') });
  pen.text({ text: item.taxAmount, x: 204.6, y, align: 'end', tag: tag('TaxAmount') });
  return Math.max(names.length, specifications.length, 1) * ROW_HEIGHT;
}

function drawValues(pen: Pen, facts: InvoiceFacts): void {
  const identity: [text: string, name: string][] = [
    [facts.code, 'InvoiceCode'],
    [facts.number, 'InvoiceNo'],
    [dateInChinese(facts.issueDate), 'IssueDate'],
    [facts.checkCode.replace(/(\d{5})(?=\d)/g, '$1 '), 'InvoiceCheckCode'],
  ];
  for (const [index, [text, name]] of identity.entries()) {
    pen.text({ text, x: 164, y: 10.2 + index * 5.5, tag: { name } });
  }
  pen.text({ text: facts.machineNumber, x: 21.5, y: 26.7, tag: { name: 'MachineNo' } });
  drawParty({ pen, party: facts.buyer, side: 'Buyer' });
  drawParty({ pen, party: facts.seller, side: 'Seller' });
  for (const [index, text] of facts.cipherText.split('\n').entries()) {
    pen.text({ text, x: 128, y: 35.6 + index * 4.7, size: 4, tag: { name: 'TaxControlCode' } });
  }
  let y = FIRST_BASELINE;
  for (const [index, item] of facts.items.entries()) {
    y += drawItem({ pen, item, index, y });
    if (y - ROW_HEIGHT > LAST_BASELINE) {
      throw new CannotMakeInvoice('too_many_lines', `${facts.items.length} lines do not fit on one page`);
    }
  }
  const totals: [text: string, x: number, y: number, size: number, name: string][] = [
    [withYuanSign(facts.amountWithoutTax), 163.8, 94.8, 3.3, 'TaxExclusiveTotalAmount'],
    [withYuanSign(facts.taxAmount), 204.6, 94.8, 3.3, 'TaxTotalAmount'],
  ];
  for (const [text, x, totalY, size, name] of totals)
    pen.text({ text, x, y: totalY, size, align: 'end', tag: { name } });
  pen.circledCross({ x: 60, y: 100.2, radius: 1.9 });
  pen.text({ text: facts.totalInWords, x: 63, y: 101.3 });
  pen.text({
    text: withYuanSign(facts.totalAmount),
    x: 169.5,
    y: 101.3,
    size: 3.88,
    tag: { name: 'TaxInclusiveTotalAmount' },
  });
  const remarks = facts.remarks.split('\n').flatMap((text) => pen.wrap({ text, width: 78, size: 2.8 }));
  for (const [index, text] of remarks.entries()) {
    pen.text({ text, x: 126, y: 107.8 + index * 3.6, size: 2.8, tag: { name: 'Note' } });
  }
  pen.text({ text: facts.payee, x: 20, y: 128.3, tag: { name: 'Payee' } });
  pen.text({ text: facts.reviewer, x: 74, y: 128.3, tag: { name: 'Checker' } });
  pen.text({ text: facts.drawer, x: 119, y: 128.3, tag: { name: 'InvoiceClerk' } });
}

/** 增值税电子普通发票, 210 × 140 mm. */
export function vatLayout({ facts, code, face }: { facts: InvoiceFacts; code: QrCode; face: Typeface }): Drawing {
  const frame = penWith(face);
  drawFrame(frame);
  const title = `${facts.region.shortName}增值税电子普通发票`;
  frame.text({ text: title, x: 105, y: 14.1, size: 6.67, colour, align: 'middle' });
  drawLabels(frame);
  const content = penWith(face);
  drawValues(content, facts);
  content.marks.push({ kind: 'qr', x: 8.5, y: 3.5, size: 19, code });
  return {
    width: 210,
    height: 140,
    template: frame.marks,
    content: content.marks,
    seal: sealOf({ x: 90, y: 8, bureau: facts.region.bureau, face }),
  };
}

import { anInvoice, type LineOptions } from '../an-invoice.ts';
import type { InvoiceFacts } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { type Drawing, type Mark, OCHRE } from '../page/drawing.ts';
import { penWith } from '../page/pen.ts';
import { randomFrom } from '../random.ts';
import { typeface } from '../typeface.ts';
import { digitalTablePages, headFields } from './digital-table.ts';
import type { Paper, PaperItem } from './paper.ts';
import { ORDINARY, paperItems } from './special-business.ts';

const GOODS = [
  '*电子计算机*便携式计算机 ThinkPad X1 Carbon (2026款)【含三年上门服务】',
  '*文具*中性笔',
  '*纸制品*复印纸',
  '*软件*财务管理软件V8.0企业版用户许可',
  '*运输服务*配送服务费',
  '*家具*人体工学椅（带头枕、可调节扶手）',
  '*照明装置*LED灯 T8 18W/6500K',
];
const SPECIFICATIONS = ['', 'A4 70g 500张/包', '0.5mm*12支', 'X1C-2026-i7/32G/1T', '620×580×1150mm', 'T8-1.2m'];
const RATES = ['13%', '6%', '9%', '3%', '1%'];

/** Lines with long names, discounts, missing cells and quantities with many decimals. */
export function manyLines(seed: string | number, count: number): LineOptions[] {
  const random = randomFrom(`lines/${seed}`);
  return Array.from({ length: count }, (_, index): LineOptions => {
    const taxRate = random.pick(RATES);
    const name = random.pick(GOODS);
    if (index % 7 === 3) return { name, taxRate, amountWithTax: `-${random.integer(1, 90)}.${random.digits(2)}` };
    return {
      name,
      specification: random.pick(SPECIFICATIONS),
      unit: random.pick(['', '台', '个', '箱', '套', '千瓦时']),
      quantity: random.pick(['1', '12', '0.35', '1200', '3.14159265']),
      taxRate,
      amountWithTax: `${random.integer(100, 99_999)}.${random.digits(2)}`,
    };
  });
}

export async function aLongInvoice(seed: string | number, count: number): Promise<Paper> {
  const facts = anInvoice({ seed: `long/${seed}`, kind: 'digital_special', lines: manyLines(seed, count) });
  const drawings = await digitalTablePages({ facts, columns: ORDINARY });
  return {
    name: `${count} lines`,
    date: facts.issueDate,
    drawings,
    fields: headFields(facts),
    items: paperItems(facts, ORDINARY),
    info: { InvoiceNumber: facts.number, 'TotalTax-includedAmount': facts.totalAmount },
  };
}

const LIST_HEADINGS: readonly (readonly [string, number])[] = [
  ['序号', 12],
  ['货物（劳务）名称', 40],
  ['规格型号', 75],
  ['单位', 95],
  ['数量', 112],
  ['单价', 132],
  ['金额', 155],
  ['税率', 172],
  ['税额', 192],
];

const LIST_ROWS = 25;

interface ListPage {
  facts: InvoiceFacts;
  items: readonly PaperItem[];
  first: number;
  page: number;
  pages: number;
}

function listPage({ facts, items, first, page, pages }: ListPage): Drawing {
  const pen = penWith(typeface());
  pen.text({ text: '销售货物或者提供应税劳务清单', x: 105, y: 20, size: 6, colour: OCHRE, align: 'middle' });
  pen.text({ text: `购买方名称：${facts.buyer.name}`, x: 12, y: 30 });
  pen.text({ text: `销售方名称：${facts.seller.name}`, x: 12, y: 36 });
  pen.text({
    text: `所属增值税电子普通发票代码：${facts.code}    号码：${facts.number}    共 ${pages} 页 第 ${page} 页`,
    x: 12,
    y: 42,
  });
  for (const [text, x] of LIST_HEADINGS) pen.text({ text, x, y: 50, colour: OCHRE, align: 'middle' });
  for (const [row, item] of items.entries()) {
    const y = 56 + row * 6;
    const cells = [
      String(first + row + 1),
      item.name,
      item.specification,
      item.unit,
      item.quantity,
      item.unitPrice,
      item.amount,
      item.taxRate,
      item.taxAmount,
    ];
    for (const [index, text] of cells.entries()) {
      const x = LIST_HEADINGS[index]?.[1] ?? 0;
      pen.text({ text: text ?? '', x: index === 1 ? 20 : x, y, size: 2.8, align: index === 1 ? 'start' : 'middle' });
    }
  }
  const below = 56 + items.length * 6;
  const fen = (text: string | undefined) => Math.round(Number(text) * 100);
  const net = items.reduce((sum, item) => sum + fen(item.amount), 0) / 100;
  const tax = items.reduce((sum, item) => sum + fen(item.taxAmount), 0) / 100;
  pen.text({ text: '小计', x: 30, y: below });
  pen.text({ text: `¥${net.toFixed(2)}`, x: 155, y: below, align: 'middle' });
  pen.text({ text: `¥${tax.toFixed(2)}`, x: 192, y: below, align: 'middle' });
  if (page === pages) {
    pen.text({ text: '总计', x: 30, y: below + 6 });
    pen.text({ text: `¥${facts.amountWithoutTax}`, x: 155, y: below + 6, align: 'middle' });
    pen.text({ text: `¥${facts.taxAmount}`, x: 192, y: below + 6, align: 'middle' });
  }
  pen.text({ text: '备注', x: 12, y: below + 14 });
  pen.text({ text: `填开日期：${facts.issueDate}`, x: 150, y: below + 24 });
  return { width: 210, height: 297, template: [], content: pen.marks, seal: null };
}

/** An old electronic invoice that says 详见销货清单, with the list on further pages. */
export async function anInvoiceWithList(seed: string | number, count: number): Promise<Paper> {
  const lines = manyLines(seed, count)
    .map((line) => ({ ...line, name: line.name.slice(0, 12), taxRate: '13%' }))
    .map(({ specification: _, ...line }) => line);
  const facts = anInvoice({ seed: `list/${seed}`, kind: 'vat_ordinary_electronic', lines });
  const listed: PaperItem[] = facts.items.map((item) => ({
    name: item.name,
    ...(item.unit !== '' && { unit: item.unit }),
    ...(item.quantity !== '' && { quantity: item.quantity, unitPrice: item.unitPrice }),
    amount: item.amount,
    taxRate: item.taxRate,
    taxAmount: item.taxAmount,
  }));
  const summary = {
    name: '(详见销货清单)',
    specification: '',
    unit: '',
    quantity: '',
    unitPrice: '',
    amount: facts.amountWithoutTax,
    taxRate: '13%',
    taxAmount: facts.taxAmount,
    classificationCode: '',
  };
  const front = await drawInvoice({ ...facts, items: [summary] });
  const pages = Math.ceil(listed.length / LIST_ROWS);
  const lists = Array.from({ length: pages }, (_, index) =>
    listPage({
      facts,
      items: listed.slice(index * LIST_ROWS, (index + 1) * LIST_ROWS),
      first: index * LIST_ROWS,
      page: index + 1,
      pages,
    }),
  );
  return {
    name: `list of ${count}`,
    date: facts.issueDate,
    drawings: [{ ...front, content: front.content.filter((mark) => mark.kind !== 'qr') }, ...lists],
    fields: {
      ...headFields(facts),
      invoiceCode: facts.code,
      checkCode: facts.checkCode,
      machineNumber: facts.machineNumber,
    },
    items: listed,
  };
}

function moved(mark: Mark, dy: number): Mark {
  switch (mark.kind) {
    case 'text':
    case 'qr':
      return { ...mark, y: mark.y + dy };
    case 'line':
      return { ...mark, from: { ...mark.from, y: mark.from.y + dy }, to: { ...mark.to, y: mark.to.y + dy } };
    case 'ellipse':
      return { ...mark, centre: { ...mark.centre, y: mark.centre.y + dy } };
  }
}

/** Drawings below each other on one page, as people print two invoices on a sheet of A4. */
export function onOnePage(drawings: readonly Drawing[]): Drawing {
  let dy = 0;
  const content: Mark[] = [];
  for (const drawing of drawings) {
    const marks = [...drawing.template, ...drawing.content, ...(drawing.seal?.marks ?? [])];
    for (const mark of marks) content.push(moved(mark, dy));
    dy += drawing.height;
  }
  return {
    width: Math.max(...drawings.map((drawing) => drawing.width)),
    height: dy,
    template: [],
    content,
    seal: null,
  };
}

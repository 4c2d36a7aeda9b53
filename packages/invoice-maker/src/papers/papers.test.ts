import { type InvoiceDocument, readInvoice } from '@countinghouse/invoice-reader';
import { PDFDocument, degrees as turnedBy } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { anInvoice } from '../an-invoice.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { makePdf } from '../pdf.ts';
import { PRESETS, type PresetName } from '../presets.ts';
import { makeXml } from '../xml.ts';
import { AIR_VARIANTS, anAirPaper } from './air.ts';
import { headFields } from './digital-table.ts';
import { aFiscalReceipt, FISCAL_KINDS, fiscalXml } from './fiscal.ts';
import { aLongInvoice, anInvoiceWithList, onOnePage } from './long-invoices.ts';
import { aLetter, LETTERS } from './not-invoices.ts';
import { OLD_FORMS } from './old-forms.ts';
import { makePaperOfd, makePaperPdf, type Paper, type PaperItem } from './paper.ts';
import { asFrom, PRODUCERS } from './producers.ts';
import { aRailPaper, RAIL_VARIANTS } from './rail.ts';
import { aSpecialBusiness, BUSINESSES, ORDINARY, paperItems } from './special-business.ts';

const SEED = 7;

async function documentsOf(bytes: Uint8Array, fileName: string): Promise<InvoiceDocument[]> {
  const reading = await readInvoice(bytes, { fileName });
  expect(reading.error).toBeNull();
  return reading.documents;
}

const squeeze = (text: string | undefined): string => (text ?? '').replace(/[ \t\u3000]/g, '');

function itemsOf(items: readonly PaperItem[]): PaperItem[] {
  return items.map((item) => ({
    ...item,
    name: squeeze(item.name),
    ...(item.specification !== undefined && { specification: squeeze(item.specification) }),
  }));
}

function expectPaper(document: InvoiceDocument | undefined, paper: Paper): void {
  if (!document) throw new Error(`${paper.name} was read as nothing`);
  if (paper.notInvoice !== undefined) {
    expect(document.isInvoice).toBe(false);
    expect(document.notInvoiceReason).toContain(paper.notInvoice);
    return;
  }
  const read = Object.fromEntries(Object.keys(paper.fields).map((name) => [name, document.fields[name]]));
  expect(read).toEqual(paper.fields);
  if (paper.items) expect(itemsOf(document.fields.items ?? [])).toEqual(itemsOf(paper.items));
  expect(document.checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  expect(document.doubts).toEqual([]);
}

async function expectBothFormats(paper: Paper): Promise<void> {
  const pdf = await documentsOf(await makePaperPdf(paper), 'paper.pdf');
  expect(pdf).toHaveLength(1);
  expectPaper(pdf[0], paper);
  const ofd = await documentsOf(makePaperOfd(paper), 'paper.ofd');
  expect(ofd).toHaveLength(1);
  expectPaper(ofd[0], paper);
}

describe('a 数电票 of a special business is read exactly, as PDF and OFD', () => {
  it.each(Object.keys(BUSINESSES))('%s', async (name) => {
    await expectBothFormats(await aSpecialBusiness(SEED, name));
  });
});

describe('a long invoice', () => {
  it.each([8, 40])('of %i lines over several pages is one invoice with every line', async (count) => {
    await expectBothFormats(await aLongInvoice(SEED, count));
  });

  it.each([40])('with a list of %i lines takes its lines from the list', async (count) => {
    await expectBothFormats(await anInvoiceWithList(SEED, count));
  });

  it('gives each line its own place, from the top of the page to its end', async () => {
    const paper = await aLongInvoice(SEED, 23);
    const [document] = await documentsOf(await makePaperPdf(paper), 'long.pdf');
    const places = (document?.fields.items ?? []).map((_, index) => document?.origins[`items.${index}`]?.place);
    expect(places.every((place) => place !== undefined && place.height < 0.2 && place.y > 0.3 && place.y < 0.7)).toBe(
      true,
    );
    const order = places.map((place) => (place ? place.page + place.y : 0));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(places.map((place) => place?.page)).size).toBe(paper.drawings.length);
  });
});

describe('a page that lies on its side', () => {
  it.each([90, 180, 270])('by %i degrees is read, and places are those of the page as it lies', async (degrees) => {
    const paper = await aSpecialBusiness(SEED, 'construction');
    const upright = await PDFDocument.load(await makePaperPdf(paper));
    const lying = await PDFDocument.create();
    const [page] = await lying.embedPdf(upright);
    if (!page) throw new TypeError('the paper has a page');
    const isOnSide = degrees !== 180;
    const [width, height] = isOnSide ? [page.height, page.width] : [page.width, page.height];
    const corner = { 90: [0, page.width], 180: [page.width, page.height], 270: [page.height, 0] }[degrees] ?? [0, 0];
    const [x = 0, y = 0] = corner;
    lying.addPage([width, height]).drawPage(page, { x, y, rotate: turnedBy(-degrees) });
    const [document] = await documentsOf(await lying.save(), 'lying.pdf');
    expectPaper(document, paper);
    const [straight] = await documentsOf(await makePaperPdf(paper), 'straight.pdf');
    const [place, original] = [document, straight].map((one) => one?.origins.totalAmount?.place);
    if (!place || !original) throw new TypeError('the total has a place');
    const across =
      degrees === 180
        ? 1 - original.x - original.width
        : degrees === 90
          ? 1 - original.y - original.height
          : original.y;
    expect(place.x).toBeCloseTo(across, 2);
  });
});

describe('an OFD page that lies on its side', () => {
  it.each(['construction', 'fuel', 'freight'])('is read: %s', async (name) => {
    const paper = await aSpecialBusiness(SEED, name);
    const [document] = await documentsOf(makePaperOfd(paper, { onSide: true }), 'lying.ofd');
    expectPaper(document, paper);
  });
});

describe('several invoices in one file', () => {
  it('on pages of their own are told apart, each with its own lines', async () => {
    const papers = [await aLongInvoice('a', 14), await aSpecialBusiness(SEED, 'toll'), await aLongInvoice('b', 5)];
    const documents = await documentsOf(await makePaperPdf(...papers), 'several.pdf');
    expect(documents).toHaveLength(papers.length);
    for (const [index, paper] of papers.entries()) expectPaper(documents[index], paper);
  });

  it('are counted once when somebody printed one twice, and without the contract behind them', async () => {
    const paper = await aLongInvoice('twice', 3);
    const documents = await documentsOf(await makePaperPdf(paper, paper, aLetter('contract')), 'twice.pdf');
    expect(documents).toHaveLength(1);
    expectPaper(documents[0], paper);
  });

  it('on one page are told apart', async () => {
    const papers = [await aSpecialBusiness('x', 'fuel'), await aSpecialBusiness('y', 'construction')];
    const sheet = {
      ...papers[0],
      name: 'two',
      date: '2026-03-09',
      fields: {},
      drawings: [onOnePage(papers.flatMap((paper) => paper.drawings))],
    };
    for (const documents of [
      await documentsOf(await makePaperPdf(sheet), 'two.pdf'),
      await documentsOf(makePaperOfd(sheet), 'two.ofd'),
    ]) {
      expect(documents).toHaveLength(2);
      for (const [index, paper] of papers.entries()) expectPaper(documents[index], paper);
    }
  });
});

describe('a fiscal receipt', () => {
  it.each(Object.keys(FISCAL_KINDS))('%s is read as PDF, OFD and XML', async (name) => {
    const paper = aFiscalReceipt(SEED, name);
    await expectBothFormats(paper);
    const [document] = await documentsOf(new TextEncoder().encode(fiscalXml(paper)), 'receipt.xml');
    expectPaper(document, paper);
    const both = await documentsOf(
      await makePaperPdf({ ...paper, attachments: { 'receipt.xml': fiscalXml(paper) } }),
      'a.pdf',
    );
    expect(both).toHaveLength(1);
    expectPaper(both[0], paper);
  });
});

describe('tickets', () => {
  it.each(Object.keys(RAIL_VARIANTS))('of the railway: %s', async (name) => {
    await expectBothFormats(await aRailPaper(SEED, name));
  });

  it.each(Object.keys(AIR_VARIANTS))('of an airline: %s', async (name) => {
    await expectBothFormats(anAirPaper(SEED, name));
  });
});

describe('other forms of the tax administration', () => {
  it.each(Object.entries(OLD_FORMS))('%s', async (_name, make) => {
    await expectBothFormats(await make(String(SEED)));
  });
});

describe('papers that are no invoice', () => {
  it.each(Object.keys(LETTERS))('%s is called by its name', async (name) => {
    await expectBothFormats(aLetter(name));
  });
});

describe('a page from another producer', () => {
  const changes = Object.entries(PRODUCERS).filter(([name]) => name !== 'outlinedLabels');

  it.each(changes)('%s says the same', async (_name, change) => {
    for (const name of Object.keys(BUSINESSES)) {
      const paper = asFrom(await aSpecialBusiness(SEED, name), change);
      const documents = await documentsOf(makePaperOfd(paper), 'paper.ofd');
      expect(documents).toHaveLength(1);
      expectPaper(documents[0], paper);
    }
    const paper = asFrom(await aSpecialBusiness(SEED, 'freight'), change);
    const [document] = await documentsOf(await makePaperPdf(paper), 'paper.pdf');
    expectPaper(document, paper);
  });
});

describe('a page whose labels are drawn instead of written', () => {
  it.each(['hotel', 'office_supplies', 'catering'] as const)('%s is read from its values', async (preset) => {
    const facts = anInvoice({ seed: SEED, preset, kind: 'digital_special' });
    const drawing = PRODUCERS.outlinedLabels?.(await drawInvoice(facts));
    if (!drawing) throw new TypeError('there is such a producer');
    const items = paperItems(facts, ORDINARY);
    const paper: Paper = { name: preset, date: facts.issueDate, drawings: [drawing], fields: headFields(facts), items };
    await expectBothFormats(paper);
  });
});

describe('invoices of any lines', () => {
  const seeds = Array.from({ length: 8 }, (_, index) => index);

  it.each(seeds)('are read without a false alarm (%i)', async (seed) => {
    const long = await aLongInvoice(`any/${seed}`, 1 + seed);
    const presets = Object.keys(PRESETS) as PresetName[]; // Keys of an object are wider than its type says.
    const preset = presets[seed % presets.length] ?? 'hotel';
    const cancels = seed % 3 === 0 ? { cancels: '26312000000012345678' } : {};
    const facts = anInvoice({ seed, preset, discount: seed % 2 === 0, exempt: seed % 5 === 0, ...cancels });
    const drawn: Paper = {
      name: preset,
      date: facts.issueDate,
      drawings: [await drawInvoice(facts)],
      fields: headFields(facts),
    };
    for (const paper of [long, drawn]) {
      const [document] = await documentsOf(makePaperOfd(paper), 'any.ofd');
      expectPaper(document, paper);
    }
  });
});

describe('names and remarks of every kind', () => {
  const names = [
    'ABC International Trading (Shanghai) Co., Ltd.',
    '北京市朝阳区某某街道社区卫生服务中心（北京市朝阳区某某街道妇幼保健计划生育服务站）',
    '合计财务咨询有限公司',
    '销售方科技有限公司',
    '广东省名称有限公司',
  ];
  const remarks = [
    '名称：某某项目\n工程名称：大桥 合计：1000.00 （小写）¥1.00',
    'USD 1,000.00 汇率 7.1234 币种：美元',
    '统一社会信用代码/纳税人识别号：91110105MA01234567 开票日期：2020年01月01日',
    '订单号：1234567890123456789012 发票号码：12345678901234567890',
    '备注信息备注：合同号HT-2026-001，开票日期以实际为准\n第二行',
  ];
  const cases = names.flatMap((name, index) =>
    (['digital_special', 'vat_ordinary_electronic'] as const).map((kind) => ({
      name,
      kind,
      remark: remarks[index] ?? '',
    })),
  );

  it.each(cases)('$kind: $name', async ({ name, kind, remark }) => {
    const seller = names[(names.indexOf(name) + 2) % names.length] ?? name;
    const made = anInvoice({ seed: name, kind, preset: 'office_supplies', buyer: { name }, seller: { name: seller } });
    const facts = { ...made, remarks: remark };
    const drawings = [await drawInvoice(facts)];
    await expectBothFormats({
      name,
      date: facts.issueDate,
      drawings,
      fields: { ...headFields(facts), drawer: facts.drawer },
    });
    const [document] = await documentsOf(await makePdf(facts), 'a.pdf');
    const whole = (text: string | undefined) => squeeze(text).replaceAll('\n', '');
    expect(whole(document?.fields.remarks)).toBe(whole(remark));
  });
});

describe('embedded data and page', () => {
  const facts = anInvoice({ seed: SEED, preset: 'hotel', kind: 'digital_special' });
  const paperWith = async (xml: string): Promise<Paper> => ({
    name: 'both',
    date: facts.issueDate,
    drawings: [await drawInvoice(facts)],
    fields: headFields(facts),
    attachments: { 'invoice.xml': xml },
  });
  const sourcesCheck = (document: InvoiceDocument | undefined) =>
    document?.checks.find(({ id }) => id === 'sources_agree');

  it('that agree are said to agree', async () => {
    const paper = await paperWith(makeXml(facts));
    const [document] = await documentsOf(await makePaperPdf(paper), 'a.pdf');
    expect(sourcesCheck(document)?.status).toBe('pass');
    const [ofd] = await documentsOf(makePaperOfd(paper), 'a.ofd');
    expect(sourcesCheck(ofd)?.status).toBe('pass');
  });

  it.each([
    ['buyerName', { buyer: { ...facts.buyer, name: '另一家公司' } }],
    ['totalAmount', { totalAmount: '9999.00' }],
    ['invoiceNumber', { number: '26312000000099999999' }],
    ['items', { items: facts.items.map((item) => ({ ...item, amount: '1.00' })) }],
  ] as const)('that contradict each other in %s are shown with both values', async (field, change) => {
    const paper = await paperWith(makeXml({ ...facts, ...change }));
    for (const documents of [
      await documentsOf(await makePaperPdf(paper), 'a.pdf'),
      await documentsOf(makePaperOfd(paper), 'a.ofd'),
    ]) {
      expect(documents).toHaveLength(1);
      const check = sourcesCheck(documents[0]);
      expect(check?.status).toBe('fail');
      expect(check?.fields).toContain(field);
      expect(documents[0]?.origins[field]?.alternatives?.map(({ source }) => source)).toContain('text');
    }
  });

  it('are doubted when only keys that anyone can write speak of an invoice', async () => {
    const { content } = aLetter('contract').drawings[0] ?? { content: [] };
    const info = { InvoiceNumber: facts.number, IssueTime: facts.issueDate, 'TotalTax-includedAmount': '480.00' };
    const drawings = [{ width: 210, height: 297, template: [], content: content.slice(0, 2), seal: null }];
    const [document] = await documentsOf(
      await makePaperPdf({ name: 'hearsay', date: facts.issueDate, drawings, fields: {}, info }),
      'a.pdf',
    );
    expect(sourcesCheck(document)?.status).toBe('warn');
    expect(document?.doubts).toEqual(expect.arrayContaining(['invoiceNumber', 'issueDate', 'totalAmount']));
  });
});

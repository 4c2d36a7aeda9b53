import { type Candidate, setField } from '../document/candidate.ts';
import type { InvoiceFields, InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount, toQuantity, toRate } from '../values/decimal.ts';
import type { XmlElement } from './parse-xml.ts';
import { defined, UNKNOWN_KIND } from './read-einvoice.ts';

/**
 * Exports of issuing and archiving systems that name their elements as the page does: in Chinese (`发票号码`), or by the
 * initials of the pinyin (`FPHM`, also `FP_HM`), which is how the data standard for e-invoices (GB/T 电子发票业务数据规范) and the
 * interfaces of tax-control devices write them. There is no fixed tree; each system nests as it likes.
 */
const HEAD: readonly (readonly [string, RegExp])[] = [
  ['invoiceCode', /^(?:发票代码|FPDM)$/],
  ['invoiceNumber', /^(?:(?:数电|全电|电子|数字化电子)?(?:发)?票号码|SDFPHM|QDFPHM|SDPHM|FPHM)$/],
  ['issueDate', /^(?:开票日期|开具日期|发票开具日期|开票时间|KPRQ|KPSJ)$/],
  ['checkCode', /^(?:校验码|发票校验码|JYM|FPJYM)$/],
  ['machineNumber', /^(?:机器编号|机器码|JQBH|JQM)$/],
  ['invoiceType', /^(?:发票类型|发票种类|票种|发票类型名称|发票种类名称|FPLXMC|FPZLMC)$/],
  ['buyerName', /^(?:(?:购买?|购货|受票)(?:方|单位)(?:单位)?(?:名称)?|(?:GMF|GF|GHF|GHDW|GFDW)MC)$/],
  ['buyerTaxId', /^(?:(?:购买?|购货|受票)(?:方|单位)TAXID|(?:GMF|GF|GHF|GHDW|GFDW)(?:NSRSBH|SBH|SH|NSRSBM))$/],
  ['sellerName', /^(?:(?:销售?|销货|开票)(?:方|单位)(?:单位)?(?:名称)?|(?:XSF|XF|XHF|XHDW|XFDW)MC)$/],
  ['sellerTaxId', /^(?:(?:销售?|销货|开票)(?:方|单位)TAXID|(?:XSF|XF|XHF|XHDW|XFDW)(?:NSRSBH|SBH|SH|NSRSBM))$/],
  ['amountWithoutTax', /^(?:合计金额|金额合计|不含税金额(?:合计)?|合计不含税金额|HJJE|HJBHSJE|BHSJE)$/],
  ['taxAmount', /^(?:合计税额|税额合计|HJSE)$/],
  ['totalAmount', /^(?:价税合计(?:小写|金额)?|含税金额合计|JSHJ|JSHJXX|KPHJJE|HJHSJE)$/],
  ['totalAmountInWords', /^(?:价税合计大写|JSHJDX)$/],
  [
    'originalInvoiceNumber',
    /^(?:(?:被红冲|对应|原)(?:的)?(?:蓝字|蓝票|正数)?(?:数电|电子)?(?:发)?票?号码|YFPHM|LZFPHM|YLZFPHM)$/,
  ],
  ['drawer', /^(?:开票人|KPR|KPRMC)$/],
  ['remarks', /^(?:备注|BZ)$/],
];

const LINE: readonly (readonly [keyof InvoiceItem, RegExp])[] = [
  ['name', /^(?:项目名称|商品名称|货物名称|货物或应税劳务(?:服务)?名称|货劳名称|(?:XM|SP|HW|HWLW|HWHLW)MC)$/],
  ['specification', /^(?:规格型号|规格|GGXH|GGXX)$/],
  ['unit', /^(?:单位|计量单位|DW|JLDW)$/],
  ['quantity', /^(?:数量|商品数量|XMSL|SPSL)$/],
  ['unitPrice', /^(?:单价|商品单价|DJ|XMDJ|SPDJ)$/],
  ['amount', /^(?:金额|商品金额|JE|XMJE|SPJE)$/],
  ['taxRate', /^(?:税率|征收率|税率征收率|SLV|SL|SLZSL|ZSL)$/],
  ['taxAmount', /^(?:税额|SE|XMSE|SPSE)$/],
];

const TAX_ID = /(?:统一社会信用代码|纳税人识别号|识别号|税号|纳税人代码)+/;

/** What a line says about itself; a total has neither price nor rate. */
const IN_LINES = new Set<keyof InvoiceItem>(['unitPrice', 'amount', 'taxRate', 'taxAmount']);

/** An invoice by the names of its elements, or null when the element is none, or holds several. */
export function readTagged(root: XmlElement): Candidate | null {
  const lines: XmlElement[] = [];
  const leaves: XmlElement[] = [];
  collect(root, lines, leaves);
  const texts = new Map<string, Set<string>>();
  for (const leaf of leaves) {
    const text = leaf.text.trim();
    const field = text === '' ? undefined : nameIn(HEAD, leaf.name);
    if (field !== undefined) texts.set(field, (texts.get(field) ?? new Set()).add(text));
  }
  if (!isOneInvoice(texts)) return null;
  const candidate: Candidate = { source: 'xml', fields: { currency: 'CNY' }, places: {} };
  for (const [field, found] of texts) setField(candidate.fields, field, fieldValue(field, [...found][0] ?? ''));
  const isDigital = candidate.fields.invoiceNumber?.length === 20;
  if (candidate.fields.invoiceType === undefined && isDigital) candidate.fields.invoiceType = UNKNOWN_KIND;
  const items = lines.map(itemOf);
  const single = leaves.find((leaf) => nameIn(LINE, leaf.name) === 'name')?.text.trim();
  if (items.length === 0 && single) items.push(onlyLine(single, candidate.fields));
  if (items.length > 0) candidate.fields.items = items;
  return candidate;
}

/** A name beside the totals is the only line, so that the totals are its own. */
function onlyLine(name: string, { amountWithoutTax: amount, taxAmount }: InvoiceFields): InvoiceItem {
  return { name, ...defined({ amount, taxAmount }) };
}

/** A number that is one, and what an invoice cannot do without. A request to issue an invoice has no number yet. */
function isOneInvoice(texts: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const numbers = texts.get('invoiceNumber');
  const [number] = numbers ?? [];
  if (numbers?.size !== 1 || number === undefined || !/^\d{8}(?:\d{12})?$/.test(number)) return false;
  const [date] = texts.get('issueDate') ?? [];
  const hasAmount = texts.has('totalAmount') || texts.has('amountWithoutTax');
  return toDate(date) !== undefined && hasAmount && (texts.has('sellerName') || texts.has('buyerName'));
}

function collect(element: XmlElement, lines: XmlElement[], leaves: XmlElement[]): void {
  if (isLine(element)) {
    lines.push(element);
    return;
  }
  if (element.children.length === 0) leaves.push(element);
  for (const inner of element.children) collect(inner, lines, leaves);
}

function isLine({ children }: XmlElement): boolean {
  const fields = children.map(({ name }) => nameIn(LINE, name));
  const isHead = children.some(({ name }) => ['invoiceNumber', 'totalAmount'].includes(nameIn(HEAD, name) ?? ''));
  return !isHead && fields.includes('name') && fields.some((field) => field !== undefined && IN_LINES.has(field));
}

function nameIn<T extends string>(table: readonly (readonly [T, RegExp])[], name: string): T | undefined {
  const plain = name
    .normalize('NFKC')
    .replace(/[()/_\-.、]/g, '')
    .toUpperCase()
    .replace(TAX_ID, 'TAXID');
  return table.find(([, pattern]) => pattern.test(plain))?.[0];
}

function fieldValue(field: string, text: string): string | undefined {
  if (field === 'issueDate') return toDate(text);
  if (/Amount|^amount/.test(field) && field !== 'totalAmountInWords') return toAmount(text);
  // Codes of kinds differ between systems.
  if (field === 'invoiceType' && !/\p{Script=Han}/u.test(text)) return undefined;
  return text;
}

function itemOf(line: XmlElement): InvoiceItem {
  const texts: Partial<Record<keyof InvoiceItem, string>> = {};
  for (const { name, text } of line.children) {
    const field = nameIn(LINE, name);
    if (field !== undefined && text.trim() !== '') texts[field] ??= text.trim();
  }
  const { name = '', specification, unit } = texts;
  return {
    name,
    ...defined({
      specification,
      unit,
      quantity: toQuantity(texts.quantity),
      unitPrice: toQuantity(texts.unitPrice),
      amount: toAmount(texts.amount),
      taxRate: toRate(texts.taxRate),
      taxAmount: toAmount(texts.taxAmount) ?? texts.taxAmount,
    }),
  };
}

import type { BilingualName, ExpenseType } from '@countinghouse/protocol';

/** A limit of the firm's expense policy, per unit. */
export interface PolicyLimit {
  rule: string;
  /** In fen. */
  limitMinor: number;
  /** What the limit counts: nights found among the items, or the invoice as a whole. */
  per: 'night' | 'invoice';
  source: BilingualName;
}

export interface ExpenseKind {
  code: string;
  name: BilingualName;
  /** Sub-account below 管理费用 or 劳务成本. */
  accountSuffix: string;
  /** Words in item names or the invoice type that propose this kind; the first kind that matches wins. */
  words: RegExp | null;
  limit: PolicyLimit | null;
}

const policy = (article: number, zh: string, en: string): BilingualName => ({
  zh: `《费用报销制度》第 ${article} 条：${zh}`,
  en: `Expense policy, article ${article}: ${en}`,
});

export const expenseKinds: readonly ExpenseKind[] = [
  {
    code: 'travel_hotel',
    name: { zh: '差旅费—住宿', en: 'Travel: hotel' },
    accountSuffix: '01',
    words: /住宿/,
    limit: {
      rule: 'hotel_per_night',
      limitMinor: 50_000,
      per: 'night',
      source: policy(8, '住宿费每晚不超过 500 元', 'hotels up to CNY 500 a night'),
    },
  },
  {
    code: 'travel_transport',
    name: { zh: '差旅费—城际交通', en: 'Travel: long-distance transport' },
    accountSuffix: '01',
    words: /铁路|航空|火车|机票|船票|长途|汽车客票/,
    limit: null,
  },
  {
    code: 'local_transport',
    name: { zh: '市内交通费', en: 'Local transport' },
    accountSuffix: '07',
    words: /客运|旅客运输|出租|网约车|运输服务/,
    limit: {
      rule: 'local_transport_per_invoice',
      limitMinor: 20_000,
      per: 'invoice',
      source: policy(9, '市内交通单张票据不超过 200 元', 'local transport up to CNY 200 an invoice'),
    },
  },
  {
    code: 'vehicle',
    name: { zh: '车辆使用费', en: 'Vehicle use' },
    accountSuffix: '11',
    words: /通行费|停车|汽油|柴油|成品油/,
    limit: null,
  },
  {
    code: 'meals',
    name: { zh: '业务招待费', en: 'Business meals and entertainment' },
    accountSuffix: '02',
    words: /餐饮|餐费|酒/,
    limit: {
      rule: 'meals_per_invoice',
      limitMinor: 100_000,
      per: 'invoice',
      source: policy(10, '业务招待单张票据不超过 1,000 元', 'business meals up to CNY 1,000 an invoice'),
    },
  },
  {
    code: 'training',
    name: { zh: '培训费', en: 'Training' },
    accountSuffix: '05',
    words: /培训|教育|生活服务\*?培训/,
    limit: null,
  },
  {
    code: 'conference',
    name: { zh: '会议费', en: 'Conferences' },
    accountSuffix: '08',
    words: /会议|会展/,
    limit: null,
  },
  {
    code: 'consulting',
    name: { zh: '咨询费', en: 'Consulting' },
    accountSuffix: '04',
    words: /咨询|鉴证|法律|评估|翻译|人力资源/,
    limit: null,
  },
  {
    code: 'communication',
    name: { zh: '通讯费', en: 'Communication' },
    accountSuffix: '06',
    words: /电信|通信服务|话费|宽带/,
    limit: null,
  },
  {
    code: 'postage',
    name: { zh: '邮递费', en: 'Postage and courier' },
    accountSuffix: '09',
    words: /邮政|快递|收派/,
    limit: null,
  },
  {
    code: 'office',
    name: { zh: '办公费', en: 'Office supplies' },
    accountSuffix: '03',
    words: /办公|文具|纸制品|纸|印刷|打印|计算机|电子设备|软件|信息技术|家具|图书/,
    limit: null,
  },
  { code: 'other', name: { zh: '其他', en: 'Other' }, accountSuffix: '99', words: null, limit: null },
];

const kindByCode = new Map(expenseKinds.map((kind) => [kind.code, kind]));

export const findExpenseKind = (code: string): ExpenseKind | undefined => kindByCode.get(code);

/** From the tax class and the names of the items, else from the type of the invoice. */
export function proposeExpenseType(invoice: { invoiceType: string; items: readonly { name: string }[] }): string {
  const texts = [...invoice.items.map((item) => item.name), invoice.invoiceType];
  for (const text of texts) {
    const found = expenseKinds.find((kind) => kind.words?.test(text));
    if (found) return found.code;
  }
  return 'other';
}

export const presentExpenseType = (kind: ExpenseKind, costAccount: string): ExpenseType => ({
  code: kind.code,
  name: kind.name,
  accountCode: `${costAccount}${kind.accountSuffix}`,
  limitNote: kind.limit?.source ?? null,
});

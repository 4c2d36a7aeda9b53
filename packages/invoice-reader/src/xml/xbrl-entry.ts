import { type Candidate, setField } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { toAmount } from '../values/decimal.ts';
import type { XmlElement } from './parse-xml.ts';

/** Last part of the namespaces of 电子凭证会计数据标准, whatever their date: `…/2023-05-15/bker` is `bker`. */
export function entryPointsOf(root: XmlElement): Set<string> {
  const points = [...root.attributes.values()]
    .filter((value) => value.includes('xbrl.mof.gov.cn'))
    .flatMap((value) => /\/([a-z_]+)\/?$/.exec(value)?.[1] ?? []);
  return new Set(points);
}

const NOT_INVOICES: Record<string, string> = {
  bker: '银行电子回单',
  bkrs: '银行电子对账单',
  ctp: '国库集中支付电子凭证',
};

/** What an instance is that records no invoice. */
export function otherVoucher(root: XmlElement): string | undefined {
  return [...entryPointsOf(root)].map((point) => NOT_INVOICES[point]).find((name) => name !== undefined);
}

interface Rule {
  field: string;
  name: RegExp;
  value: RegExp;
}

/**
 * 电子非税收入一般缴款书 (`ntrev`): the list of its elements is not public, so facts are told by the words of their names
 * together with the form of their values. A field that two different values could fill stays empty.
 */
const PAYMENT: readonly Rule[] = [
  { field: 'invoiceNumber', name: /Number/, value: /^\d{10}$/ },
  { field: 'invoiceCode', name: /Code/, value: /^\d{8}$/ },
  { field: 'checkCode', name: /IdentifyingCode|CheckCode|VerificationCode|RandomNumber/, value: /^[0-9A-Za-z]{4,20}$/ },
  { field: 'issueDate', name: /Date/, value: /^\d{4}-?\d{2}-?\d{2}$/ },
  { field: 'buyerName', name: /(?=.*Name)(?=.*Pay(?:e|o)r)/, value: /[\u4e00-\u9fff]{2}/ },
  {
    field: 'sellerName',
    name: /(?=.*Name)(?=.*(?:Payee|Collect|Levy|Executive|Invoicing))/,
    value: /[\u4e00-\u9fff]{2}/,
  },
  { field: 'totalAmount', name: /(?=.*Amount)(?=.*(?:Figures|Total))/, value: /^-?\d+(?:\.\d{1,2})?$/ },
];

export function readPayment(facts: ReadonlyMap<string, string>): Candidate {
  const candidate: Candidate = { source: 'xml', fields: { currency: 'CNY' }, places: {} };
  candidate.fields.invoiceType = '非税收入一般缴款书（电子）';
  for (const { field, name, value } of PAYMENT) {
    const fitting = [...facts].filter(([fact, text]) => name.test(fact) && value.test(text));
    const values = new Set(fitting.map(([, text]) => text));
    const [only] = values;
    if (values.size !== 1 || only === undefined) continue;
    setField(
      candidate.fields,
      field,
      field === 'issueDate' ? toDate(only) : field === 'totalAmount' ? toAmount(only) : only,
    );
  }
  return candidate;
}

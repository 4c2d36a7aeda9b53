import { type PageText, plainText } from '../layout/page-text.ts';
import type { InvoiceDocument, Signature } from '../reading.ts';

/** Papers that arrive together with invoices, by what their title says. The first match wins. */
const PAPERS: readonly (readonly [RegExp, string])[] = [
  [/行程(?:单|报销单)|TRIPTABLE/i, '行程单（附件，不是发票）'],
  [/税收(?:电子)?完税证明|税收缴款书/, '完税证明'],
  [/销售货物或者?提供应税劳务清单|销货清单/, '销货清单（属于一张发票）'],
  [/电子回单|收付款回单|银行回单|客户回单|业务回单|转账凭证/, '银行回单'],
  [/对账单|结算单/, '对账单'],
  [/报价单/, '报价单'],
  [/合同/, '合同'],
  [/订单/, '订单'],
  [/收据/, '收据'],
];

export function notAnInvoice(reason: string | undefined, signature: Signature): InvoiceDocument {
  return {
    isInvoice: false,
    ...(reason !== undefined && { notInvoiceReason: reason }),
    fields: {},
    origins: {},
    doubts: [],
    checks: [],
    signature,
  };
}

/** What a document without the face of an invoice seems to be, from the text of its first page. */
export function guessPaper(pages: readonly PageText[]): string {
  const page = pages[0];
  const text = plainText(page?.runs.map((run) => run.text).join('') ?? '');
  if (text === '') return '没有可读的文字';
  return PAPERS.find(([pattern]) => pattern.test(text))?.[1] ?? '未识别出发票版式';
}

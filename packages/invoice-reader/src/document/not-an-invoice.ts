import { type PageText, plainText } from '../layout/page-text.ts';
import type { InvoiceDocument, Signature } from '../reading.ts';

/** Papers that arrive together with invoices, by what their title says. The first match wins. */
const PAPERS: readonly (readonly [RegExp, string])[] = [
  [/行程(?:单|报销单)|TRIPTABLE/i, '行程单（附件，不是发票）'],
  [/税收(?:电子)?完税证明|完税证明|税收缴款书/, '完税证明'],
  [/销售货物或者?提供应税劳务清单|销货清单/, '销货清单（属于一张发票）'],
  [/(?:收费|费用)(?:明细|清单)(?:\(电子\))?/, '费用明细（附件，不是发票）'],
  [/电子回单|收付款回单|银行回单|客户回单|业务回单|(?:收|付|转)款回单|网上银行.*回单|转账凭证|交易凭证/, '银行回单'],
  [/对账单|交易明细|账户明细|结算单/, '对账单'],
  [/报销单|费用报销|借款单|付款申请/, '报销单'],
  [/报价单/, '报价单'],
  [/开票信息|开票资料|发票抬头/, '开票信息'],
  [/合同|协议书/, '合同'],
  [/订单|送货单|出库单|入库单/, '订单'],
  [/收据|收条/, '收据'],
  [/记账凭证/, '记账凭证'],
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

/** What a document without the face of an invoice seems to be: by the title of its first page, else by any word on it. */
export function guessPaper(pages: readonly PageText[]): string {
  const page = pages.find((candidate) => candidate.runs.length > 0);
  const text = plainText(page?.runs.map((run) => run.text).join('') ?? '');
  if (!page || text === '') return '没有可读的文字';
  if (isGibberish(text)) return '文字无法读取（字体没有可用的编码）';
  const title = plainText(titleOf(page));
  const nameOf = (words: string) => PAPERS.find(([pattern]) => pattern.test(words))?.[1];
  return nameOf(title) ?? nameOf(text) ?? '未识别出发票版式';
}

/** The largest type in the upper part of the page. */
function titleOf(page: PageText): string {
  const upper = page.runs.filter((run) => run.top < 0.4 * page.height);
  const tallest = Math.max(0, ...upper.map((run) => run.bottom - run.top));
  return upper
    .filter((run) => run.bottom - run.top > 0.85 * tallest)
    .map((run) => run.text)
    .join('');
}

/** Fonts without a usable encoding give private and replacement characters instead of text. */
export function isGibberish(text: string): boolean {
  const characters = [...text];
  const broken = characters.filter((character) => /[\ue000-\uf8ff\ufffd]/.test(character)).length;
  return characters.length > 0 && broken > 0.3 * characters.length;
}

/** Scanning programs put a line of their own below the picture of a page; a letter has more to say. */
const WORDS_OF_SCANNERS_MAX = 60;

/** Whether there is enough text to tell what a document is; otherwise its pictures have to be read. */
export function hasReadableText(pages: readonly PageText[]): boolean {
  return pages.some((page) => {
    const text = plainText(page.runs.map((run) => run.text).join(''));
    return text.length > WORDS_OF_SCANNERS_MAX && !isGibberish(text);
  });
}

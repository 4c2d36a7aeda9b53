import type { Locale } from '@countinghouse/protocol';

/** What the reader takes a paper for, in its own Chinese words, and how it is said in each language. */
const known: Record<string, { zh: string; en: string }> = {
  没有可读的文字: { zh: '文件里没有可读的文字。', en: 'The file holds no readable text.' },
  未识别出发票版式: { zh: '没有认出发票的版式。', en: 'It does not have the face of an invoice.' },
  '行程单（附件，不是发票）': {
    zh: '这是行程单，是发票的附件，本身不是发票。',
    en: 'It is a trip sheet: an attachment, not an invoice.',
  },
  完税证明: { zh: '这是完税证明，不是发票。', en: 'It is a tax payment certificate, not an invoice.' },
  '销货清单（属于一张发票）': {
    zh: '这是销货清单，属于一张发票，本身不是发票。',
    en: 'It is a list of goods that belongs to an invoice, not an invoice.',
  },
  银行回单: { zh: '这是银行回单，不是发票。', en: 'It is a bank receipt, not an invoice.' },
  对账单: { zh: '这是对账单，不是发票。', en: 'It is a statement of account, not an invoice.' },
  报价单: { zh: '这是报价单，不是发票。', en: 'It is a quotation, not an invoice.' },
  合同: { zh: '这是合同，不是发票。', en: 'It is a contract, not an invoice.' },
  订单: { zh: '这是订单，不是发票。', en: 'It is an order, not an invoice.' },
  收据: { zh: '这是收据，不是发票。', en: 'It is a receipt, not an invoice.' },
  电子凭证接收方入账信息: {
    zh: '这是电子凭证的入账信息，不是发票。',
    en: 'It is posting information of an electronic voucher, not an invoice.',
  },
};

export function describeNotInvoice(reason: string | null, locale: Locale): string {
  const isEnglish = locale === 'en';
  if (!reason) return isEnglish ? 'No invoice was found in it.' : '没有找到发票内容。';
  const found = Object.hasOwn(known, reason) ? known[reason] : undefined;
  if (found) return isEnglish ? found.en : found.zh;
  return isEnglish ? `It does not look like an invoice: ${reason}.` : `看起来不是发票：${reason}。`;
}

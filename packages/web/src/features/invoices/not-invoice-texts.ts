import type { Locale } from '@countinghouse/protocol';

interface Words {
  zh: string;
  en: string;
}

/** Sentences for what is more than the name of a paper. */
const sentences: Readonly<Record<string, Words>> = {
  没有可读的文字: { zh: '文件里没有可读的文字。', en: 'The file holds no readable text.' },
  '文字无法读取（字体没有可用的编码）': {
    zh: '文件里的文字读不出来：字体没有可用的编码。请改用原始文件或拍照。',
    en: 'Its text cannot be read: the fonts have no usable encoding. Hand in the original file or a photo.',
  },
  未识别出发票版式: { zh: '没有认出发票的版式。', en: 'It does not have the face of an invoice.' },
  '行程单（附件，不是发票）': {
    zh: '这是行程单，是发票的附件，本身不是发票。',
    en: 'It is a trip sheet: an attachment, not an invoice.',
  },
  '费用明细（附件，不是发票）': {
    zh: '这是费用明细，是票据的附件，本身不是发票。',
    en: 'It is a list of charges: an attachment, not an invoice.',
  },
  '销货清单（属于一张发票）': {
    zh: '这是销货清单，属于一张发票，本身不是发票。',
    en: 'It is a list of goods that belongs to an invoice, not an invoice.',
  },
  '形式发票（不是发票）': {
    zh: '这是形式发票，只是报价，不能报销。',
    en: 'It is a pro forma invoice: an offer, which cannot be claimed.',
  },
  电子凭证接收方入账信息: {
    zh: '这是电子凭证的入账信息，不是发票。',
    en: 'It is posting information of an electronic voucher, not an invoice.',
  },
  '电子凭证会计数据，本版本尚不支持读取的类型': {
    zh: '这是电子凭证的会计数据，其种类尚不能读取。',
    en: 'It is data of an electronic voucher of a kind that is not read yet.',
  },
  '不是发票格式的 XML': { zh: '这个 XML 不是发票的格式。', en: 'This XML is not in a format of invoices.' },
};

/** Papers that the reader knows by name, in its own Chinese words. */
const papers: Readonly<Record<string, string>> = {
  完税证明: 'a tax payment certificate',
  银行回单: 'a bank receipt',
  对账单: 'a statement of account',
  报销单: 'an expense claim',
  报价单: 'a quotation',
  开票信息: 'a sheet of billing details',
  合同: 'a contract',
  订单: 'an order',
  订单回复: 'an order response',
  送货单: 'a delivery note',
  发货通知: 'a despatch advice',
  收货通知: 'a receipt advice',
  催款通知: 'a payment reminder',
  商品目录: 'a catalogue',
  回执: 'an acknowledgement',
  收据: 'a receipt',
  记账凭证: 'an accounting voucher',
  工资单: 'a payslip',
  其他文件: 'some other paper',
};

export function describeNotInvoice(reason: string | null, locale: Locale): string {
  const isEnglish = locale === 'en';
  if (!reason) return isEnglish ? 'No invoice was found in it.' : '没有找到发票内容。';
  const sentence = Object.hasOwn(sentences, reason) ? sentences[reason] : undefined;
  if (sentence) return isEnglish ? sentence.en : sentence.zh;
  const unread = /^(.+)（(.+)），本版本尚不支持读取$/.exec(reason);
  if (unread) {
    const [, kind = '', format = ''] = unread;
    return isEnglish
      ? `It is an e-invoice in a format that is not read yet (${format}).`
      : `这是${kind}（${format}），这种格式尚不能读取。`;
  }
  // 订单（UBL）: the paper, and the format in which it comes.
  const [, paper = '', format] = /^([^（]+)(?:（(.+)）)?$/.exec(reason) ?? [];
  const english = Object.hasOwn(papers, paper) ? papers[paper] : undefined;
  if (!english) return isEnglish ? `It does not look like an invoice: ${reason}.` : `看起来不是发票：${reason}。`;
  if (!isEnglish) return `这是${reason}，不是发票。`;
  return `It is ${english}${format ? ` (${format})` : ''}, not an invoice.`;
}

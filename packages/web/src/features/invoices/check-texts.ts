import type { InvoiceCheck, Locale } from '@countinghouse/protocol';
import { checkDetail } from './check-detail.ts';

export const checkIds = [
  'sum_consistent',
  'lines_consistent',
  'words_consistent',
  'seller_tax_id',
  'buyer_tax_id',
  'sources_agree',
  'signature',
  'not_duplicate',
  'buyer_is_firm',
  'en16931',
  'embedded_xml',
  'payment_consistent',
  /** Both tax ids together, where both are right; made by the card, not by the wire. */
  'tax_ids',
  /** Several readings of one place of a picture; made here, where both values have one source. */
  'readings_agree',
  /** A signature that could not be verified, as against none at all; made here from the reason. */
  'signature_unverified',
] as const;
export type CheckId = (typeof checkIds)[number];
export type CheckStatus = InvoiceCheck['status'];
export const checkStatuses = ['pass', 'warn', 'fail', 'unknown'] as const satisfies readonly CheckStatus[];

/** What a check found: a few words for the row, one sentence for who wants to know more. */
export interface CheckText {
  name: string;
  explanation: string;
}
export type CheckTexts = Record<CheckId, Record<CheckStatus, CheckText>>;

const text = (name: string, explanation: string): CheckText => ({ name, explanation });

export const checkTextsZh: CheckTexts = {
  sum_consistent: {
    pass: text('价税勾稽', '金额与税额之和等于价税合计。'),
    warn: text('价税略有出入', '金额与税额之和与价税合计略有出入，请对照原件。'),
    fail: text('价税不符', '票面各项金额相加与合计不符，请对照原件更正，或向开票方核实。'),
    unknown: text('价税未能核对', '缺少金额、税额或价税合计，无法核对三者关系。'),
  },
  lines_consistent: {
    pass: text('明细勾稽', '各行金额、税率、税额相符，合计与票面一致。'),
    warn: text('明细略有出入', '明细与合计略有出入，可能来自四舍五入或清单汇总行。'),
    fail: text('明细不符', '明细各行与合计对不上，请对照原件。'),
    unknown: text('明细未能核对', '没有可供核对的明细行。'),
  },
  words_consistent: {
    pass: text('大写一致', '大写金额与小写金额一致。'),
    warn: text('大写存疑', '大写金额与小写金额可能不一致，请对照原件。'),
    fail: text('大写不符', '大写金额与小写金额不一致，请对照原件。'),
    unknown: text('大写未能核对', '没有读到大写金额。'),
  },
  seller_tax_id: {
    pass: text('销售方税号校验', '销售方税号通过校验。'),
    warn: text('销售方税号存疑', '销售方税号的格式不常见，请对照原件。'),
    fail: text('销售方税号有误', '销售方税号的校验位不对，可能识别有误，也可能票面有误。'),
    unknown: text('销售方税号未校验', '没有读到销售方税号，或其种类没有校验位。'),
  },
  buyer_tax_id: {
    pass: text('购买方税号校验', '购买方税号通过校验。'),
    warn: text('购买方税号存疑', '购买方税号的格式不常见，请对照原件。'),
    fail: text('购买方税号有误', '购买方税号的校验位不对，可能识别有误，也可能票面有误。'),
    unknown: text('购买方税号未校验', '没有读到购买方税号（个人抬头没有税号），或其种类没有校验位。'),
  },
  sources_agree: {
    pass: text('数据与版面一致', '文件内嵌数据、二维码与版面文字彼此一致。'),
    warn: text('数据与版面略有不同', '文件内嵌数据、二维码与版面文字略有不同，已标出。'),
    fail: text('数据与版面不一致', '文件内嵌数据、二维码与版面文字互相矛盾，请对照原件。'),
    unknown: text('来源单一', '文件只有一个数据来源，无从互相印证。'),
  },
  signature: {
    pass: text('签章有效', '电子签章有效，签署后内容未被改动。'),
    warn: text('签章未受信任', '内容未被改动，但签章证书不在受信任的税务证书之列。'),
    fail: text('签章失效', '签署之后文件内容被改动，不能作为报销凭证。请重新取得原始文件。'),
    unknown: text('无电子签章', '文件不带电子签章；数电票通常如此，真伪以税局查验为准。'),
  },
  not_duplicate: {
    pass: text('未重复', '此前没有交过这张发票。'),
    warn: text('号码相同', '此前有一张号码相同、内容不同的发票，请确认哪一张有误。'),
    fail: text('重复发票', '这张发票此前已经交过；已列入报销单的，不能再次报销。'),
    unknown: text('重复未能核对', '没有读到发票号码，无法核对是否重复。'),
  },
  buyer_is_firm: {
    pass: text('购买方是本所', '购买方的名称和税号与本所登记的一致。'),
    warn: text('购买方与本所略有不同', '购买方的名称或税号与本所登记的不完全一致，请对照原件。'),
    fail: text('购买方不是本所', '购买方不是本所，一般不能在本所报销；如有特殊情况请先联系财务。'),
    unknown: text('购买方未能核对', '没有读到购买方，无法核对抬头。'),
  },
  en16931: {
    pass: text('符合 EN 16931', '发票数据通过欧盟标准 EN 16931 的全部规则。'),
    warn: text('EN 16931 有提示', '发票数据有一条欧盟标准 EN 16931 的提示。'),
    fail: text('不符合 EN 16931', '发票数据违反欧盟标准 EN 16931 的规则，可能不被视为合规的电子发票，请向开票方核实。'),
    unknown: text('未按 EN 16931 校验', '这份数据的格式早于 EN 16931（例如 ZUGFeRD 1），其规则不适用。'),
  },
  embedded_xml: {
    pass: text('附带数据完好', '文件附带的发票数据可以读取。'),
    warn: text('附带数据存疑', '文件附带的发票数据不完整，请对照原件。'),
    fail: text('附带数据损坏', '文件附带的发票数据（XML）已损坏，只读了页面；以数据为准的电子发票请向开票方重新索取。'),
    unknown: text('附带数据未核对', '文件附带的发票数据无法核对。'),
  },
  payment_consistent: {
    pass: text('付款相符', '付款减找零等于合计。'),
    warn: text('付款与合计不符', '付款减找零与合计不等，合计可能读错，请对照原件。'),
    fail: text('付款不符', '付款与合计不符，请对照原件。'),
    unknown: text('付款未核对', '没有读到现金付款和找零，例如刷卡付款。'),
  },
  signature_unverified: {
    pass: text('签名已核对', '签名有效。'),
    warn: text('签名存疑', '签名未能完全核对。'),
    fail: text('签名无效', '签名无效。'),
    unknown: text('签名未能验证', '文件带有签名，但无法确认是否有效。'),
  },
  readings_agree: {
    pass: text('识别结果一致', '图像几次识别的结果一致。'),
    warn: text('识别结果略有不同', '图像几次识别的结果略有不同，请对照原件。'),
    fail: text('识别结果不一', '同一处几次识别的结果不同，请对照原件。'),
    unknown: text('识别结果未核对', '图像只识别了一次，无从互相印证。'),
  },
  tax_ids: {
    pass: text('税号校验', '销售方、购买方税号都通过校验。'),
    warn: text('税号存疑', '税号的格式不常见，请对照原件。'),
    fail: text('税号有误', '税号的校验位不对，可能识别有误，也可能票面有误。'),
    unknown: text('税号未校验', '没有读到税号，或其种类没有校验位。'),
  },
};

export const checkTextsEn: CheckTexts = {
  sum_consistent: {
    pass: text('Totals add up', 'Net amount and tax add up to the total.'),
    warn: text('Totals slightly off', 'Net amount and tax differ slightly from the total. Compare with the original.'),
    fail: text(
      'Totals do not add up',
      'The amounts do not add up to what is printed. Compare with the original, or ask the seller.',
    ),
    unknown: text('Totals not checked', 'Net amount, tax or total is missing, so they cannot be compared.'),
  },
  lines_consistent: {
    pass: text('Lines add up', 'Amount, rate and tax of each line agree, and the lines add up to the totals.'),
    warn: text('Lines slightly off', 'Lines and totals differ slightly, perhaps by rounding or a summary line.'),
    fail: text('Lines do not add up', 'The lines do not add up to the totals. Compare with the original.'),
    unknown: text('Lines not checked', 'There are no lines to check.'),
  },
  words_consistent: {
    pass: text('Words match', 'The amount in words equals the amount in figures.'),
    warn: text(
      'Words in doubt',
      'The amount in words may differ from the amount in figures. Compare with the original.',
    ),
    fail: text('Words differ', 'The amount in words is not the amount in figures. Compare with the original.'),
    unknown: text('Words not checked', 'No amount in words was read.'),
  },
  seller_tax_id: {
    pass: text('Seller tax id valid', 'The tax id of the seller is well-formed.'),
    warn: text('Seller tax id unusual', 'The tax id of the seller has an unusual form. Compare with the original.'),
    fail: text(
      'Seller tax id wrong',
      'The check character in the tax id of the seller is wrong: misread, or wrong on the invoice.',
    ),
    unknown: text('Seller tax id not checked', 'No tax id of the seller was read, or its kind has no check character.'),
  },
  buyer_tax_id: {
    pass: text('Buyer tax id valid', 'The tax id of the buyer is well-formed.'),
    warn: text('Buyer tax id unusual', 'The tax id of the buyer has an unusual form. Compare with the original.'),
    fail: text(
      'Buyer tax id wrong',
      'The check character in the tax id of the buyer is wrong: misread, or wrong on the invoice.',
    ),
    unknown: text(
      'Buyer tax id not checked',
      'No tax id of the buyer was read (a private buyer has none), or its kind has no check character.',
    ),
  },
  sources_agree: {
    pass: text('Data match the page', 'Embedded data, QR code and printed text agree.'),
    warn: text(
      'Data differ slightly',
      'Embedded data, QR code and printed text differ slightly; the fields are marked.',
    ),
    fail: text(
      'Data contradict the page',
      'Embedded data, QR code and printed text contradict each other. Compare with the original.',
    ),
    unknown: text('Single source', 'The file has one source of data only, so nothing can be compared.'),
  },
  signature: {
    pass: text('Signature valid', 'The electronic seal is valid and nothing was changed since.'),
    warn: text(
      'Signer not trusted',
      'Nothing was changed, but the certificate of the seal is not of a trusted tax authority.',
    ),
    fail: text(
      'Altered after signing',
      'The file was changed after it was sealed and proves nothing. Get the original file again.',
    ),
    unknown: text(
      'No seal',
      'The file has no electronic seal, as is usual for digital invoices; only the tax authority can confirm it.',
    ),
  },
  not_duplicate: {
    pass: text('Not a duplicate', 'This invoice was not handed in before.'),
    warn: text(
      'Number already known',
      'Another invoice has the same number with other content. Find out which is wrong.',
    ),
    fail: text(
      'Duplicate',
      'This invoice was handed in before. Once it stands in a claim, it cannot be claimed again.',
    ),
    unknown: text('Duplicates not checked', 'No invoice number was read, so duplicates cannot be found.'),
  },
  buyer_is_firm: {
    pass: text('Buyer is our firm', 'Name and tax id of the buyer are those of our firm.'),
    warn: text('Buyer slightly different', 'Name or tax id of the buyer is not quite ours. Compare with the original.'),
    fail: text(
      'Buyer is not our firm',
      'The buyer is not our firm, so this can usually not be claimed here. Ask finance first.',
    ),
    unknown: text('Buyer not checked', 'No buyer was read, so it cannot be compared with our firm.'),
  },
  en16931: {
    pass: text('Meets EN 16931', 'The data pass all rules of the European standard EN 16931.'),
    warn: text('EN 16931 remark', 'The data draw a remark from the European standard EN 16931.'),
    fail: text(
      'Breaks EN 16931',
      'The data break a rule of the European standard EN 16931 and may not count as a compliant e-invoice. Ask the seller.',
    ),
    unknown: text(
      'EN 16931 not checked',
      'The format of the data is older than EN 16931 (ZUGFeRD 1, for example), whose rules do not apply.',
    ),
  },
  embedded_xml: {
    pass: text('Attached data intact', 'The data of the invoice attached to the file can be read.'),
    warn: text('Attached data in doubt', 'The data attached to the file are incomplete. Compare with the original.'),
    fail: text(
      'Attached data damaged',
      'The invoice data (XML) attached to the file are damaged, so that only its pages were read. Where the data are the invoice, ask the seller for the file again.',
    ),
    unknown: text('Attached data not checked', 'The data attached to the file could not be checked.'),
  },
  payment_consistent: {
    pass: text('Payment fits', 'Cash less change is the total.'),
    warn: text(
      'Payment differs from total',
      'Cash less change is not the total, which may have been misread. Compare with the original.',
    ),
    fail: text('Payment wrong', 'The payment is not the total. Compare with the original.'),
    unknown: text('Payment not checked', 'No cash and change were read, as with payment by card.'),
  },
  signature_unverified: {
    pass: text('Signature looked at', 'The signature is valid.'),
    warn: text('Signature in doubt', 'The signature could not be verified entirely.'),
    fail: text('Signature invalid', 'The signature is not valid.'),
    unknown: text('Signature not verified', 'The file is signed, but whether validly could not be found out.'),
  },
  readings_agree: {
    pass: text('Readings agree', 'Several readings of the picture agree.'),
    warn: text(
      'Readings differ slightly',
      'Several readings of the picture differ slightly. Compare with the original.',
    ),
    fail: text('Readings differ', 'The same place was read differently each time. Compare with the original.'),
    unknown: text('Read once', 'The picture was read once only, so nothing can be compared.'),
  },
  tax_ids: {
    pass: text('Tax ids valid', 'The tax ids of seller and buyer are well-formed.'),
    warn: text('Tax ids unusual', 'A tax id has an unusual form. Compare with the original.'),
    fail: text('Tax ids wrong', 'The check character of a tax id is wrong: misread, or wrong on the invoice.'),
    unknown: text('Tax ids not checked', 'No tax id was read, or its kind has no check character.'),
  },
};

/** Checks whose words depend on more than their status. */
function madeHere({ id, status, params }: InvoiceCheck): CheckId | null {
  // `unknown` stands for no signature at all, and with a reason for one that cannot be judged.
  if (id === 'signature' && status === 'unknown' && params?.reason !== undefined) return 'signature_unverified';
  if (id === 'sources_agree' && params?.source && params.source === params.otherSource) return 'readings_agree';
  return null;
}

const isCheckId = (id: string): id is CheckId => checkIds.some((known) => known === id);

/** A check that this client does not know keeps its own id and the server's English sentence. */
export function describeCheck(check: InvoiceCheck, locale: Locale): CheckText {
  if (!isCheckId(check.id)) return { name: check.id, explanation: check.message };
  const id = madeHere(check) ?? check.id;
  const { name, explanation } = (locale === 'en' ? checkTextsEn : checkTextsZh)[id][check.status];
  const detail = checkDetail(check, locale);
  return { name, explanation: detail ? `${explanation}${locale === 'en' ? ' ' : ''}${detail}` : explanation };
}

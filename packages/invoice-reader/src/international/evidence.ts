import { eastAsianShare, type Sheet } from './sheet.ts';

/** Titles that make a paper something else than an invoice, with what it is called. */
const OTHER_PAPERS: readonly (readonly [RegExp, string])[] = [
  [
    /^\W*(?:SALES)?(?:QUOTATION|QUOTE|ESTIMATE)(?:NO|NUMBER|#|$|\W)|^\W*(?:ANGEBOT|KOSTENVORANSCHLAG|DEVIS|OFFERTE|PRESUPUESTO|PREVENTIVO|COTIZACION|PENAWARAN)(?:NR|N°|NO|$|\W)/,
    '报价单',
  ],
  [/^\W*PRO-?FORMA/, '形式发票（不是发票）'],
  [
    /^\W*(?:PURCHASEORDER|SALESORDER|ORDERCONFIRMATION|BESTELLUNG|AUFTRAGSBESTATIGUNG|BONDECOMMANDE|CONFIRMATIONDECOMMANDE|ORDERBEVESTIGING|PEDIDO|ORDINE)(?:NO|NR|NUMBER|#|$|\W)/,
    '订单',
  ],
  [
    /^\W*(?:BANKSTATEMENT|ACCOUNTSTATEMENT|STATEMENTOFACCOUNT|KONTOAUSZUG|RELEVEDECOMPTE|EXTRACTODECUENTA|REKENINGAFSCHRIFT|ESTRATTOCONTO)/,
    '对账单',
  ],
  [/^\W*(?:DELIVERYNOTE|DELIVERYORDER|PACKINGLIST|PACKINGSLIP|LIEFERSCHEIN|BONDELIVRAISON|PAKBON|ALBARAN)/, '送货单'],
  [
    /^\W*(?:SERVICE|EMPLOYMENT|LEASE|RENTAL|SALES|PURCHASE|LICENSE|CONSULTING|MASTER)?(?:AGREEMENT|CONTRACT)\W*$|^\W*(?:VERTRAG|CONTRAT|CONTRATO|CONTRATTO)\W*$/,
    '合同',
  ],
  [/^\W*(?:PAYSLIP|PAYROLL|SALARYSLIP|GEHALTSABRECHNUNG|BULLETINDEPAIE|BULLETINDESALAIRE)/, '工资单'],
  [/^\W*(?:REMITTANCEADVICE|PAYMENTADVICE|CURRICULUMVITAE|RESUME\W*$|MINUTESOF)/, '其他文件'],
];

const INVOICE_WORD =
  /INVOICE|INV0ICE|RECEIPT|RECEIPL|CASHBILL|CASHSALE|TAXINV|RECHNUNG|QUITTUNG|KASSENBON|FACTURE|FACTUUR|FACTURA|FATTURA|RICEVUTA|SCONTRINO|TICKETDECAISSE|KWITANSI|STRUK|FAKTUR|INVOIS|RESIT|領収|レシート|請求書|發票|收據|영수증|FAKTURA|KVITTO|FAIRERECEIPT|BILLNO|BILL#|E-TICKET|TICKETRECEIPT|FOLIO|GUESTBILL/;
const TILL_WORD =
  /CASH|CHANGE|CASHIER|TUNAI|KEMBALI|SUBTOTAL|SUB_TOTAL|SUB-TOTAL|VISA|MASTERCARD|TENDER|GST|VAT|MWST|TVA|BTW|IVA|SST|PPN|DISCOUNT|ROUNDING|QTY|THANKYOU|お釣|合計|小計/g;
const TITLED =
  /^\W*(?:TAX|COMMERCIAL|VAT|SALES|OFFICIAL|CASH)*(?:INVOICE|RECEIPT|BILL|RECHNUNG|FACTURE|FACTUUR|FACTURA|FATTURA)\W*$/;

/** Words of mainland invoices and papers; their readers have the say on them. */
const MAINLAND = /发票|纳税人|税务|收据|合同|银行|单据|人民币|元整|客户|订单|项目|会议/;

/** Characters that are written so on the mainland only, neither in Taiwan and Hong Kong nor in Japan. */
const SIMPLIFIED = /[务单订议项额计费编购货销应开银发账转总价]/g;
const SIMPLIFIED_MIN = 3;

/** A few Chinese words stand on many receipts of South East Asia. */
const EAST_ASIAN_MIN = 0.12;

/** Above this share of Han characters and kana, a document must show where it is from. */
const EAST_ASIAN_MAX = 0.35;
const EAST_ASIAN_ABROAD =
  /発票|發票|収|円|税込|領収|レシート|統一編號|統編|HK\$|NT\$|香港|台灣|臺灣|台北|新台幣|[\u3040-\u30ff]{2}/;

export type Verdict = { isInvoice: true; isReceipt: boolean } | { isInvoice: false; reason?: string };

/** Whether a document is an invoice or receipt from abroad, by its words; the fields are judged apart. */
export function judge(
  sheet: Sheet,
  facts: { hasTotal: boolean; hasSellerOrDate: boolean; amountKinds: number; doLinesAddUp: boolean },
): Verdict {
  const rows = sheet.rows.map((row) => row.squashed);
  const text = rows.join('\n');
  const isMainland = MAINLAND.test(text) || (text.match(SIMPLIFIED)?.length ?? 0) >= SIMPLIFIED_MIN;
  if (isMainland && eastAsianShare(sheet) > EAST_ASIAN_MIN) return { isInvoice: false };
  if (eastAsianShare(sheet) > EAST_ASIAN_MAX && !EAST_ASIAN_ABROAD.test(text)) return { isInvoice: false };
  const isTitled = rows.slice(0, 40).some((row) => TITLED.test(row));
  const paper = isTitled ? undefined : otherPaper(sheet);
  if (paper !== undefined) return { isInvoice: false, reason: paper };
  const tillWords = new Set(text.match(TILL_WORD) ?? []).size;
  const hasWord = INVOICE_WORD.test(text);
  const isInvoice =
    facts.hasTotal &&
    ((hasWord && facts.hasSellerOrDate) ||
      facts.doLinesAddUp ||
      facts.amountKinds >= 3 ||
      (Math.max(tillWords, facts.amountKinds) >= 2 && facts.hasSellerOrDate));
  return isInvoice ? { isInvoice, isReceipt: isReceipt(sheet) } : { isInvoice };
}

/** The title of a paper stands alone in a row of its first half page. */
function otherPaper(sheet: Sheet): string | undefined {
  for (const row of sheet.rows.slice(0, 25)) {
    if (row.page > 0) break;
    for (const cell of row.cells) {
      const text = cell.text
        .normalize('NFKD')
        .replace(/[\u0300-\u036f\s]/g, '')
        .toUpperCase();
      if (text.length > 45) continue;
      const paper = OTHER_PAPERS.find(([pattern]) => pattern.test(text));
      if (paper) return paper[1];
    }
  }
  return undefined;
}

const TILL = /CASHIER|CHANGE|TENDER|KEMBALI|KASSENBON|RECEIPT|RESIT|CASHBILL|STRUK|SCONTRINO|領収|レシート/;
const LETTER = /INVOICENUMBER|INVOICEDATE|RECHNUNGSN|RECHNUNGSDATUM|NUMERODEFACTURE|FACTUURNUMMER|DUEDATE|BILLTO/;

/** A picture shows a till receipt unless it speaks like a letter; a PDF the other way round. */
function isReceipt(sheet: Sheet): boolean {
  const text = sheet.rows.map((row) => row.squashed).join('\n');
  return !LETTER.test(text) && (sheet.source === 'ocr' || TILL.test(text));
}

import { squash } from './sheet.ts';

/** Legal forms as they end names, in squashed text. */
const LEGAL_FORM =
  /(?:SDN\.?BHD|SDNBHD|S\/B|BERHAD|\(M\)BHD|BHD|PTE\.?LTD|PTY\.?LTD|PVT\.?LTD|PRIVATELIMITED|CO\.,?LTD|LTD|LIMITED|LLC|LLP|L\.L\.C|,INC|INC|CORP|CORPORATION|GMBH&CO\.?KGA?A?|GMBH|MBH|EG|AG|E\.K|OHG|UG\(HAFTUNGSBESCHRANKT\)|S\.A\.S|S\.A\.R\.L|SARL|SASU|S\.A|S\.P\.A|SPA|S\.R\.L|SRL|B\.V|BV|N\.V|S\.L\.U?|S\.L|PLC|OYJ|APS|A\/S|LTDA|LDA|TBK|株式会社|有限会社|有限公司|股份有限公司)\.?$/;

/** Short legal forms count only as a word of their own. */
const SHORT_LEGAL_FORM =
  /(?:\s|,)(?:AG|KG|SA|SAS|BV|NV|SL|SLU|AB|AS|OY|Inc|Co|Ltd|SE|UG|SpA|Srl|Kft|sro|S\.A\.|Corp)\.?$/i;

/** Words of trade that make a name likely, though no legal form. */
const TRADE_WORD =
  /ENTERPRISE|TRADING|RESTAURANT|RESTORAN|CAFE|KAFE|KEDAI|PERNIAGAAN|SYARIKAT|PASARAYA|MARKET|MART|STORE|SHOP|BOOK|STATIONERY|HARDWARE|PHARMACY|FARMASI|BAKERY|CONFECTIONERY|HOTEL|MACHINERY|INDUSTRIES|HOLDINGS|CORNER|KITCHEN|BISTRO|SERVICES|ELECTRICAL|MOTOR|PETROL|STATION|AIRLINES|AIRWAYS|TAXI|BAR|SUPERMARKT|BOULANGERIE|TOKO|WARUNG|RUMAHMAKAN|DELICACIES|GIFT|DECO/;

export function hasLegalForm(text: string): boolean {
  const trimmed = withoutRegistration(text).trim();
  const squashed = squash(trimmed);
  if (/^(?:株式会社|PT\.?[A-Z])/.test(squashed) && /^PT[.\s]|^株/.test(trimmed)) return true;
  if (SHORT_LEGAL_FORM.test(trimmed)) return true;
  return squashed.length > 5 &&
    LEGAL_FORM.test(squashed) &&
    !/^(?:SDN\.?BHD|PTE\.?LTD)/.test(squashed) &&
    !/(?:[A-Z]EG|[A-Z]AG|[A-Z]INC|[A-Z]SPA)$/.test(squashed.replace(/[.,]/g, ''))
    ? true
    : /(?:SDN\.?BHD|BERHAD|S\/B)\.?$/.test(squashed) && squashed.length > 9;
}

/** A row that only goes on with the name above it. */
export function isOnlyLegalForm(text: string): boolean {
  return /^(?:\((?:M|KL|JB|MALAYSIA|JOHOR|PENANG)\))?(?:SDN\.?BHD|S\/B|BHD|BERHAD|PTE\.?LTD|ENTERPRISE|TRADING|CO\.?LTD|LIMITED|GMBH)\.?$/.test(
    squash(withoutRegistration(text)),
  );
}

export function hasTradeWord(text: string): boolean {
  return TRADE_WORD.test(squash(text));
}

/** Names without the registration number that follows them in brackets or after "Co. No.". */
export function withoutRegistration(text: string): string {
  return text
    .replace(/\s*[([{][^()[\]]*\d{4,}[^()[\]]*[)\]}]?\s*$/, '')
    .replace(
      /\s*[([{]?\s*(?:CO(?:MPANY)?\.?\s*)?(?:REG(?:ISTRATION)?|ROC|BRN|SSM|COMPANY|CO)\.?\s*(?:NO|N0)?\b\.?\s*[:.]?\s*[\w-]*\d{4,}.*$/i,
      '',
    )
    .replace(/(BHD\.?|S\/B|LTD\.?|ENTERPRISE|TRADING)\s*[A-Z]{0,2}\d{5,}-?\s?[A-Z]?(?:\s*\(.*\))?$/i, '$1')
    .replace(/\s+\d{5,}-?\s?[A-Z]$/, '')
    .replace(/\s+[A-Z]{2}\d{6,}-[A-Z]$/, '')
    .trim();
}

/** A row that cannot be the beginning of a name: a closing bracket without its opening, or a word that follows names. */
export function isContinuation(text: string): boolean {
  const opened = text.match(/[([]/g)?.length ?? 0;
  const closed = text.match(/[)\]]/g)?.length ?? 0;
  return (
    closed > opened ||
    /^(?:ENTERPRISE|TRADING|HARDWARE|RESTAURANT|MARKETING|INDUSTRIES|HOLDINGS|SERVICES)(?:$|\W|SDN)/.test(squash(text))
  );
}

import type { Row } from './sheet.ts';

const TITLE =
  /^[*\-=~#_.:\s]*(?:SIMPLIFIED|ORIGINAL|DUPLICATE|OFFICIAL|FULL|VAT|GST|CUSTOMER|MERCHANT|CASH|SALES?|PAID|FINAL|GUEST|TAX|PRO)*(?:TAX)?(?:INVOICE|INV0ICE|RECEIPT|BILL|SALES|CHECK|COPY|FOLIO|TICKET|SLIP|MEMO|STATEMENT)(?:COPY|\/RECEIPT|RECEIPT|INVOICE|\(COPY\)|SUMMARY)?[*\-=~#_.:\s]*$|^\W*(?:RECHNUNG|QUITTUNG|FACTURE|FACTUUR|FACTURA(?:SIMPLIFICADA)?|FATTURA|RICEVUTA|SCONTRINO|TICKET|KASSENBON|BELEG|KWITANSI|STRUK|NOTA|RESIT|INVOIS|BON|KVITTO|KVITTERING)\W*$|^(?:領収[書証]|レシート|電子發票證明聯|收據|發票)$/;

const GREETING =
  /^\W*(?:WELCOME|SELAMATDATANG|THANKYOU|TERIMAKASIH|WILLKOMMEN|BIENVENU|PLEASECOMEAGAIN|REPRINT|DUPLICATE|COPY|TABLE|TAKEAWAY|TAKEOUT|DINEIN|DINE-IN|PAGE\d|SEITE\d|OPEN(?:FROM|24|DAILY)|COPYOF|GSTREG|TEXT)/;

const ADDRESS =
  /^(?:NO|N0|LOT|L0T|N[O0]\.?\d|UNIT|BLOCK|BLK|LEVEL|GROUND|G\.?F|LG|SUITE|P\.?O\.?BOX|POBOX|KM|PT|PTD|OFF)[.:\s]*[\dA-Z]{0,3}[-\d]|^\d{1,5}[A-Z]?(?:,(?!\d{3})|&|\/|-)|(?:^|\W|\d)(?:JALAN|JLN|JL\.|LORONG|LRG|PERSIARAN|TAMAN|TMN|KAMPUNG|KG\.|BANDAR|KAWASAN|LEBUH|SEKSYEN|WISMA|MENARA|PLAZA|PUSAT|BATU)(?!N)|\d{5}[A-Z]{3,}|[A-Z]{3,},?\d{5}(?!\d)|STREET|ROAD(?!S)|AVENUE|BOULEVARD|STRASSE|STR\.\d|PLATZ|RUEDE|\d+RUE|VIA[A-Z]+,?\d|CALLE|STRAAT|HIGHWAY|FLOOR|(?:^|,)(?:KUALALUMPUR|SELANGOR|JOHOR|MALAYSIA|SINGAPORE\d*|HONGKONG|PENANG|MELAKA|PERAK)\W*$|ROAD,|[都道府県市区]\S*\d|[市路街]\S*\d*[號号樓]/;

const CONTACT =
  /TEL[.:\s/]|^TEL|^TE[L1]\W|PHONE|FAX|HOTLINE|E-?MAIL|@[A-Z\d-]+\.[A-Z]|WWW\.|HTTP|\.COM(?:\W|$)|\.COM\.|H\/P|HP:|WHATSAPP|^\W*\+?\d[\d\s()-]{6,}$|FACEBOOK|電話/;

const REGISTRATION =
  /GST|(?:CO|COMPANY|BUS(?:INESS)?|ROC|SST|BRN|TIN)\.?(?:REG|NO|ID)|REG(?:\.|ISTRATION)?(?:NO|N0|ID|#)|^\W*(?:JM|AS|SA|IP|PG|MA)?\d{5,}-?[A-Z]\W*$|^\W*\d{6,}-\w\W*$|ABN|UEN|VATNO|VATREG|NPWP|SIRET|TVA|MWST|USTID|統一編號|登録番号|\(\d{6,}[-\w]*\)|^\W*\d{12}\W*$/;

const PARTICULARS =
  /^(?:DATE|TIME|CASHIER|KASIR|MEJA|TANGGAL|DATUM|UHRZEIT|BEDIENUNG|KELLNER|TISCH|CAISSE|SERVEUR|HEURE|FECHA|HORA|CAJERO|MESA|SALESP|SERVER|COUNTER|TERMINAL|POS|TILL|TRANS|ORDER|CHECK|CHK|BILL|INVOICE|INV|RECEIPT|RCPT|DOC|MEMBER|CUSTOMER|STAFF|TABLE|PAX|GUEST|ROOM|SLIP|REF|TRX|OPERATOR|SHIFT|BATCH|CLERK|REG)[A-Z ]{0,12}(?:NO|NUMBER|NAME|ID)?[.:#]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}/;

export type RowMeaning =
  | 'title'
  | 'greeting'
  | 'address'
  | 'contact'
  | 'registration'
  | 'particulars'
  | 'words'
  | 'noise';

/** What a row of a letterhead says, by its form alone. */
export function meaningOf(row: Row): RowMeaning {
  const text = row.squashed;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2 && !/\d{6,}/.test(text)) return 'noise';
  if (TITLE.test(text)) return 'title';
  if (GREETING.test(text)) return 'greeting';
  if (CONTACT.test(text)) return 'contact';
  if (PARTICULARS.test(text)) return 'particulars';
  if (REGISTRATION.test(text) && letters < 22) return 'registration';
  if (ADDRESS.test(text)) return 'address';
  return letters * 2 < text.length ? 'noise' : 'words';
}

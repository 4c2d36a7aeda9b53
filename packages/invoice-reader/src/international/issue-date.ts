import { type DateOrder, findDates } from './dates.ts';
import type { TextReading } from './reading-of-text.ts';
import { type Cell, type Row, type Sheet, squash, surenessOf } from './sheet.ts';

/** Words beside dates, in squashed text, with what they are worth. The first that fits decides. */
const LABELS: readonly (readonly [RegExp, number])[] = [
  [
    /(?:FACTURE|RECHNUNG|FATTURA|FACTURA|FACTUUR|INVOICE)[^\p{L}]{0,4}(?:NO|NR|NUMBER|N)?[^\p{L}]{0,4}[A-Z]{0,4}[-/\d]{2,24}(?:DU|VOM|DEL|OF|DATED|VAN|DE)$|INVOICEDATE|DATEOFISSUE|ISSUEDATE|DATEISSUED|TAXINVOICEDATE|BILLDATE|BILLINGDATE|INVDATE|RECHNUNGSDATUM|DATEDEFACTUR|DATEFACTUR|DATEDELAFACTURE|FACTUREDU|VOTREFACTUREDU|FACTUURDATUM|FECHADE(?:LA)?FACTURA|FECHAFACTURA|FECHADEEMISION|FECHAEMISION|DATAFATTURA|DATADIEMISSIONE|DATADOCUMENTO|INVOICEDATED|DATEDEMISSION|DATED'EMISSION|DATADEEMISSAO|RECEIPTDATE|BELEGDATUM|DATUMRECHNUNG|RECHNUNGVOM|FATTURADEL|取引日|発行日|請求日|開立日期|INVOICEON|DATEOFINVOICE|PAIDON|DATEPAID|TAXDATE/u,
    30,
  ],
  [
    /DUEDATE|DUEON|PAYBY|PAYMENTDUE|DUEBY|FALLIG|FAELLIG|ZAHLBAR|ZAHLUNGSZIEL|ECHEANCE|VERVALDATUM|VENCIMIENTO|SCADENZA|EXPIR|VALID|GULTIG|BESTBEFORE|USEBY|MFG|BIRTH|UNTIL|NEXTBILL|PRELEVEMENT|EFFECTIVE|SINCE|W\.E\.F|ABBUCHUNG|TERMS/,
    -30,
  ],
  [
    /PERIOD|ZEITRAUM|PERIODE|PERIODO|FROM\b|ARRIVAL|DEPARTURE|CHECK-?IN|CHECK-?OUT|ANREISE|ABREISE|DELIVERY|LIEFERDATUM|LEISTUNGSDATUM|LIVRAISON|SHIP|DISPATCH|LEVERDATUM|CONSEGNA|PRINTED|PRINTDATE|TRAVEL|FLIGHT|JOURNEY|STAY|BETWEEN/,
    -15,
  ],
  [
    /ORDERDATE|DATEOFORDER|BESTELLDATUM|AUFTRAGSDATUM|DATEDECOMMANDE|ORDERED|BESTELDATUM|BOOKINGDATE|BOOKEDON|CREATED/,
    -5,
  ],
  [/DATE|DATUM|FECHA|DATA|TARIKH|TANGGAL|TGL|日期|日付|DATED/, 15],
];

export interface DateOptions {
  order: DateOrder | undefined;
  yearMax: number;
}

interface Candidate {
  iso: string;
  alternative?: string;
  score: number;
  sureness: number;
  cell: Cell;
}

/** Characters of a date that are less sure than this are looked at by a person. */
const SURENESS_MIN = 0.55;

/** The date of the document. Where the order of day and month is open, other dates of the document decide, or it is doubtful. */
export function readIssueDate(sheet: Sheet, { order, yearMax }: DateOptions): TextReading | undefined {
  const settled = order ?? orderOfDocument(sheet, yearMax);
  const candidates = sheet.rows.flatMap((row, index) =>
    candidatesOf(row, { index, sheet, order: settled ?? 'dmy', yearMax }),
  );
  const [best, ...others] = candidates.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score < -20) return undefined;
  const rival = others.find((other) => other.iso !== best.iso);
  const isAmbiguous = settled === undefined && best.alternative !== undefined;
  const isContested = rival !== undefined && rival.score >= best.score - 4;
  return { value: best.iso, cell: best.cell, doubtful: isAmbiguous || isContested || best.sureness < SURENESS_MIN };
}

/** A day above 12 shows the order of all dates of the document. */
function orderOfDocument(sheet: Sheet, yearMax: number): DateOrder | undefined {
  const orders = new Set<DateOrder>();
  for (const row of sheet.rows) {
    for (const match of row.text.matchAll(/(?<![\d.,/-])(\d{1,2})([-/.])(\d{1,2})\2(20\d{2})(?!\d)/g)) {
      const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
      if (year > yearMax) continue;
      if (first > 12 && second <= 12) orders.add('dmy');
      else if (second > 12 && first <= 12) orders.add('mdy');
      else if (match[2] === '.') orders.add('dmy');
    }
  }
  const [only] = orders;
  return orders.size === 1 ? only : undefined;
}

interface RowContext {
  index: number;
  sheet: Sheet;
  order: DateOrder;
  yearMax: number;
}

function candidatesOf(row: Row, { index, sheet, order, yearMax }: RowContext): Candidate[] {
  const found: Candidate[] = [];
  for (const [position, cell] of row.cells.entries()) {
    const dates = findDates(cell.text, order, yearMax);
    for (const date of dates) {
      const before = cell.text.slice(0, date.from);
      const label = labelOf(before, { row, position, cell, sheet, index });
      const hasTime =
        /^\W*(?:AT\s*)?\d{1,2}[:.]\d{2}/i.test(cell.text.slice(date.to)) ||
        row.cells.slice(position + 1).some((other) => /^\W*\d{1,2}:\d{2}/.test(other.text));
      const isRange =
        dates.length > 1 && /[-–]|TO|BIS|AU|TOT/i.test(cell.text.slice(dates[0]?.to ?? 0, dates[1]?.from ?? 0));
      const isSentence = cell.text.length > 70;
      const score =
        label + (hasTime ? 6 : 0) - (isRange ? 22 : 0) - (isSentence ? 8 : 0) - index * 0.02 - (row.page > 0 ? 3 : 0);
      const sureness = surenessOf(cell, date.from, date.to);
      found.push({
        iso: date.iso,
        score,
        sureness,
        cell,
        ...(date.alternative !== undefined && { alternative: date.alternative }),
      });
    }
  }
  return found;
}

interface LabelContext {
  row: Row;
  position: number;
  cell: Cell;
  sheet: Sheet;
  index: number;
}

/** The words before the date in its cell, in the cell to the left, or in the cell above. */
function labelOf(before: string, { row, position, cell, sheet, index }: LabelContext): number {
  const left = row.cells[position - 1]?.text ?? '';
  const above = cellAbove(sheet, { row, index, cell })?.text ?? '';
  for (const text of [before, left, above]) {
    const squashed = squash(text).slice(-60);
    if (!/\p{L}/u.test(squashed)) continue;
    const known = LABELS.find(([pattern]) => pattern.test(squashed));
    if (known) return known[1];
    if (text === before) break;
  }
  return 0;
}

function cellAbove(sheet: Sheet, { row, index, cell }: { row: Row; index: number; cell: Cell }): Cell | undefined {
  const height = cell.bottom - cell.top;
  for (let i = index - 1; i >= Math.max(0, index - 2); i--) {
    const other = sheet.rows[i];
    if (other === undefined || other.page !== row.page || cell.top - other.bottom > 2 * height) return undefined;
    const match = other.cells.find((one) => one.left < cell.right && one.right > cell.left);
    if (match) return match;
  }
  return undefined;
}

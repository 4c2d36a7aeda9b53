import { findDates } from './dates.ts';
import type { TextReading } from './reading-of-text.ts';
import { type Cell, type Sheet, surenessOf } from './sheet.ts';

/** Labels of document numbers, with what they are worth. Blanks in labels may be missing. */
const NUMBER_LABELS: readonly (readonly [RegExp, number])[] = [
  [/(?:tax\s*)?inv(?:oice)?\s*(?:number|num|no|nr|id|#|№|n[°º]|ref(?:erence)?)(?:\s*[#.:]*\s*)/giu, 30],
  [/rechnungs?\s*-?\s*(?:nummer|nr|no)\.?(?:\s*[#.:]*\s*)|rechnung\s+(?:nr|no|nummer|#)\.?\s*:?\s*/giu, 30],
  [
    /(?:num[ée]ro\s+de\s+(?:la\s+)?facture|facture\s*(?:n[°ºo]|num[ée]ro|#|nr)|n[°º]\s*(?:de\s*)?facture|r[ée]f[ée]rence\s+(?:de\s+la\s+)?facture)\.?\s*:?\s*/giu,
    30,
  ],
  [
    /(?:n[úu]mero\s+de\s+(?:la\s+)?factura|n[°ºo]\.?\s*(?:de\s*)?factura|factura\s*(?:n[°ºo]|n[úu]m(?:ero)?|#))\.?\s*:?\s*/giu,
    30,
  ],
  [/factuur\s*-?\s*(?:nummer|nr|n[°º]|no)\.?\s*:?\s*|factuur\s*:\s*/giu, 30],
  [
    /(?:numero\s+(?:della\s+)?fattura|fattura\s*(?:n[°ºr.]|numero|nr|no)|n[°º]\s*fattura|numero\s+documento)\.?\s*:?\s*/giu,
    30,
  ],
  [
    /(?:invois|faktur|fatura)\s*(?:no|nr|n[°º]|nomor)\.?\s*:?\s*|發票號碼[:：]?\s*|(?:領収|伝票|レシート)(?:番号|No\.?)[:：]?\s*|請求書番号[:：]?\s*/giu,
    26,
  ],
  [
    /(?:receipt|rcpt|resit)\s*(?:number|num|no|nr|id|#|№|n[°º])\.?\s*[#.:]*\s*|rec[ea]ipt?l?t?\s*#\s*:?\s*|receipt\s*:\s*/giu,
    22,
  ],
  [
    /(?:bill|cash\s*bill|doc(?:ument)?|folio|credit\s*note|belegs?|bon|ticket|slip|chk|check)\s*-?\s*(?:number|num|no|nr|id|#|№|n[°º]|nummer)\.?\s*[#.:]*\s*|cash\s*bill\s*:\s*/giu,
    18,
  ],
  [/\binv\s*[:#.]\s*/giu, 16],
  [
    /(?<!(?:GST|SST|VAT|TAX)\s?)(?:trans(?:action)?|trx|trn|txn|ref(?:erence)?)\s*(?:number|num|no|nr|id|#)\.?\s*[#.:]*\s*/giu,
    6,
  ],
  [/\b(?:facture|rechnung|invoice|factuur|factura|fattura)\s*[:#]?\s+(?=[A-Z]{0,6}[-/]?\d)/giu, 12],
];

const VALUE = /^[:#.\s-]*([A-Z]{0,8}[-/]?\d[\w\-/.]*|[A-Z0-9]{1,10}(?:[-/ ][A-Z0-9]{1,20})*\d[\w\-/]*)/i;

interface Candidate extends TextReading {
  score: number;
}

/** Characters of a number that are less sure than this are looked at by a person. */
const SURENESS_MIN = 0.6;

/** The number of the invoice or receipt: after its label, in the next cell, or below it. */
export function readDocumentNumber(sheet: Sheet): TextReading | undefined {
  const found: Candidate[] = [];
  for (const [index, row] of sheet.rows.entries()) {
    for (const [position, cell] of row.cells.entries()) {
      for (const [pattern, worth] of NUMBER_LABELS) {
        for (const match of cell.text.matchAll(pattern)) {
          const end = match.index + match[0].length;
          const places = [
            { cell, from: end },
            ...[row.cells[position + 1]].flatMap((next) => (next ? [{ cell: next, from: 0 }] : [])),
            ...below(sheet, index, cell),
          ];
          const score = worth - (row.page > 0 ? 4 : 0) - (cell.text.length > 60 ? 12 : 0) - index * 0.02;
          const value = firstValue(places, cell.text.slice(end).trim() !== '');
          if (value) found.push({ ...value, score });
        }
      }
    }
  }
  const [best, ...others] = found.sort((a, b) => b.score - a.score);
  if (best === undefined) return undefined;
  const isContested = others.some((other) => other.value !== best.value && other.score > best.score - 2);
  return { value: best.value, cell: best.cell, doubtful: best.doubtful || isContested };
}

function below(sheet: Sheet, index: number, cell: Cell): { cell: Cell; from: number }[] {
  const height = cell.bottom - cell.top;
  const next = sheet.rows.slice(index + 1, index + 3).flatMap((row) => row.cells);
  return next
    .filter(
      (other) =>
        other.left < cell.right &&
        other.right > cell.left &&
        other.top - cell.bottom < 2.5 * height &&
        other.top >= cell.top + 0.5 * height,
    )
    .map((other) => ({ cell: other, from: 0 }));
}

function firstValue(places: readonly { cell: Cell; from: number }[], isSameCellOnly: boolean): TextReading | undefined {
  for (const { cell, from } of isSameCellOnly ? places.slice(0, 1) : places) {
    const rest = cell.text.slice(from);
    const match = VALUE.exec(rest);
    const value = match?.[1]?.replace(/[.\-/:]+$/, '');
    if (match === null || value === undefined || !isNumberLike(value, rest)) continue;
    const start = from + rest.indexOf(value);
    return {
      value: value.replace(/\s/g, ''),
      cell,
      doubtful: surenessOf(cell, start, start + value.length) < SURENESS_MIN,
    };
  }
  return undefined;
}

function isNumberLike(value: string, rest: string): boolean {
  const digits = value.match(/\d/g)?.length ?? 0;
  if (digits < 2 || value.length < 3 || value.length > 30) return false;
  const dates = findDates(rest, 'dmy', 2100);
  return !dates.some((date) => date.from <= rest.indexOf(value) && date.to >= rest.indexOf(value) + value.length);
}

const TAX_LABEL =
  /(?:GSTIN(?:\/UIN)?|GST\s*(?:REG(?:ISTRATION)?|ID|REG\.?\s*ID)?\s*(?:NO|N0|NUMBER|ID)?|SST\s*(?:REG|ID|NO)[\s.]*(?:NO)?|VAT\s*(?:REG(?:ISTRATION)?\.?|ID|IN)?\s*(?:NO|NUMBER|#)?|U?ST-?\s?ID(?:ENT)?\.?-?\s?(?:NR|NUMMER)?|USt-?IdNr|UID(?:-?Nr)?|MWST-?(?:NR|NUMMER)|TVA(?:\s*intra(?:communautaire)?)?|N[°º]\s*(?:de\s*)?TVA|BTW-?\s?(?:NR|NUMMER|ID)?|P(?:ARTITA|\.)?\s*I\.?VA|C\.?I\.?F|N\.?I\.?F|ABN|GSTIN|NPWP|UEN|TIN|統一編號|登録番号)[\s.:)#-]*(?:NO|N0|NUMBER|NR)?[\s.:)#°º-]*/gi;

const TAX_VALUE =
  /^(?:\d{12}|\d{2}[A-Z]{5}\d{4}[A-Z]\w{3}|(?:AT\s?U|BE\s?0?|CHE-?|CY|CZ|DE|DK|EE|EL|ES|EU|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)\s?[A-Z0-9][A-Z0-9 .-]{5,15}[A-Z0-9](?![A-Z0-9])|\d{2}\s?\d{3}\s?\d{3}\s?\d{3}|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}|T\d{13}|\d{9}[A-Z]|[A-Z]?\d{8}[A-Z]|[A-Z]\d{8}|\d{8}|M\d-?\d{7}-?\d|[A-Z]\d{2}-\d{4}-\d{8})(?![A-Z0-9])/i;

/** The seller's tax id: the first one on the page that is not in the buyer's block. Forms differ by country. */
export function readTaxId(sheet: Sheet, isBuyers: (cell: Cell) => boolean): TextReading | undefined {
  for (const row of sheet.rows) {
    for (const [position, cell] of row.cells.entries()) {
      if (isBuyers(cell)) continue;
      for (const match of cell.text.matchAll(TAX_LABEL)) {
        const end = match.index + match[0].length;
        const next = row.cells[position + 1];
        const places = cell.text.slice(end).trim() === '' && next ? [{ cell: next, from: 0 }] : [{ cell, from: end }];
        for (const { cell: holder, from } of places) {
          const rest = holder.text.slice(from).replace(/^[\s:.)(#-]+/, '');
          const value = TAX_VALUE.exec(rest)?.[0];
          if (value === undefined) continue;
          const start = holder.text.indexOf(value, from);
          return {
            value: value.replace(/[\s]/g, '').toUpperCase(),
            cell: holder,
            doubtful: surenessOf(holder, start, start + value.length) < SURENESS_MIN,
          };
        }
      }
    }
  }
  return undefined;
}

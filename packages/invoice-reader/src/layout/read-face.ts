import type { Candidate } from '../document/candidate.ts';
import type { InvoiceFields, InvoiceItem } from '../reading.ts';
import { readAirTicket } from './face-air.ts';
import { putExtras, readLowerTable } from './face-business.ts';
import { findFiscalTitle, readFiscalNumber, readFiscalReceipt } from './face-fiscal.ts';
import { findKind, readDateText, readDrawer, readHeader, readNumber, readRemarks } from './face-header.ts';
import { findColumns, readItems } from './face-items.ts';
import { type FacePage, facePage, labelsOn } from './face-page.ts';
import { readParties } from './face-parties.ts';
import { readRailTicket } from './face-rail.ts';
import { itemsEnd, readTotals } from './face-totals.ts';
import {
  columnsWithoutHeadings,
  readUnlabelledParties,
  readUnlabelledTotals,
  unlabelledSumTop,
} from './face-unlabelled.ts';
import { readVehicleInvoice } from './face-vehicle.ts';
import type { Column } from './item-columns.ts';
import { boxAround, type PageText, placeOf, plainText } from './page-text.ts';
import { splitPage } from './split-page.ts';

/** What the visible text of a document says. Pages that carry different invoice numbers are different invoices. */
export function readFaces(pages: readonly PageText[]): Candidate[] {
  return groupPages(pages.filter(speaksOfInvoice).flatMap(splitPage).map(facePage))
    .map(readFace)
    .filter((candidate) => candidate !== null);
}

/** Pages of contracts and reports are passed over before the work of finding their lines. */
function speaksOfInvoice(page: PageText): boolean {
  return /发票|客票|行程单|清单|票据代码/.test(plainText(page.runs.map((run) => run.text).join('')));
}

function groupPages(faces: readonly FacePage[]): FacePage[][] {
  const groups: { number: string | undefined; faces: FacePage[] }[] = [];
  for (const face of faces) {
    const number = (readFiscalNumber(face) ?? readNumber(face))?.plain.replace(/^:/, '');
    const current = groups.at(-1);
    const isContinuation =
      current && (number === undefined || current.number === undefined || current.number === number);
    // The same invoice printed twice is not one of twice as many lines.
    if (isContinuation && number !== undefined && hasTotal(face) && current.faces.some(hasTotal)) continue;
    if (isContinuation) {
      current.faces.push(face);
      current.number ??= number;
    } else {
      groups.push({ number, faces: [face] });
    }
  }
  return groups.map((group) => group.faces);
}

function hasTotal(face: FacePage): boolean {
  return labelsOn(face, /\(大写\)/).length > 0;
}

function readFace(faces: readonly FacePage[]): Candidate | null {
  const candidate: Candidate = { source: 'text', fields: {}, places: {} };
  for (const [index, face] of faces.entries()) {
    const kind = findKind(face)?.plain ?? '';
    const fiscalTitle = kind === '' ? findFiscalTitle(face) : null;
    if (fiscalTitle) readFiscalReceipt(face, candidate, fiscalTitle);
    else if (kind.includes('铁路电子客票')) readRailTicket(face, candidate);
    else if (kind.includes('行程单')) readAirTicket(face, candidate);
    else if (/车销售统一发票/.test(kind)) readVehicleInvoice(face, candidate, kind);
    else if (kind === '' && isGoodsList(face)) readGoodsList(face, candidate);
    // Contracts and trip sheets are sent behind the invoice in one file.
    else if (index > 0 && kind === '' && readNumber(face) === null) continue;
    else readInvoiceFace(face, candidate);
  }
  if (!isInvoice(candidate.fields)) return null;
  candidate.fields.currency = 'CNY';
  return candidate;
}

/** Claims and statements name numbers of invoices and amounts; without a title both parties must be there too. */
function isInvoice(fields: InvoiceFields): boolean {
  if (fields.invoiceNumber === undefined) return false;
  if (fields.invoiceType !== undefined) return true;
  return fields.totalAmount !== undefined && fields.sellerName !== undefined && fields.buyerName !== undefined;
}

function readInvoiceFace(face: FacePage, candidate: Candidate): void {
  readHeader(face, candidate);
  readParties(face, candidate);
  if (candidate.fields.buyerName === undefined && candidate.fields.sellerName === undefined) {
    readUnlabelledParties(face, candidate, headEnd(face));
  }
  const printed = findColumns(face);
  const columns = printed.length > 0 ? printed : columnsWithoutHeadings(face, candidate);
  const amount = columns.find((column) => column.column === 'amount');
  const taxAmount = columns.find((column) => column.column === 'taxAmount');
  readTotals(face, candidate, { ...(amount && { amount }), ...(taxAmount && { taxAmount }) });
  if (amount) readTable(face, candidate, { columns, amount });
  if (candidate.fields.totalAmount === undefined) readUnlabelledTotals(face, candidate);
  readLowerTable(face, candidate);
  readRemarks(face, candidate);
  readDrawer(face, candidate);
}

/** Where number and date end, below which the parties begin. */
function headEnd(face: FacePage): number {
  return Math.max(0, ...[readNumber(face), readDateText(face)].map((found) => found?.bottom ?? 0));
}

/** 销货清单: further pages that hold the lines of an invoice and repeat its number. */
function isGoodsList(face: FacePage): boolean {
  return face.lines.slice(0, 8).some((line) => /清单$|^销售货物/.test(line.text));
}

function readGoodsList(face: FacePage, candidate: Candidate): void {
  const columns = findColumns(face);
  const amount = columns.find((column) => column.column === 'amount');
  if (amount) readTable(face, candidate, { columns, amount });
}

interface Table {
  columns: readonly Column[];
  amount: Column;
}

/** A list that belongs to the invoice replaces the line that only points at it. */
function readTable(face: FacePage, candidate: Candidate, { columns, amount }: Table): void {
  const bottom = Math.min(itemsEnd(face, amount.bottom), unlabelledSumTop(face, amount.bottom));
  const rows = readItems(face, columns, bottom);
  if (rows.length === 0) return;
  putExtras(face, candidate, rows);
  const known = (candidate.fields.items ?? []).filter((item) => !isSummaryLine(item));
  candidate.itemPlaces ??= new Map();
  candidate.fields.items = [...known, ...rows.map((row) => row.item)];
  for (const row of rows) candidate.itemPlaces.set(row.item, placeOf(face.page, row.box));
  const heading = boxAround(columns);
  candidate.places.items ??= placeOf(face.page, { left: 0, right: face.page.width, top: heading.bottom, bottom });
}

export function isSummaryLine(item: InvoiceItem): boolean {
  return /详见.*清单/.test(item.name);
}

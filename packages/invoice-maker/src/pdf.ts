import fontkit from '@pdf-lib/fontkit';
import {
  AFRelationship,
  degrees,
  PDFDict,
  PDFDocument,
  type PDFFont,
  PDFHexString,
  PDFName,
  type PDFPage,
  rgb,
} from 'pdf-lib';
import { dateInChinese, type InvoiceFacts } from './facts.ts';
import { drawInvoice } from './page/draw-invoice.ts';
import type { Colour, Drawing, Mark } from './page/drawing.ts';
import { makeRailXbrl } from './rail-xbrl.ts';
import { typeface } from './typeface.ts';

const POINTS_PER_MILLIMETRE = 72 / 25.4;

const paint = ({ red, green, blue }: Colour) => rgb(red / 255, green / 255, blue / 255);

function drawMark({ page, font, mark, height }: { page: PDFPage; font: PDFFont; mark: Mark; height: number }): void {
  const x = (millimetres: number) => millimetres * POINTS_PER_MILLIMETRE;
  const y = (millimetres: number) => (height - millimetres) * POINTS_PER_MILLIMETRE;
  switch (mark.kind) {
    case 'text':
      page.drawText(mark.text, {
        x: x(mark.x),
        y: y(mark.y),
        size: x(mark.size),
        font,
        color: paint(mark.colour),
        rotate: degrees(-mark.angleDegrees),
      });
      return;
    case 'line':
      page.drawLine({
        start: { x: x(mark.from.x), y: y(mark.from.y) },
        end: { x: x(mark.to.x), y: y(mark.to.y) },
        thickness: x(mark.width),
        color: paint(mark.colour),
      });
      return;
    case 'ellipse':
      page.drawEllipse({
        x: x(mark.centre.x),
        y: y(mark.centre.y),
        xScale: x(mark.radiusX),
        yScale: x(mark.radiusY),
        borderWidth: x(mark.width),
        borderColor: paint(mark.colour),
      });
      return;
    case 'qr': {
      // One path for all modules: hundreds of separate rectangles leave hairlines between them.
      const module = x(mark.size) / mark.code.size;
      let path = '';
      for (let row = 0; row < mark.code.size; row++) {
        for (let column = 0; column < mark.code.size; column++) {
          if (mark.code.isDark(column, row)) path += `M${column} ${row}h1v1h-1Z`;
        }
      }
      page.drawSvgPath(path, { x: x(mark.x), y: y(mark.y), scale: module, color: rgb(0, 0, 0) });
      return;
    }
  }
}

/** The keys that the tax platform writes into the Info dictionary. */
function infoOf(facts: InvoiceFacts): Record<string, string> {
  if (facts.kind === 'vat_ordinary_electronic' || facts.kind === 'rail_ticket') return {};
  return {
    InvoiceNumber: facts.number,
    IssueTime: dateInChinese(facts.issueDate),
    TotalAmWithoutTax: facts.amountWithoutTax,
    TotalTaxAm: facts.taxAmount,
    'TotalTax-includedAmount': facts.totalAmount,
    BuyerIdNum: facts.buyer.taxId,
    SellerIdNum: facts.seller.taxId,
  };
}

/** A document with our font; the dates come from outside so that the same input gives the same bytes. */
export async function newPdf(date: string): Promise<{ document: PDFDocument; font: PDFFont }> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const at = new Date(`${date}T02:00:00Z`);
  document.setCreationDate(at);
  document.setModificationDate(at);
  document.setProducer('countinghouse invoice-maker');
  document.registerFontkit(fontkit);
  const font = await document.embedFont(typeface().bytes, { subset: true, customName: 'NotoSansSC-Subset' });
  return { document, font };
}

export function addPage({ document, font, drawing }: { document: PDFDocument; font: PDFFont; drawing: Drawing }): void {
  const page = document.addPage([drawing.width * POINTS_PER_MILLIMETRE, drawing.height * POINTS_PER_MILLIMETRE]);
  const marks = [...drawing.template, ...drawing.content, ...(drawing.seal?.marks ?? [])];
  for (const mark of marks) drawMark({ page, font, mark, height: drawing.height });
}

export async function makePdf(facts: InvoiceFacts): Promise<Uint8Array> {
  const drawing = await drawInvoice(facts);
  const { document, font } = await newPdf(facts.issueDate);
  document.setCreator('gp-template');
  const info = document.context.lookup(document.context.trailerInfo.Info, PDFDict);
  for (const [key, value] of Object.entries(infoOf(facts))) info.set(PDFName.of(key), PDFHexString.fromText(value));
  if (facts.rail) {
    const name = `rai_issuer_${facts.issueDate.replaceAll('-', '')}_${facts.number}.xml`;
    await document.attach(new TextEncoder().encode(makeRailXbrl(facts, facts.rail)), name, {
      mimeType: 'application/xml',
      afRelationship: AFRelationship.Source,
      creationDate: new Date(`${facts.issueDate}T02:00:00Z`),
      modificationDate: new Date(`${facts.issueDate}T02:00:00Z`),
    });
  }
  addPage({ document, font, drawing });
  return document.save({ useObjectStreams: false });
}

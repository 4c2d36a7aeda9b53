import { AFRelationship, PDFDocument, type PDFFont, PDFName, type PDFPage, StandardFonts } from 'pdf-lib';
import { type CiiProfile, makeCiiInvoice } from './cii.ts';
import type { EnInvoiceFacts } from './facts.ts';
import { group, isNil, leaf } from './xml-writer.ts';
import { makeZugferd1 } from './zugferd1.ts';

export type FacturXProfile = CiiProfile | 'ZUGFERD 1';

export interface FacturXOptions {
  /** EN 16931 unless given. */
  profile?: FacturXProfile;
  /** Name of the attachment; the one of the profile unless given. */
  fileName?: string;
  /** Another XML in place of the right one, for example a damaged one. */
  xml?: string | Uint8Array;
  /** Values that the pages show in place of those of the XML, to contradict it. */
  shown?: Partial<EnInvoiceFacts>;
  /** Further attachments by their names. */
  attachments?: Readonly<Record<string, string | Uint8Array>>;
}

const FILE_NAMES: Partial<Record<FacturXProfile, string>> = {
  XRECHNUNG: 'xrechnung.xml',
  'ZUGFERD 1': 'ZUGFeRD-invoice.xml',
};

/** A PDF with the invoice to read for people, and the same as attached XML. Built like PDF/A-3, but not certified as such. */
export async function makeFacturX(facts: EnInvoiceFacts, options: FacturXOptions = {}): Promise<Uint8Array> {
  const profile = options.profile ?? 'EN 16931';
  const fileName = options.fileName ?? FILE_NAMES[profile] ?? 'factur-x.xml';
  const xml = options.xml ?? (profile === 'ZUGFERD 1' ? makeZugferd1(facts) : makeCiiInvoice(facts, { profile }));
  const document = await PDFDocument.create({ updateMetadata: false });
  // The dates come from outside so that the same input gives the same bytes.
  const at = new Date(`${facts.issueDate}T02:00:00Z`);
  document.setCreationDate(at);
  document.setModificationDate(at);
  document.setProducer('countinghouse invoice-maker');
  // The bundled font has no umlauts.
  const font = await document.embedFont(StandardFonts.Helvetica);
  drawPages({ document, font, facts: { ...facts, ...options.shown } });
  for (const [name, content] of [[fileName, xml] as const, ...Object.entries(options.attachments ?? {})]) {
    await document.attach(typeof content === 'string' ? new TextEncoder().encode(content) : content, name, {
      mimeType: 'text/xml',
      afRelationship: AFRelationship.Alternative,
      creationDate: at,
      modificationDate: at,
    });
  }
  addMetadata(document, { fileName, profile });
  return document.save({ useObjectStreams: false });
}

/** The XMP packet that names the profile, as Factur-X asks for. */
function addMetadata(
  document: PDFDocument,
  { fileName, profile }: { fileName: string; profile: FacturXProfile },
): void {
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
  const packet = group(
    'rdf:RDF',
    [
      group('rdf:Description', [leaf('pdfaid:part', '3'), leaf('pdfaid:conformance', 'B')], {
        'xmlns:pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
        'rdf:about': '',
      }),
      group(
        'rdf:Description',
        [
          leaf('fx:DocumentType', 'INVOICE'),
          leaf('fx:DocumentFileName', fileName),
          leaf('fx:Version', '1.0'),
          leaf('fx:ConformanceLevel', profile),
        ],
        { 'xmlns:fx': 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#', 'rdf:about': '' },
      ),
    ],
    { 'xmlns:rdf': rdf },
  );
  const stream = document.context.stream(new TextEncoder().encode(packet), { Type: 'Metadata', Subtype: 'XML' });
  document.catalog.set(PDFName.of('Metadata'), document.context.register(stream));
}

const PAGE = { width: 595, height: 842, margin: 50, rowHeight: 14, fontSize: 9 } as const;
const COLUMNS = { position: 50, name: 80, quantity: 330, price: 420, amount: 545 } as const;

interface Drawing {
  document: PDFDocument;
  font: PDFFont;
  facts: EnInvoiceFacts;
}

function drawPages({ document, font, facts }: Drawing): void {
  let page: PDFPage | undefined;
  let y = 0;
  const nextRow = (): PDFPage => {
    y -= PAGE.rowHeight;
    if (!page || y < PAGE.margin) {
      page = document.addPage([PAGE.width, PAGE.height]);
      y = PAGE.height - PAGE.margin;
    }
    return page;
  };
  const write = (...cells: readonly Cell[]) => {
    const on = nextRow();
    for (const cell of cells) drawCell({ on, font, y, cell });
  };
  for (const line of headOf(facts)) write({ text: line, x: PAGE.margin });
  for (const [index, line] of facts.lines.entries()) {
    write(
      { text: String(index + 1), x: COLUMNS.position },
      { text: line.name, x: COLUMNS.name },
      { text: shownNumber(line.quantity), right: COLUMNS.quantity },
      { text: shownNumber(line.netPrice), right: COLUMNS.price },
      { text: shownNumber(line.netAmount), right: COLUMNS.amount },
    );
  }
  for (const [label, value] of totalsOf(facts)) {
    write(
      { text: label, x: COLUMNS.quantity },
      { text: `${shownNumber(value)} ${facts.currency}`, right: COLUMNS.amount },
    );
  }
  for (const line of [facts.paymentTerms, `IBAN ${facts.iban}`]) write({ text: line, x: PAGE.margin });
}

type Cell = { text: string; x: number } | { text: string; right: number };

interface CellDrawing {
  on: PDFPage;
  font: PDFFont;
  y: number;
  cell: Cell;
}

function drawCell({ on, font, y, cell }: CellDrawing): void {
  const size = PAGE.fontSize;
  const x = 'x' in cell ? cell.x : cell.right - font.widthOfTextAtSize(cell.text, size);
  on.drawText(cell.text, { x, y, size, font });
}

function headOf(facts: EnInvoiceFacts): string[] {
  const party = ({ name, street, postCode, city, vatId }: EnInvoiceFacts['seller']) => [
    name,
    `${street}, ${postCode} ${city}`,
    `USt-IdNr. ${vatId}`,
    '',
  ];
  return [
    ...party(facts.seller),
    ...party(facts.buyer),
    `Rechnungsnummer: ${facts.number}`,
    `Rechnungsdatum: ${shownDate(facts.issueDate)}`,
    `Fällig am: ${shownDate(facts.dueDate)}`,
    `Bestellung: ${facts.orderReference}`,
    '',
  ];
}

function totalsOf(facts: EnInvoiceFacts): [label: string, value: string][] {
  const rows: [string, string][] = [
    ['Summe der Positionen', facts.sumOfLines],
    ['Rabatte', facts.sumOfAllowances],
    ['Zuschläge', facts.sumOfCharges],
    ['Nettobetrag', facts.amountWithoutVat],
    ['Umsatzsteuer', facts.vatAmount],
    ['Gesamtbetrag', facts.amountWithVat],
    ['Bereits gezahlt', facts.paidAmount],
    ['Zahlbetrag', facts.amountDue],
  ];
  return rows.filter(([, value]) => !isNil(value));
}

/** `2018-03-05` as 05.03.2018. */
function shownDate(date: string): string {
  return date.split('-').reverse().join('.');
}

/** `-1234.5` as -1.234,5. */
function shownNumber(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, '.');
  return fraction === undefined ? grouped : `${grouped},${fraction}`;
}

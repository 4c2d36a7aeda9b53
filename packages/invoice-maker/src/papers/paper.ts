import { type Zippable, zipSync } from 'fflate';
import { AFRelationship, PDFDict, PDFHexString, PDFName } from 'pdf-lib';
import { COLOUR_SPACE_ID, DECLARATION, FONT_ID, idsFrom, NAMESPACE, pageObject } from '../ofd/parts.ts';
import type { Drawing, TextMark } from '../page/drawing.ts';
import { addPage, newPdf } from '../pdf.ts';
import { typeface } from '../typeface.ts';
import { element, escapeXml, wrapped } from '../xml-text.ts';

export interface PaperItem {
  name: string;
  specification?: string;
  unit?: string;
  quantity?: string;
  unitPrice?: string;
  amount?: string;
  taxRate?: string;
  taxAmount?: string;
}

/** A paper with what a reader must say about it. Field names are those of the reader. */
export interface Paper {
  name: string;
  date: string;
  drawings: Drawing[];
  /** Empty for papers that are no invoice. */
  fields: Record<string, string>;
  items?: PaperItem[];
  /** Set on papers that are no invoice: a part of what the reader must call it. */
  notInvoice?: string;
  /** XML inside the container, by file name. */
  attachments?: Record<string, string>;
  /** Keys of the PDF's Info dictionary. */
  info?: Record<string, string>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export async function makePaperPdf(...papers: Paper[]): Promise<Uint8Array> {
  const date = papers[0]?.date ?? '2026-01-01';
  const { document, font } = await newPdf(date);
  const info = document.context.lookup(document.context.trailerInfo.Info, PDFDict);
  for (const paper of papers) {
    for (const drawing of paper.drawings) addPage({ document, font, drawing });
    for (const [key, value] of Object.entries(paper.info ?? {}))
      info.set(PDFName.of(key), PDFHexString.fromText(value));
    for (const [name, content] of Object.entries(paper.attachments ?? {})) {
      await document.attach(utf8(content), name, {
        mimeType: 'application/xml',
        afRelationship: AFRelationship.Source,
      });
    }
  }
  return document.save({ useObjectStreams: false });
}

const marksOf = (drawing: Drawing) =>
  [...drawing.template, ...drawing.content, ...(drawing.seal?.marks ?? [])].filter((mark) => mark.kind !== 'qr');

interface PageOptions {
  ids: ReturnType<typeof idsFrom>;
  /** Text runs from top to bottom, and the page lies on its side. */
  onSide: boolean;
}

function pageXml(drawing: Drawing, { ids, onSide }: PageOptions): string {
  const face = typeface();
  const [width, height] = onSide ? [drawing.height, drawing.width] : [drawing.width, drawing.height];
  const turned = (object: string, mark: TextMark) =>
    object
      .replace(/Boundary="[^"]*"/, `Boundary="0 0 ${width} ${height}" CTM="0 1 -1 0 ${width - mark.y} ${mark.x}"`)
      .replace(/ Y="[^"]*"/, ' Y="0"');
  const objects = marksOf(drawing).flatMap((mark) => {
    if (mark.kind === 'text' && mark.angleDegrees !== 0) return [];
    const object = pageObject({ mark, id: ids.next(), face });
    if (!onSide) return [object];
    return mark.kind === 'text' ? [turned(object, mark)] : [];
  });
  const box = wrapped('ofd:Area', [element('ofd:PhysicalBox', `0 0 ${width} ${height}`)]);
  const layer = wrapped('ofd:Layer', objects, `ID="${ids.next()}" Type="Body"`);
  return DECLARATION + wrapped('ofd:Page', [box, wrapped('ofd:Content', [layer])], NAMESPACE);
}

/** A plain OFD: pages and attachments, without templates, tags, custom data and seal. */
export function makePaperOfd(paper: Paper, { onSide = false }: { onSide?: boolean } = {}): Uint8Array {
  const ids = idsFrom(100);
  const entries: Zippable = {};
  const put = (path: string, text: string) => {
    entries[path] = utf8(text);
  };
  const body = wrapped('ofd:DocBody', [
    wrapped('ofd:DocInfo', [element('ofd:DocID', '0'.repeat(32))]),
    element('ofd:DocRoot', 'Doc_0/Document.xml'),
  ]);
  put('OFD.xml', DECLARATION + wrapped('ofd:OFD', [body], `${NAMESPACE} DocType="OFD" Version="1.1"`));
  const pages = paper.drawings.map((drawing, index) => {
    const path = `Pages/Page_${index}/Content.xml`;
    put(`Doc_0/${path}`, pageXml(drawing, { ids, onSide }));
    return `<ofd:Page ID="${index + 1}" BaseLoc="${path}"/>`;
  });
  const names = Object.keys(paper.attachments ?? {});
  for (const [name, content] of Object.entries(paper.attachments ?? {})) put(`Doc_0/Attachs/${name}`, content);
  if (names.length > 0) {
    const list = names.map((name, index) =>
      wrapped(
        'ofd:Attachment',
        [element('ofd:FileLoc', name)],
        `ID="a${index}" Name="${escapeXml(name)}" Format="xml"`,
      ),
    );
    put('Doc_0/Attachs/Attachments.xml', DECLARATION + wrapped('ofd:Attachments', list, NAMESPACE));
  }
  const resources = [
    wrapped('ofd:ColorSpaces', [`<ofd:ColorSpace ID="${COLOUR_SPACE_ID}" Type="RGB"/>`]),
    wrapped('ofd:Fonts', [`<ofd:Font ID="${FONT_ID}" FontName="宋体"/>`]),
  ];
  put('Doc_0/PublicRes.xml', DECLARATION + wrapped('ofd:Res', resources, `${NAMESPACE} BaseLoc="Res"`));
  const [first] = paper.drawings;
  const common = wrapped('ofd:CommonData', [
    element('ofd:MaxUnitID', String(ids.next())),
    wrapped('ofd:PageArea', [element('ofd:PhysicalBox', `0 0 ${first?.width ?? 210} ${first?.height ?? 140}`)]),
    element('ofd:PublicRes', 'PublicRes.xml'),
  ]);
  const attachments = names.length > 0 ? [element('ofd:Attachments', 'Attachs/Attachments.xml')] : [];
  put(
    'Doc_0/Document.xml',
    DECLARATION + wrapped('ofd:Document', [common, wrapped('ofd:Pages', pages), ...attachments], NAMESPACE),
  );
  return zipSync(entries, { mtime: new Date(2026, 0, 1) });
}

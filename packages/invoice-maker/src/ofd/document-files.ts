import { dateInChinese, type InvoiceFacts } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { BLACK, type Drawing } from '../page/drawing.ts';
import { renderMarks } from '../picture.ts';
import { makeRailXbrl } from '../rail-xbrl.ts';
import { sm3 } from '../seal/sm2-key.ts';
import { typeface } from '../typeface.ts';
import { element, escapeXml, wrapped } from '../xml-text.ts';
import { customTag } from './custom-tag.ts';
import { originalInvoice } from './original-invoice.ts';
import {
  COLOUR_SPACE_ID,
  DECLARATION,
  FONT_ID,
  idsFrom,
  NAMESPACE,
  PAGE_ID,
  pageContent,
  QR_RESOURCE_ID,
  SEAL_RESOURCE_ID,
  TEMPLATE_ID,
  templateContent,
} from './parts.ts';

/** Path inside the container → content. Insertion order is the order in the zip. */
export type Files = Map<string, Uint8Array>;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function rootXml(facts: InvoiceFacts, signed: boolean): string {
  const data: [name: string, value: string][] = [
    ['发票代码', facts.code],
    ['发票号码', facts.number],
    ['合计金额', facts.amountWithoutTax],
    ['合计税额', facts.taxAmount],
    ['开票日期', dateInChinese(facts.issueDate)],
    ['校验码', facts.checkCode],
    ['购买方纳税人识别号', facts.buyer.taxId],
    ['销售方纳税人识别号', facts.seller.taxId],
  ];
  const custom = data
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<ofd:CustomData Name="${name}">${escapeXml(value)}</ofd:CustomData>`);
  const body = wrapped('ofd:DocBody', [
    wrapped('ofd:DocInfo', [
      element('ofd:DocID', Buffer.from(sm3(utf8(`${facts.code}/${facts.number}`)).subarray(0, 16)).toString('hex')),
      element('ofd:CreationDate', facts.issueDate),
      element('ofd:Creator', 'countinghouse invoice-maker'),
      wrapped('ofd:CustomDatas', custom),
    ]),
    element('ofd:DocRoot', 'Doc_0/Document.xml'),
    ...(signed ? [element('ofd:Signatures', 'Doc_0/Signs/Signatures.xml')] : []),
  ]);
  return DECLARATION + wrapped('ofd:OFD', [body], `${NAMESPACE} DocType="OFD" Version="1.1"`);
}

function documentXml(options: { drawing: Drawing; maxId: number; annotated: boolean; attached: boolean }): string {
  const { drawing, maxId, annotated, attached } = options;
  const common = wrapped('ofd:CommonData', [
    element('ofd:MaxUnitID', String(maxId)),
    wrapped('ofd:PageArea', [element('ofd:PhysicalBox', `0 0 ${drawing.width} ${drawing.height}`)]),
    element('ofd:PublicRes', 'PublicRes.xml'),
    element('ofd:DocumentRes', 'DocumentRes.xml'),
    `<ofd:TemplatePage ID="${TEMPLATE_ID}" BaseLoc="Tpls/Tpl_0/Content.xml"/>`,
  ]);
  const pages = wrapped('ofd:Pages', [`<ofd:Page ID="${PAGE_ID}" BaseLoc="Pages/Page_0/Content.xml"/>`]);
  return (
    DECLARATION +
    wrapped(
      'ofd:Document',
      [
        common,
        pages,
        ...(annotated ? [element('ofd:Annotations', 'Annots/Annotations.xml')] : []),
        element('ofd:CustomTags', 'Tags/CustomTags.xml'),
        ...(attached ? [element('ofd:Attachments', 'Attachs/Attachments.xml')] : []),
      ],
      NAMESPACE,
    )
  );
}

const PUBLIC_RESOURCES =
  DECLARATION +
  wrapped(
    'ofd:Res',
    [
      wrapped('ofd:ColorSpaces', [`<ofd:ColorSpace ID="${COLOUR_SPACE_ID}" Type="RGB" BitsPerComponent="8"/>`]),
      wrapped('ofd:Fonts', [`<ofd:Font ID="${FONT_ID}" FontName="宋体" FamilyName="SimSun"/>`]),
    ],
    `${NAMESPACE} BaseLoc="Res"`,
  );

function documentResources(withSeal: boolean): string {
  const image = (id: number, file: string) =>
    wrapped('ofd:MultiMedia', [element('ofd:MediaFile', file)], `ID="${id}" Type="Image" Format="PNG"`);
  const images = [image(QR_RESOURCE_ID, 'qr.png'), ...(withSeal ? [image(SEAL_RESOURCE_ID, 'seal.png')] : [])];
  return DECLARATION + wrapped('ofd:Res', [wrapped('ofd:MultiMedias', images)], `${NAMESPACE} BaseLoc="Res"`);
}

async function qrPicture(drawing: Drawing): Promise<Uint8Array> {
  const mark = drawing.content.find((candidate) => candidate.kind === 'qr');
  if (mark?.kind !== 'qr') throw new TypeError('a drawing of an invoice has a QR code');
  const box = { x: mark.x, y: mark.y, width: mark.size, height: mark.size };
  return renderMarks({ marks: [mark], box, widthPx: mark.code.size * 6, background: '#ffffff' });
}

/** The seal as a transparent picture, for the annotation or the electronic seal. */
export async function sealPicture(drawing: Drawing): Promise<Uint8Array> {
  const { seal } = drawing;
  if (!seal) {
    const dot = {
      kind: 'ellipse',
      centre: { x: 1, y: 1 },
      radiusX: 0.5,
      radiusY: 0.5,
      width: 1,
      colour: BLACK,
    } as const;
    return renderMarks({ marks: [dot], box: { x: 0, y: 0, width: 2, height: 2 }, widthPx: 8 });
  }
  return renderMarks({ marks: seal.marks, box: seal, widthPx: 360 });
}

interface AnnotationOptions {
  files: Files;
  drawing: Drawing;
  id: number;
  date: string;
}

function addSealAnnotation({ files, drawing, id, date }: AnnotationOptions): void {
  const { seal } = drawing;
  if (!seal) return;
  const size = `${seal.width} ${seal.height}`;
  const image = `<ofd:ImageObject ID="${id + 1}" CTM="${seal.width} 0 0 ${seal.height} 0 0" Boundary="0 0 ${size}" ResourceID="${SEAL_RESOURCE_ID}"/>`;
  const annotation = wrapped(
    'ofd:Annot',
    [wrapped('ofd:Appearance', [image], `Boundary="${seal.x} ${seal.y} ${size}"`)],
    `Type="Watermark" ID="${id}" Creator="countinghouse invoice-maker" LastModDate="${date}" Subtype="Watermark"`,
  );
  files.set(
    'Doc_0/Annots/Page_0/Annotation.xml',
    utf8(DECLARATION + wrapped('ofd:PageAnnot', [annotation], NAMESPACE)),
  );
  const list = wrapped('ofd:Page', [element('ofd:FileLoc', 'Page_0/Annotation.xml')], `PageID="${PAGE_ID}"`);
  files.set('Doc_0/Annots/Annotations.xml', utf8(DECLARATION + wrapped('ofd:Annotations', [list], NAMESPACE)));
}

function attachmentOf(facts: InvoiceFacts): { name: string; content: string } | null {
  if (facts.rail) {
    const name = `rai_issuer_${facts.issueDate.replaceAll('-', '')}_${facts.number}`;
    return { name, content: makeRailXbrl(facts, facts.rail) };
  }
  if (facts.kind === 'vat_ordinary_electronic') return { name: 'original_invoice', content: originalInvoice(facts) };
  return null;
}

function addAttachment(files: Files, facts: InvoiceFacts): boolean {
  const attachment = attachmentOf(facts);
  if (!attachment) return false;
  const content = utf8(attachment.content);
  files.set(`Doc_0/Attachs/${attachment.name}.xml`, content);
  const entry = wrapped(
    'ofd:Attachment',
    [element('ofd:FileLoc', `${attachment.name}.xml`)],
    `ID="8" Name="${attachment.name}" Format="xml" CreationDate="${facts.issueDate}" Size="${(content.length / 1024).toFixed(4)}" Visible="false"`,
  );
  files.set('Doc_0/Attachs/Attachments.xml', utf8(DECLARATION + wrapped('ofd:Attachments', [entry], NAMESPACE)));
  return true;
}

/** Everything in the container except the signature. */
export async function documentFiles(facts: InvoiceFacts, { signed }: { signed: boolean }): Promise<Files> {
  const drawing = await drawInvoice(facts);
  const face = typeface();
  const ids = idsFrom(100);
  const template = templateContent({ drawing, ids, face });
  const page = pageContent({ drawing, ids, face });
  const annotationId = ids.next();
  const maxId = ids.next();
  const files: Files = new Map();
  files.set('OFD.xml', utf8(rootXml(facts, signed)));
  const attached = addAttachment(files, facts);
  files.set('Doc_0/Document.xml', utf8(documentXml({ drawing, maxId, annotated: !signed, attached })));
  files.set('Doc_0/PublicRes.xml', utf8(PUBLIC_RESOURCES));
  files.set('Doc_0/DocumentRes.xml', utf8(documentResources(!signed)));
  files.set('Doc_0/Tpls/Tpl_0/Content.xml', utf8(template));
  files.set('Doc_0/Pages/Page_0/Content.xml', utf8(page.xml));
  files.set('Doc_0/Res/qr.png', await qrPicture(drawing));
  const tagFile = element('ofd:FileLoc', 'CustomTag.xml');
  const tagList = wrapped('ofd:CustomTags', [wrapped('ofd:CustomTag', [tagFile], 'TypeID="0"')], NAMESPACE);
  files.set('Doc_0/Tags/CustomTags.xml', utf8(DECLARATION + tagList));
  files.set('Doc_0/Tags/CustomTag.xml', utf8(customTag(facts, page.tags)));
  if (!signed) {
    files.set('Doc_0/Res/seal.png', await sealPicture(drawing));
    addSealAnnotation({ files, drawing, id: annotationId, date: facts.issueDate });
  }
  return files;
}

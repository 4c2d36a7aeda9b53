import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';

export interface OfdText {
  id?: number;
  x: number;
  y: number;
  text: string;
  size?: number;
}

export interface OfdParts {
  texts?: readonly OfdText[];
  /** Further XML inside the page's layer. */
  objects?: string;
  /** Further files by path; they replace those that the builder makes. */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** Attached XML, as `Doc_0/Attachs/original_invoice.xml`. */
  attachment?: string;
  /** The tree of custom tags, with `ObjectRef` to texts by their id. */
  tags?: string;
  /** Adds a list of SM3 digests without a seal value. */
  withDigests?: boolean;
}

function textObject({ id = 0, x, y, text, size = 3 }: OfdText): string {
  return `<ofd:TextObject ID="${id}" Boundary="${x} ${y - size} 100 ${size * 1.3}" Size="${size}"><ofd:TextCode X="0" Y="${size}">${text}</ofd:TextCode></ofd:TextObject>`;
}

/** A small OFD of one page, 210 by 140 mm. */
export function anOfd(parts: OfdParts = {}): Uint8Array {
  const page = (parts.texts ?? []).map(textObject).join('') + (parts.objects ?? '');
  const attachments =
    parts.attachment === undefined ? '' : '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>';
  const files: Record<string, string | Uint8Array> = {
    'OFD.xml': `<ofd:OFD ${NAMESPACE}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>${
      parts.withDigests ? '<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>' : ''
    }</ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>${attachments}${parts.tags === undefined ? '' : '<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>'}</ofd:Document>`,
    'Doc_0/Pages/Page_0/Content.xml': `<ofd:Page ${NAMESPACE}><ofd:Content><ofd:Layer ID="2">${page}</ofd:Layer></ofd:Content></ofd:Page>`,
  };
  if (parts.attachment !== undefined) {
    files['Doc_0/Attachs/Attachments.xml'] =
      `<ofd:Attachments ${NAMESPACE}><ofd:Attachment ID="9"><ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`;
    files['Doc_0/Attachs/original_invoice.xml'] = parts.attachment;
  }
  if (parts.tags !== undefined) {
    files['Doc_0/Tags/CustomTags.xml'] =
      `<ofd:CustomTags ${NAMESPACE}><ofd:CustomTag TypeID=""><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`;
    files['Doc_0/Tags/CustomTag.xml'] = parts.tags;
  }
  if (parts.withDigests) addDigests(files);
  Object.assign(files, parts.files);
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)])));
}

function addDigests(files: Record<string, string | Uint8Array>): void {
  const references = Object.entries(files).map(([path, content]) => {
    const digest = createHash('sm3').update(content).digest('base64');
    return `<ofd:Reference FileRef="/${path}"><ofd:CheckValue>${digest}</ofd:CheckValue></ofd:Reference>`;
  });
  files['Doc_0/Signs/Signatures.xml'] =
    `<ofd:Signatures ${NAMESPACE}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`;
  files['Doc_0/Signs/Sign_0/Signature.xml'] =
    `<ofd:Signature ${NAMESPACE}><ofd:SignedInfo><ofd:References CheckMethod="1.2.156.10197.1.401">${references.join('')}</ofd:References></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>`;
}

/** The values of an old 电子普票 as its attachment carries them. */
export function originalInvoice(values: { total?: string; number?: string } = {}): string {
  return `<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019"><fp:InvoiceCode>033002000211</fp:InvoiceCode><fp:InvoiceNo>${
    values.number ?? '83089647'
  }</fp:InvoiceNo><fp:IssueDate>2020年07月23日</fp:IssueDate><fp:Buyer><fp:BuyerName>某材料有限公司</fp:BuyerName></fp:Buyer><fp:Seller><fp:SellerName><![CDATA[某餐厅]]></fp:SellerName></fp:Seller><fp:TaxInclusiveTotalAmount>${
    values.total ?? '526.00'
  }</fp:TaxInclusiveTotalAmount><fp:TaxTotalAmount>15.32</fp:TaxTotalAmount><fp:TaxExclusiveTotalAmount>510.68</fp:TaxExclusiveTotalAmount><fp:GoodsInfos><fp:GoodsInfo><fp:Item>*餐饮服务*餐费</fp:Item><fp:Amount>510.68</fp:Amount><fp:TaxScheme>3%</fp:TaxScheme><fp:TaxAmount>15.32</fp:TaxAmount></fp:GoodsInfo></fp:GoodsInfos></eInvoice>`;
}

/** The visible side of the same invoice. */
export const VISIBLE: readonly OfdText[] = [
  { x: 69, y: 14, text: '浙江增值税电子普通发票', size: 6 },
  { x: 149, y: 10, text: '发票代码:033002000211' },
  { x: 149, y: 16, text: '发票号码:83089647' },
  { x: 149, y: 22, text: '开票日期:2020年07月23日' },
  { x: 14, y: 34, text: '名称:' },
  { x: 36, y: 34, text: '某材料有限公司' },
  { x: 14, y: 108, text: '名称:' },
  { x: 36, y: 108, text: '某餐厅' },
  { x: 17, y: 101, text: '价税合计(大写)' },
  { x: 60, y: 101, text: '伍佰贰拾陆圆整' },
  { x: 150, y: 101, text: '(小写)' },
  { x: 170, y: 101, text: '¥526.00' },
];

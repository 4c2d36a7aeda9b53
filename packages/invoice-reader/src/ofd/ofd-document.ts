import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';
import { child, childrenOf, descend, parseXml, textAt, type XmlElement } from '../xml/parse-xml.ts';
import { findFile, type OfdArchive, type OfdFile, openArchive } from './ofd-archive.ts';

export interface OfdPage {
  id: string;
  path: string;
  widthMm: number;
  heightMm: number;
  /** Content of background templates, then of the page, then of foreground templates: drawing order. */
  layers: { element: XmlElement; path: string }[];
  annotations: { element: XmlElement; path: string }[];
  /** Resource files of the page alone and of its templates, besides the document's. */
  resources: OfdFile[];
}

export interface OfdDocument {
  archive: OfdArchive;
  /** `CustomData` of OFD.xml. */
  customData: Map<string, string>;
  rootPath: string;
  root: XmlElement;
  pages: OfdPage[];
  attachments: OfdFile[];
  customTags: XmlElement[];
  signaturesPath?: string;
}

export function openOfd(bytes: Uint8Array): OfdDocument {
  const archive = openArchive(bytes);
  const entry = requireFile(archive, 'OFD.xml', '');
  const ofd = parseXml(entry.bytes, entry.path);
  const body = child(ofd, 'DocBody');
  const customData = new Map<string, string>();
  for (const data of childrenOf(descend(body, 'DocInfo', 'CustomDatas'), 'CustomData')) {
    const name = data.attributes.get('Name');
    if (name) customData.set(name, data.text.trim());
  }
  const rootFile = requireFile(archive, textAt(body, 'DocRoot'), entry.path);
  const root = parseXml(rootFile.bytes, rootFile.path);
  const signatures = findFile(archive, textAt(body, 'Signatures'), entry.path);
  return {
    archive,
    customData,
    rootPath: rootFile.path,
    root,
    pages: readPages(archive, root, rootFile.path),
    attachments: readAttachments(archive, root, rootFile.path),
    customTags: readCustomTags(archive, root, rootFile.path),
    ...(signatures && { signaturesPath: signatures.path }),
  };
}

function requireFile(archive: OfdArchive, reference: string | undefined, referrer: string): OfdFile {
  const file = findFile(archive, reference, referrer);
  if (!file) throw new ReadingRefusal('file_damaged', `The OFD does not hold ${reference ?? 'its document'}.`);
  return file;
}

function readPages(archive: OfdArchive, root: XmlElement, rootPath: string): OfdPage[] {
  const common = child(root, 'CommonData');
  const templates = new Map<string, XmlElement>();
  for (const template of childrenOf(common, 'TemplatePage'))
    templates.set(template.attributes.get('ID') ?? '', template);
  const annotations = readAnnotations(archive, root, rootPath);
  const listed = childrenOf(child(root, 'Pages'), 'Page');
  if (listed.length > limits.pdfPagesMax) throw new ReadingRefusal('archive_too_large', 'The OFD has too many pages.');
  return listed.map((page) => {
    const file = requireFile(archive, page.attributes.get('BaseLoc'), rootPath);
    const content = parseXml(file.bytes, file.path);
    const id = page.attributes.get('ID') ?? '';
    const box = boxOf(child(content, 'Area')) ?? boxOf(child(common, 'PageArea')) ?? [0, 0, 210, 297];
    const used = childrenOf(content, 'Template').map((use) => ({
      use,
      template: templates.get(use.attributes.get('TemplateID') ?? ''),
    }));
    const resources = resourcesOf(archive, content, file.path);
    const layersOf = (isForeground: boolean) =>
      used
        .filter(({ use }) => (use.attributes.get('ZOrder') === 'Foreground') === isForeground)
        .flatMap(({ template }) => {
          const templateFile = findFile(archive, template?.attributes.get('BaseLoc'), rootPath);
          if (!templateFile) return [];
          const templateRoot = parseXml(templateFile.bytes, templateFile.path);
          resources.push(...resourcesOf(archive, templateRoot, templateFile.path));
          const element = child(templateRoot, 'Content');
          return element ? [{ element, path: templateFile.path }] : [];
        });
    const own = child(content, 'Content');
    return {
      id,
      path: file.path,
      widthMm: box[2],
      heightMm: box[3],
      layers: [...layersOf(false), ...(own ? [{ element: own, path: file.path }] : []), ...layersOf(true)],
      annotations: annotations.get(id) ?? [],
      resources,
    };
  });
}

function resourcesOf(archive: OfdArchive, page: XmlElement, pagePath: string): OfdFile[] {
  return childrenOf(page, 'PageRes')
    .map((reference) => findFile(archive, reference.text.trim(), pagePath))
    .filter((file) => file !== undefined);
}

type PageBox = readonly [number, number, number, number];

function boxOf(area: XmlElement | undefined): PageBox | null {
  const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = numbers(
    textAt(area, 'PhysicalBox'),
  );
  return width > 0 && height > 0 && width < 10_000 && height < 10_000 ? [x, y, width, height] : null;
}

/** Numbers of a blank-separated list; what is no number is left out. */
export function numbers(text: string | undefined): number[] {
  return (text ?? '')
    .trim()
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number)
    .filter(Number.isFinite);
}

function readAnnotations(archive: OfdArchive, root: XmlElement, rootPath: string): Map<string, OfdPage['annotations']> {
  const byPage = new Map<string, OfdPage['annotations']>();
  const list = findFile(archive, textAt(root, 'Annotations'), rootPath);
  if (!list) return byPage;
  for (const page of childrenOf(parseXml(list.bytes, list.path), 'Page')) {
    const file = findFile(archive, textAt(page, 'FileLoc'), list.path);
    const id = page.attributes.get('PageID') ?? '';
    if (file)
      byPage.set(id, [...(byPage.get(id) ?? []), { element: parseXml(file.bytes, file.path), path: file.path }]);
  }
  return byPage;
}

function readAttachments(archive: OfdArchive, root: XmlElement, rootPath: string): OfdFile[] {
  const list = findFile(archive, textAt(root, 'Attachments'), rootPath);
  if (!list) return [];
  return childrenOf(parseXml(list.bytes, list.path), 'Attachment')
    .map((attachment) => findFile(archive, textAt(attachment, 'FileLoc'), list.path))
    .filter((file) => file !== undefined);
}

function readCustomTags(archive: OfdArchive, root: XmlElement, rootPath: string): XmlElement[] {
  const list = findFile(archive, textAt(root, 'CustomTags'), rootPath);
  if (!list) return [];
  return childrenOf(parseXml(list.bytes, list.path), 'CustomTag')
    .map((tag) => findFile(archive, textAt(tag, 'FileLoc'), list.path))
    .filter((file) => file !== undefined)
    .map((file) => parseXml(file.bytes, file.path));
}

import { child, childrenOf, parseXml, textAt, type XmlElement } from '../xml/parse-xml.ts';
import { findFile, type OfdFile } from './ofd-archive.ts';
import type { OfdDocument } from './ofd-document.ts';

export interface OfdResources {
  /** Font names by id. */
  fonts: Map<string, string>;
  media: Map<string, OfdFile>;
  drawParams: Map<string, XmlElement>;
  composites: Map<string, XmlElement>;
}

/** Fonts, pictures and drawing parameters that page objects refer to by id. */
export function readResources(document: OfdDocument): OfdResources {
  const resources: OfdResources = { fonts: new Map(), media: new Map(), drawParams: new Map(), composites: new Map() };
  const common = child(document.root, 'CommonData');
  for (const kind of ['PublicRes', 'DocumentRes']) {
    for (const reference of childrenOf(common, kind)) {
      const file = findFile(document.archive, reference.text.trim(), document.rootPath);
      if (file) addResources(document, file, resources);
    }
  }
  return resources;
}

function addResources(document: OfdDocument, file: OfdFile, resources: OfdResources): void {
  const root = parseXml(file.bytes, file.path);
  const base = root.attributes.get('BaseLoc')?.replace(/\/+$/, '');
  const idOf = (element: XmlElement) => element.attributes.get('ID') ?? '';
  for (const font of childrenOf(child(root, 'Fonts'), 'Font')) {
    resources.fonts.set(idOf(font), font.attributes.get('FontName') ?? font.attributes.get('FamilyName') ?? '');
  }
  for (const media of childrenOf(child(root, 'MultiMedias'), 'MultiMedia')) {
    const name = textAt(media, 'MediaFile');
    const found =
      findFile(document.archive, base && name ? `${base}/${name}` : name, file.path) ??
      findFile(document.archive, name, file.path);
    if (found) resources.media.set(idOf(media), found);
  }
  for (const param of childrenOf(child(root, 'DrawParams'), 'DrawParam')) resources.drawParams.set(idOf(param), param);
  for (const unit of childrenOf(child(root, 'CompositeGraphicUnits'), 'CompositeGraphicUnit')) {
    resources.composites.set(idOf(unit), unit);
  }
}

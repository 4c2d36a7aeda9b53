import { child, childrenOf, parseXml, textAt, type XmlElement } from '../xml/parse-xml.ts';
import { findFile, type OfdFile } from './ofd-archive.ts';
import type { OfdDocument, OfdPage } from './ofd-document.ts';

/** A font as page objects refer to it; `file` only when its glyphs are in the container. */
export interface OfdFont {
  name: string;
  familyName: string;
  isBold: boolean;
  isItalic: boolean;
  isFixedWidth: boolean;
  file?: OfdFile;
}

export interface OfdResources {
  fonts: Map<string, OfdFont>;
  media: Map<string, OfdFile>;
  drawParams: Map<string, XmlElement>;
  composites: Map<string, XmlElement>;
  colourSpaces: Map<string, XmlElement>;
  /** Of colours that name no colour space; RGB when undefined. */
  defaultColourSpace?: string;
}

/** Fonts, pictures and drawing parameters that the objects of a page refer to by id. */
export function readResources(document: OfdDocument, page: OfdPage): OfdResources {
  const common = child(document.root, 'CommonData');
  const defaultColourSpace = textAt(common, 'DefaultCS');
  const resources: OfdResources = {
    fonts: new Map(),
    media: new Map(),
    drawParams: new Map(),
    composites: new Map(),
    colourSpaces: new Map(),
    ...(defaultColourSpace !== undefined && { defaultColourSpace }),
  };
  for (const kind of ['PublicRes', 'DocumentRes']) {
    for (const reference of childrenOf(common, kind)) {
      const file = findFile(document.archive, reference.text.trim(), document.rootPath);
      if (file) addResources(document, file, resources);
    }
  }
  for (const file of page.resources) addResources(document, file, resources);
  return resources;
}

function addResources(document: OfdDocument, file: OfdFile, resources: OfdResources): void {
  const root = parseXml(file.bytes, file.path);
  const base = root.attributes.get('BaseLoc')?.replace(/\/+$/, '');
  const idOf = (element: XmlElement) => element.attributes.get('ID') ?? '';
  const fileOf = (name: string | undefined) =>
    findFile(document.archive, base && name ? `${base}/${name}` : name, file.path) ??
    findFile(document.archive, name, file.path);
  for (const font of childrenOf(child(root, 'Fonts'), 'Font')) {
    resources.fonts.set(idOf(font), fontOf(font, fileOf(textAt(font, 'FontFile'))));
  }
  for (const media of childrenOf(child(root, 'MultiMedias'), 'MultiMedia')) {
    const found = fileOf(textAt(media, 'MediaFile'));
    if (found) resources.media.set(idOf(media), found);
  }
  for (const param of childrenOf(child(root, 'DrawParams'), 'DrawParam')) resources.drawParams.set(idOf(param), param);
  for (const unit of childrenOf(child(root, 'CompositeGraphicUnits'), 'CompositeGraphicUnit')) {
    resources.composites.set(idOf(unit), unit);
  }
  for (const space of childrenOf(child(root, 'ColorSpaces'), 'ColorSpace'))
    resources.colourSpaces.set(idOf(space), space);
}

function fontOf(font: XmlElement, file: OfdFile | undefined): OfdFont {
  const isSet = (name: string) => font.attributes.get(name) === 'true';
  return {
    name: font.attributes.get('FontName') ?? '',
    familyName: font.attributes.get('FamilyName') ?? '',
    isBold: isSet('Bold'),
    isItalic: isSet('Italic'),
    isFixedWidth: isSet('FixedWidth'),
    ...(file && { file }),
  };
}

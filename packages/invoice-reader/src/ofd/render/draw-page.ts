import { child, childrenOf, type XmlElement } from '../../xml/parse-xml.ts';
import type { OfdDocument, OfdPage } from '../ofd-document.ts';
import { readResources } from '../ofd-resources.ts';
import { placeOf } from './clips.ts';
import { DrawBudget, type DrawContext, type Medium, type PageRequest } from './draw-context.ts';
import { drawContent } from './draw-objects.ts';
import { NO_STYLE } from './draw-style.ts';
import { FaceBook } from './faces.ts';
import type { Scene, SceneNode } from './scene.ts';
import { isCovered, type Stamp, stampsOf } from './stamps.ts';

/**
 * A page with its templates, annotations and seals, in this order from the bottom. Throws a `ReadingRefusal` when the
 * page has more objects than can be drawn.
 */
export function drawPage(document: OfdDocument, page: OfdPage, medium: Medium): Scene {
  return drawWith({ document, page, medium, budget: new DrawBudget(), nesting: 0 });
}

function drawWith(request: PageRequest): Scene {
  const { document, page, budget } = request;
  const resources = readResources(document, page);
  const context: DrawContext = {
    resources,
    faces: new FaceBook(resources),
    style: NO_STYLE,
    budget,
    depth: 0,
    isInPattern: false,
  };
  const stamps = stampsOf(request, drawWith);
  const nodes = [
    ...page.layers.flatMap((layer) => drawContent(layer.element, context)),
    ...drawAnnotations(request, context, stamps),
    ...stamps.map(({ node }) => node),
  ];
  return { widthMm: page.widthMm, heightMm: page.heightMm, nodes };
}

function drawAnnotations(request: PageRequest, context: DrawContext, stamps: readonly Stamp[]): SceneNode[] {
  const annotations = request.page.annotations.flatMap(({ element }) => childrenOf(element, 'Annot'));
  return annotations.flatMap((annotation): SceneNode[] => {
    const appearance = child(annotation, 'Appearance');
    if (!appearance || isHidden(annotation, request.medium)) return [];
    const children = drawContent(appearance, context);
    if (children.length === 0) return [];
    // Some producers put a picture of the seal where the signature puts the seal itself.
    if (isCovered(appearance, children, stamps)) return [];
    return [{ kind: 'group', matrix: placeOf(appearance), clips: [], opacity: 1, children }];
  });
}

function isHidden(annotation: XmlElement, medium: Medium): boolean {
  if (annotation.attributes.get('Visible') === 'false') return true;
  return medium === 'print' && annotation.attributes.get('Print') === 'false';
}

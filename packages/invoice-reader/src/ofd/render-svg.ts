import { limits } from '../limits.ts';
import { child, childrenOf, descend, parseXml } from '../xml/parse-xml.ts';
import { numbers, type OfdDocument, type OfdPage, openOfd } from './ofd-document.ts';
import { readResources } from './ofd-resources.ts';
import { pictureUri, readPictures } from './pictures.ts';
import { type DrawContext, drawContent, round, transformOf } from './svg-objects.ts';
import { sealSignatureOf, signatureFiles } from './verify-signatures.ts';

export interface RenderedPage {
  /** To be shown through an `img` element; it holds no script and refers to nothing outside of itself. */
  svg: string;
  widthMm: number;
  heightMm: number;
}

// A seal's picture is itself an OFD; a picture of a picture is not drawn.
const NESTING_MAX = 1;

/** Draws one page of an OFD; null when it has no such page. Throws a `ReadingRefusal` for a file that cannot be read. */
export async function renderOfdPage(bytes: Uint8Array, pageIndex: number): Promise<RenderedPage | null> {
  return renderPage(openOfd(bytes), pageIndex, 0);
}

async function renderPage(document: OfdDocument, pageIndex: number, nesting: number): Promise<RenderedPage | null> {
  const page = document.pages[pageIndex];
  if (!page) return null;
  const resources = readResources(document);
  const context: DrawContext = {
    resources,
    pictures: await readPictures(resources),
    budget: { charactersLeft: limits.svgBytesMax },
    depth: 0,
  };
  const body = [
    ...page.layers.map((layer) => drawContent(layer.element, context)),
    drawAnnotations(page, context),
    ...(nesting < NESTING_MAX ? [await drawSeals(document, page, nesting)] : []),
  ].join('');
  const [width, height] = [round(page.widthMm), round(page.heightMm)];
  const paper = nesting === 0 ? `<rect width="${width}" height="${height}" fill="#fff"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">${paper}${body}</svg>`;
  return { svg, widthMm: page.widthMm, heightMm: page.heightMm };
}

function drawAnnotations(page: OfdPage, context: DrawContext): string {
  let svg = '';
  for (const annotation of page.annotations.flatMap(({ element }) => childrenOf(element, 'Annot'))) {
    const appearance = child(annotation, 'Appearance');
    if (!appearance || annotation.attributes.get('Visible') === 'false') continue;
    const drawn = drawContent(appearance, context);
    if (drawn !== '') svg += `<g ${transformOf(appearance)}>${drawn}</g>`;
  }
  return svg;
}

/** Seals stand where their signature says; their picture is inside the signature value. */
async function drawSeals(document: OfdDocument, page: OfdPage, nesting: number): Promise<string> {
  let svg = '';
  for (const file of signatureFiles(document)) {
    const root = parseXml(file.bytes, file.path);
    const stamps = childrenOf(descend(root, 'SignedInfo'), 'StampAnnot').filter(
      (stamp) => stamp.attributes.get('PageRef') === page.id,
    );
    const picture = stamps.length > 0 ? sealSignatureOf(document, file, root)?.picture : null;
    if (!picture) continue;
    for (const stamp of stamps) {
      const [x = 0, y = 0, width = 0, height = 0] = numbers(stamp.attributes.get('Boundary'));
      svg += await drawSealPicture(picture.type, picture.bytes, { x, y, width, height, nesting });
    }
  }
  return svg;
}

interface SealPlace {
  x: number;
  y: number;
  width: number;
  height: number;
  nesting: number;
}

async function drawSealPicture(type: string, bytes: Uint8Array, place: SealPlace): Promise<string> {
  const frame = `x="${round(place.x)}" y="${round(place.y)}" width="${round(place.width)}" height="${round(place.height)}"`;
  if (type === 'ofd') {
    const inner = await renderPage(openOfd(bytes), 0, place.nesting + 1);
    return inner ? inner.svg.replace(/^<svg [^>]*?viewBox/, `<svg ${frame} preserveAspectRatio="none" viewBox`) : '';
  }
  const uri = pictureUri(bytes);
  return uri ? `<image ${frame} preserveAspectRatio="none" href="${uri}"/>` : '';
}

import { createHash } from 'node:crypto';
import { ReadingRefusal } from '../../refusal.ts';
import { childrenOf, descend, parseXml, textAt, type XmlElement } from '../../xml/parse-xml.ts';
import { findFile, type OfdFile } from '../ofd-archive.ts';
import { numbers, type OfdDocument, openOfd } from '../ofd-document.ts';
import { signatureFiles } from '../verify-signatures.ts';
import type { PageRequest } from './draw-context.ts';
import { IDENTITY, isDrawable } from './matrix.ts';
import type { Clip, Scene, SceneNode } from './scene.ts';
import { sealPictureIn } from './seal-picture.ts';

export interface Stamp {
  node: SceneNode;
  /** Millimetres of the page. */
  box: Box;
}

type Box = readonly [x: number, y: number, width: number, height: number];

// A seal's picture is itself an OFD; a seal within that is not drawn.
const NESTING_MAX = 1;
// Seals per page; a contract signed by many has some twenty.
const STAMPS_MAX = 200;
// Places that differ by less than this are one place.
const SAME_PLACE_MM = 1;

/**
 * Seals stand where their signature says, once, even when the signature is listed twice. The picture comes from the
 * signed value or, where that holds none, from the seal file beside it; a signature that is void draws its seal too,
 * for the verdict is shown elsewhere.
 */
export function stampsOf(request: PageRequest, draw: (request: PageRequest) => Scene): Stamp[] {
  if (request.nesting > NESTING_MAX - 1) return [];
  const stamps: Stamp[] = [];
  const seen = new Set<string>();
  for (const file of signatureFiles(request.document)) {
    const root = parseXml(file.bytes, file.path);
    const annotations = childrenOf(descend(root, 'SignedInfo'), 'StampAnnot').filter(
      (annotation) => annotation.attributes.get('PageRef') === request.page.id,
    );
    if (annotations.length === 0) continue;
    const picture = pictureOf(request.document, file, root);
    if (!picture) continue;
    const digest = createHash('sha256').update(picture.bytes).digest('base64');
    for (const annotation of annotations) {
      const box = boxOf(annotation, picture);
      const key = `${digest} ${box.map((value) => Math.round(value * 10)).join(' ')} ${annotation.attributes.get('Clip') ?? ''}`;
      if (seen.has(key) || stamps.length >= STAMPS_MAX) continue;
      seen.add(key);
      const node = sealNode(picture.bytes, { box, annotation, request, draw });
      if (node) stamps.push({ node, box });
    }
  }
  return stamps;
}

interface SealPicture {
  bytes: Uint8Array;
  widthMm: number;
  heightMm: number;
}

function pictureOf(document: OfdDocument, file: OfdFile, root: XmlElement): SealPicture | null {
  const value = findFile(document.archive, textAt(root, 'SignedValue'), file.path);
  const seal = findFile(document.archive, textAt(root, 'SignedInfo', 'Seal', 'BaseLoc'), file.path);
  return (value && sealPictureIn(value.bytes)) ?? (seal && sealPictureIn(seal.bytes)) ?? null;
}

/** Some producers leave the size out; the seal knows its own. */
function boxOf(annotation: XmlElement, picture: SealPicture): Box {
  const [x = 0, y = 0, width = 0, height = 0] = numbers(annotation.attributes.get('Boundary'));
  return [x, y, width > 0 ? width : picture.widthMm, height > 0 ? height : picture.heightMm];
}

interface SealPlace {
  box: Box;
  annotation: XmlElement;
  request: PageRequest;
  draw: (request: PageRequest) => Scene;
}

function sealNode(bytes: Uint8Array, { box, annotation, request, draw }: SealPlace): SceneNode | null {
  const [x, y, width, height] = box;
  const inner = isZip(bytes) ? innerScene(bytes, request, draw) : null;
  if (isZip(bytes) && !inner) return null;
  const [unitWidth, unitHeight] = inner ? [inner.widthMm, inner.heightMm] : [1, 1];
  const matrix = [width / unitWidth, 0, 0, height / unitHeight, x, y] as const;
  if (!isDrawable(matrix)) return null;
  const children: readonly SceneNode[] = inner
    ? inner.nodes
    : [{ kind: 'image', picture: { source: bytes, mask: null, isInk: true } }];
  const seal: SceneNode = { kind: 'group', matrix, clips: [], opacity: 1, children };
  const clip = partOfSeal(annotation, box);
  // A seal is ink: what it covers shows through.
  return {
    kind: 'group',
    matrix: IDENTITY,
    clips: clip ? [clip] : [],
    opacity: 1,
    blend: 'multiply',
    children: [seal],
  };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function innerScene(bytes: Uint8Array, request: PageRequest, draw: SealPlace['draw']): Scene | null {
  try {
    const document = openOfd(bytes);
    const [page] = document.pages;
    return page ? draw({ ...request, document, page, nesting: request.nesting + 1 }) : null;
  } catch (error) {
    // A damaged picture leaves the page readable; one that is too large is refused with the whole page.
    if (error instanceof ReadingRefusal && error.code !== 'archive_too_large') return null;
    throw error;
  }
}

/** A seal over the edges of several pages (骑缝章) shows one part on each: `Clip`, within the seal's box. */
function partOfSeal(annotation: XmlElement, [x, y]: Box): Clip | null {
  const [left = 0, top = 0, width = 0, height = 0] = numbers(annotation.attributes.get('Clip'));
  if (!(width > 0) || !(height > 0)) return null;
  const steps = [
    ['M', 0, 0] as const,
    ['L', width, 0] as const,
    ['L', width, height] as const,
    ['L', 0, height] as const,
    ['Z'] as const,
  ];
  return [{ steps, isEvenOdd: false, matrix: [1, 0, 0, 1, x + left, y + top] }];
}

/** True for an annotation that shows pictures alone, at the place of a seal. */
export function isCovered(appearance: XmlElement, nodes: readonly SceneNode[], stamps: readonly Stamp[]): boolean {
  if (!nodes.every(isPicture)) return false;
  const box = numbers(appearance.attributes.get('Boundary'));
  return stamps.some((stamp) =>
    stamp.box.every((value, index) => Math.abs(value - (box[index] ?? Number.NaN)) < SAME_PLACE_MM),
  );
}

function isPicture(node: SceneNode): boolean {
  return node.kind === 'image' || (node.kind === 'group' && node.children.every(isPicture));
}

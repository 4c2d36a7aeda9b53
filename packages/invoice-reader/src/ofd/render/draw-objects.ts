import { child, textAt, type XmlElement } from '../../xml/parse-xml.ts';
import { clipsOf, placeOf } from './clips.ts';
import { type PaintContext, paintOf } from './colours.ts';
import type { DrawContext } from './draw-context.ts';
import { styleChild, styleWithin } from './draw-style.ts';
import { drawText } from './draw-text.ts';
import { isDrawable, isIdentity } from './matrix.ts';
import { parsePathData, roundedRectangle } from './path-data.ts';
import type { Blend, SceneNode } from './scene.ts';
import { strokeOf, withBoundedDashes } from './stroke.ts';

// Composites within composites; genuine documents have two levels.
const DEPTH_MAX = 8;

const LAYER_ORDER: Readonly<Record<string, number>> = { Background: 0, Body: 1, Foreground: 2 };

/** Draws layers, blocks and objects: layers by their type, everything else as it comes. What is unknown is left out. */
export function drawContent(parent: XmlElement, context: DrawContext): SceneNode[] {
  const rank = (element: XmlElement) =>
    element.name === 'Layer' ? (LAYER_ORDER[element.attributes.get('Type') ?? 'Body'] ?? 1) : 1;
  const ordered = [...parent.children].sort((a, b) => rank(a) - rank(b));
  return ordered.flatMap((element) => drawElement(element, context));
}

function drawElement(element: XmlElement, outer: DrawContext): SceneNode[] {
  if (element.attributes.get('Visible') === 'false') return [];
  const context = { ...outer, style: styleWithin(element, outer.style, outer.resources) };
  switch (element.name) {
    case 'Layer':
    case 'PageBlock':
      return drawContent(element, context);
    case 'TextObject':
    case 'PathObject':
    case 'ImageObject':
    case 'CompositeObject':
      return drawObject(element, context);
    default:
      return [];
  }
}

function drawObject(object: XmlElement, context: DrawContext): SceneNode[] {
  context.budget.spend(1);
  const matrix = placeOf(object);
  if (!isDrawable(matrix)) return [];
  const painting = withPaint(context);
  const children = drawInside(object, painting);
  if (children.length === 0) return [];
  const opacity = alphaOf(object);
  if (opacity === 0) return [];
  const clips = clipsOf(object, painting);
  const blend = blendOf(object);
  const isBare = isIdentity(matrix) && opacity === 1 && clips.length === 0 && !blend;
  return isBare ? children : [{ kind: 'group', matrix, clips, opacity, ...(blend && { blend }), children }];
}

function withPaint(context: DrawContext): DrawContext & PaintContext {
  return {
    ...context,
    drawCell: (content) => (context.isInPattern ? [] : drawContent(content, { ...deeper(context), isInPattern: true })),
  };
}

function deeper(context: DrawContext): DrawContext {
  return { ...context, depth: context.depth + 1 };
}

function drawInside(object: XmlElement, context: DrawContext & PaintContext): SceneNode[] {
  switch (object.name) {
    case 'TextObject':
      return drawText(object, context);
    case 'PathObject':
      return drawPath(object, context);
    case 'ImageObject':
      return drawImage(object, context);
    default:
      return drawComposite(object, context);
  }
}

function drawPath(object: XmlElement, context: DrawContext & PaintContext): SceneNode[] {
  const steps = parsePathData(textAt(object, 'AbbreviatedData') ?? '');
  context.budget.spend(steps.length / 8);
  const isFilled = object.attributes.get('Fill') === 'true';
  const fill = isFilled ? paintOf(styleChild(object, context.style, 'FillColor'), context) : null;
  const line = object.attributes.get('Stroke') !== 'false' ? strokeOf(object, context) : null;
  const stroke = line && withBoundedDashes(line, steps);
  if (steps.length === 0 || (!fill && !stroke)) return [];
  return [{ kind: 'path', steps, isEvenOdd: object.attributes.get('Rule') === 'Even-Odd', fill, stroke }];
}

// A picture that the document does not hold keeps its place, as one that cannot be decoded does.
const NO_PICTURE = new Uint8Array();

function drawImage(object: XmlElement, context: DrawContext & PaintContext): SceneNode[] {
  const bytesOf = (name: string) => context.resources.media.get(object.attributes.get(name) ?? '')?.bytes;
  const source = bytesOf('ResourceID') ?? bytesOf('Substitution') ?? NO_PICTURE;
  const picture = { source, mask: bytesOf('ImageMask') ?? null, isInk: blendOf(object) !== undefined };
  return [{ kind: 'image', picture }, ...drawBorder(object, context)];
}

/** The frame of a picture, in millimetres: its space is the picture's box, not the unit square. */
function drawBorder(object: XmlElement, context: DrawContext & PaintContext): SceneNode[] {
  const border = child(object, 'Border');
  if (!border) return [];
  const [a, b, c, d] = placeOf(object);
  const [width, height] = [Math.hypot(a, b), Math.hypot(c, d)];
  const radius = (name: string) => Math.max(0, Number(border.attributes.get(name)) || 0);
  const steps = roundedRectangle({
    width,
    height,
    radiusX: radius('HorizonalCornerRadius'),
    radiusY: radius('VerticalCornerRadius'),
  });
  const paint = paintOf(child(border, 'BorderColor'), context);
  const line = strokeOf(border, { ...context, style: { params: [] } });
  const stroke = paint ? { ...line, paint } : line;
  const frame: SceneNode = { kind: 'path', steps, isEvenOdd: false, fill: null, stroke };
  return [{ kind: 'group', matrix: [1 / width, 0, 0, 1 / height, 0, 0], clips: [], opacity: 1, children: [frame] }];
}

function drawComposite(object: XmlElement, context: DrawContext): SceneNode[] {
  const unit = context.resources.composites.get(object.attributes.get('ResourceID') ?? '');
  const content = child(unit, 'Content');
  return content && context.depth < DEPTH_MAX ? drawContent(content, deeper(context)) : [];
}

/** Blend modes are no part of the standard; one producer's annotations use them. */
function blendOf(object: XmlElement): Blend | undefined {
  const mode = object.attributes.get('BlendMode')?.toLowerCase();
  return mode === 'darken' || mode === 'multiply' ? mode : undefined;
}

function alphaOf(object: XmlElement): number {
  const alpha = Number(object.attributes.get('Alpha') ?? 255);
  return alpha >= 0 && alpha < 255 ? alpha / 255 : 1;
}

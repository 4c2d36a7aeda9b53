import { child, childrenOf, type XmlElement } from '../../xml/parse-xml.ts';
import { numbers } from '../ofd-document.ts';
import type { OfdResources } from '../ofd-resources.ts';
import { matrixOf } from '../text-object.ts';
import { BLACK, type Colour, type GradientPaint, mixed, type Paint, type SceneNode } from './scene.ts';

/** What paints need from the page: its resources and a way to draw the cell of a pattern. */
export interface PaintContext {
  resources: OfdResources;
  drawCell(content: XmlElement): SceneNode[];
}

// Finer cells cannot be told apart; millions of them keep a drawing program busy.
const STEP_MIN_MM = 0.1;

// A colour scale of a hundred steps is a photograph.
const STOPS_MAX = 256;

/** The paint of a `FillColor` or `StrokeColor`; null when the element says nothing that can be drawn. */
export function paintOf(element: XmlElement | undefined, context: PaintContext): Paint | null {
  if (!element) return null;
  const alpha = alphaOf(element);
  for (const special of element.children) {
    switch (special.name) {
      case 'AxialShd':
      case 'RadialShd':
        return gradientOf(special, { context, alpha });
      case 'GouraudShd':
      case 'LaGouraudShd':
      case 'LaGourandShd':
        return { kind: 'solid', colour: withAlpha(mixed(pointColours(special, context)), alpha) };
      case 'Pattern':
        return tileOf(special, context);
    }
  }
  const colour = colourOf(element, context.resources);
  return colour && { kind: 'solid', colour };
}

/** Colour by value or by its place in a palette. */
export function colourOf(element: XmlElement, resources: OfdResources): Colour | null {
  const space = resources.colourSpaces.get(element.attributes.get('ColorSpace') ?? resources.defaultColourSpace ?? '');
  const value = element.attributes.get('Value') ?? palette(space)[Number(element.attributes.get('Index'))];
  if (value === undefined) return null;
  const bits = Number(space?.attributes.get('BitsPerComponent') ?? 8) || 8;
  const full = 2 ** Math.min(bits, 16) - 1;
  const components = componentsOf(value).map((component) => Math.max(0, Math.min(1, component / full)));
  const colour = fromComponents(components, space?.attributes.get('Type')?.toUpperCase());
  return colour && withAlpha(colour, alphaOf(element));
}

function palette(space: XmlElement | undefined): string[] {
  return childrenOf(child(space, 'Palette'), 'CV').map((value) => value.text.trim());
}

/** Decimal or, with a leading #, hexadecimal numbers; `#RRGGBB` in one piece occurs too. */
function componentsOf(value: string): number[] {
  const whole = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(value.trim());
  const parts = whole ? whole.slice(1).map((part) => `#${part}`) : value.trim().split(/[\s,]+/);
  return parts
    .map((part) => (part.startsWith('#') ? Number.parseInt(part.slice(1), 16) : Number(part)))
    .filter(Number.isFinite);
}

/** The count of components decides where it contradicts the space's type. */
function fromComponents(components: readonly number[], type: string | undefined): Colour | null {
  const [first = 0, second = 0, third = 0, fourth = 0] = components;
  const channel = (share: number) => Math.round(share * 255);
  if (components.length === 1 || (type === 'GRAY' && components.length > 0)) {
    return { red: channel(first), green: channel(first), blue: channel(first), alpha: 1 };
  }
  if (components.length === 3) return { red: channel(first), green: channel(second), blue: channel(third), alpha: 1 };
  if (components.length !== 4) return null;
  const ink = (share: number) => channel((1 - share) * (1 - fourth));
  return { red: ink(first), green: ink(second), blue: ink(third), alpha: 1 };
}

function alphaOf(element: XmlElement): number {
  const alpha = Number(element.attributes.get('Alpha') ?? 255);
  return alpha >= 0 && alpha < 255 ? alpha / 255 : 1;
}

function withAlpha(colour: Colour, alpha: number): Colour {
  return { ...colour, alpha: colour.alpha * alpha };
}

function gradientOf(shading: XmlElement, { context, alpha }: { context: PaintContext; alpha: number }): Paint | null {
  const stops = stopsOf(shading, context, alpha);
  const [only] = stops;
  if (!only) return null;
  if (stops.length === 1) return { kind: 'solid', colour: only.colour };
  const point = (name: string) => numbers(shading.attributes.get(name));
  const [startX = 0, startY = 0] = point('StartPoint');
  const [endX = 0, endY = 0] = point('EndPoint');
  const isRadial = shading.name === 'RadialShd';
  const radius = (name: string) => (isRadial ? Math.max(0, Number(shading.attributes.get(name)) || 0) : 0);
  const start = { x: startX, y: startY, radius: radius('StartRadius') };
  let end = { x: endX, y: endY, radius: radius('EndRadius') };
  const spread = spreadOf(shading.attributes.get('MapType'));
  const length = Math.hypot(endX - startX, endY - startY);
  const unit = Number(shading.attributes.get('MapUnit'));
  // One repetition may be shorter than the axis.
  if (!isRadial && spread !== 'pad' && unit > 0 && length > 0) {
    const share = unit / length;
    end = { x: startX + (endX - startX) * share, y: startY + (endY - startY) * share, radius: 0 };
  }
  const extend = Number(shading.attributes.get('Extend') ?? 0);
  return {
    kind: isRadial ? 'radial' : 'axial',
    start,
    end,
    stops,
    spread,
    extendsStart: (extend & 1) !== 0,
    extendsEnd: (extend & 2) !== 0,
    matrix: isRadial ? ellipseMatrix(shading, start) : [1, 0, 0, 1, 0, 0],
  };
}

function spreadOf(mapType: string | undefined): GradientPaint['spread'] {
  if (mapType === 'Repeat') return 'repeat';
  return mapType === 'Reflect' ? 'reflect' : 'pad';
}

/** Circles of a radial shading become ellipses around its start, by eccentricity and angle. */
function ellipseMatrix(shading: XmlElement, { x, y }: { x: number; y: number }): GradientPaint['matrix'] {
  const eccentricity = Number(shading.attributes.get('Eccentricity')) || 0;
  if (!(eccentricity > 0 && eccentricity < 1)) return [1, 0, 0, 1, 0, 0];
  const flat = Math.sqrt(1 - eccentricity ** 2);
  const angle = ((Number(shading.attributes.get('Angle')) || 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [a, b, c, d] = [
    cos * cos + flat * sin * sin,
    (1 - flat) * cos * sin,
    (1 - flat) * cos * sin,
    sin * sin + flat * cos * cos,
  ];
  return [a, b, c, d, x - a * x - c * y, y - b * x - d * y];
}

function stopsOf(shading: XmlElement, context: PaintContext, alpha: number): GradientPaint['stops'] {
  const segments = childrenOf(shading, 'Segment').slice(0, STOPS_MAX);
  const stops = segments.flatMap((segment, index) => {
    const element = child(segment, 'Color');
    const colour = element && colourOf(element, context.resources);
    const even = segments.length > 1 ? index / (segments.length - 1) : 0;
    const position = Number(segment.attributes.get('Position') ?? even);
    const at = Math.max(0, Math.min(1, Number.isFinite(position) ? position : even));
    return colour ? [{ at, colour: withAlpha(colour, alpha) }] : [];
  });
  return stops.sort((a, b) => a.at - b.at);
}

/** Shadings over triangles and lattices are shown as their mean colour. */
function pointColours(shading: XmlElement, { resources }: PaintContext): Colour[] {
  const colours = childrenOf(shading, 'Point')
    .slice(0, STOPS_MAX)
    .map((point) => child(point, 'Color'))
    .map((element) => element && colourOf(element, resources))
    .filter((colour) => colour !== null && colour !== undefined);
  return colours.length > 0 ? colours : [BLACK];
}

function tileOf(pattern: XmlElement, context: PaintContext): Paint | null {
  const size = (name: string) => Number(pattern.attributes.get(name));
  const [width, height] = [size('Width'), size('Height')];
  const content = child(pattern, 'CellContent');
  if (!content || !(width > 0) || !(height > 0)) return null;
  const nodes = context.drawCell(content);
  const cell = {
    width,
    height,
    stepX: size('XStep') > 0 ? size('XStep') : width,
    stepY: size('YStep') > 0 ? size('YStep') : height,
    nodes,
  };
  const matrix = matrixOf(pattern);
  const colours = nodes.flatMap((node) =>
    node.kind === 'path' && node.fill?.kind === 'solid' ? [node.fill.colour] : [],
  );
  const average = colours.length > 0 ? mixed(colours) : { red: 128, green: 128, blue: 128, alpha: 0.5 };
  const [a, b, c, d] = matrix;
  const stepMin = Math.min(Math.hypot(a, b) * cell.stepX, Math.hypot(c, d) * cell.stepY);
  if (nodes.length === 0 || !(stepMin >= STEP_MIN_MM)) return { kind: 'solid', colour: average };
  return { kind: 'tile', ...mirrored(cell, pattern.attributes.get('ReflectMethod')), matrix, average };
}

interface Cell {
  width: number;
  height: number;
  stepX: number;
  stepY: number;
  nodes: readonly SceneNode[];
}

/** A pattern whose cells are mirrored in turn is one of larger cells. */
function mirrored(cell: Cell, method: string | undefined): Cell {
  const copy = (matrix: GradientPaint['matrix'], nodes: readonly SceneNode[]): SceneNode => ({
    kind: 'group',
    matrix,
    clips: [],
    opacity: 1,
    children: nodes,
  });
  let { width, height, stepX, stepY, nodes } = cell;
  if (method === 'Column' || method === 'RowAndColumn') {
    nodes = [...nodes, copy([-1, 0, 0, 1, stepX + width, 0], nodes)];
    [width, stepX] = [stepX + width, 2 * stepX];
  }
  if (method === 'Row' || method === 'RowAndColumn') {
    nodes = [...nodes, copy([1, 0, 0, -1, 0, stepY + height], nodes)];
    [height, stepY] = [stepY + height, 2 * stepY];
  }
  return { width, height, stepX, stepY, nodes };
}

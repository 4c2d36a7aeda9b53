import { child, textAt, type XmlElement } from '../xml/parse-xml.ts';
import { numbers } from './ofd-document.ts';
import type { OfdResources } from './ofd-resources.ts';
import { matrixOf, type PlacedCharacter, placeCharacters } from './text-object.ts';

const COMPOSITE_DEPTH_MAX = 8;
const LINE_WIDTH = 0.353;

export interface DrawContext {
  resources: OfdResources;
  /** Data URIs of pictures by resource id. */
  pictures: ReadonlyMap<string, string>;
  /** Counts what was drawn, so that a hostile page cannot grow the picture without end. */
  budget: { charactersLeft: number };
  depth: number;
  drawParam?: XmlElement;
}

/** Draws layers, blocks and objects in their order. Everything that is not understood is left out. */
export function drawContent(parent: XmlElement, context: DrawContext): string {
  let svg = '';
  for (const element of parent.children) {
    if (context.budget.charactersLeft <= 0) break;
    const drawn = drawElement(element, context);
    context.budget.charactersLeft -= drawn.length;
    svg += drawn;
  }
  return svg;
}

function drawElement(element: XmlElement, context: DrawContext): string {
  if (element.attributes.get('Visible') === 'false') return '';
  const own = context.resources.drawParams.get(element.attributes.get('DrawParam') ?? '');
  const inner = own ? { ...context, drawParam: own } : context;
  switch (element.name) {
    case 'Layer':
    case 'PageBlock':
      return drawContent(element, inner);
    case 'TextObject':
      return drawText(element, inner);
    case 'PathObject':
      return drawPath(element, inner);
    case 'ImageObject':
      return drawImage(element, inner);
    case 'CompositeObject':
      return drawComposite(element, inner);
    default:
      return '';
  }
}

function drawText(object: XmlElement, context: DrawContext): string {
  const placed = placeCharacters(object).filter(({ character }) => isDrawable(character) && character.trim() !== '');
  if (placed.length === 0) return '';
  const size = Number(object.attributes.get('Size')) || 3;
  const fill = object.attributes.get('Fill') === 'false' ? 'none' : colour(object, 'FillColor', context, '#000');
  const font = fontStack(context.resources.fonts.get(object.attributes.get('Font') ?? '') ?? '');
  const weight = Number(object.attributes.get('Weight')) >= 600 ? ' font-weight="bold"' : '';
  const style = object.attributes.get('Italic') === 'true' ? ' font-style="italic"' : '';
  const look = `font-size="${round(size)}" font-family="${font}" fill="${fill}"${weight}${style}${alphaOf(object)}`;
  return `<g ${transformOf(object)} ${look}>${textLines(placed)}</g>`;
}

/** One element per line: drawing programs disagree about lists of several heights. */
function textLines(placed: readonly PlacedCharacter[]): string {
  const lines: PlacedCharacter[][] = [];
  for (const character of placed) {
    const line = lines.at(-1);
    if (line?.[0]?.y === character.y) line.push(character);
    else lines.push([character]);
  }
  return lines
    .map((line) => {
      const x = line.map((character) => round(character.x)).join(' ');
      const text = line.map(({ character }) => escapeXml(character)).join('');
      return `<text x="${x}" y="${round(line[0]?.y ?? 0)}">${text}</text>`;
    })
    .join('');
}

/** Families of the viewer's system; fonts inside the file are not carried over. */
function fontStack(name: string): string {
  if (/楷|kai/i.test(name)) return "KaiTi,STKaiti,'AR PL UKai CN','Noto Serif CJK SC',serif";
  if (/courier|mono|consol/i.test(name)) return "'Courier New',Courier,'Liberation Mono',monospace";
  if (/黑|hei|arial|helvetica/i.test(name)) return "SimHei,'Noto Sans CJK SC','PingFang SC',Arial,sans-serif";
  if (/仿|fang/i.test(name)) return "FangSong,STFangsong,'Noto Serif CJK SC',serif";
  return "SimSun,STSong,'Noto Serif CJK SC','Source Han Serif SC',serif";
}

function drawPath(object: XmlElement, context: DrawContext): string {
  const data = pathData(textAt(object, 'AbbreviatedData') ?? '');
  if (data === '') return '';
  const isFilled = object.attributes.get('Fill') === 'true';
  const isStroked = object.attributes.get('Stroke') !== 'false';
  const fill = isFilled ? colour(object, 'FillColor', context, 'none') : 'none';
  const stroke = isStroked ? colour(object, 'StrokeColor', context, '#000') : 'none';
  const width =
    Number(object.attributes.get('LineWidth') ?? context.drawParam?.attributes.get('LineWidth')) || LINE_WIDTH;
  const dash = numbers(object.attributes.get('DashPattern')).map(round).join(' ');
  const rule = object.attributes.get('Rule') === 'Even-Odd' ? ' fill-rule="evenodd"' : '';
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path ${transformOf(object)} d="${data}" fill="${fill}" stroke="${stroke}" stroke-width="${round(width)}"${rule}${dashes}${alphaOf(object)}/>`;
}

/** Commands of OFD with their number of operands and their name in SVG. */
const COMMANDS: Record<string, readonly [string, number]> = {
  S: ['M', 2],
  M: ['M', 2],
  L: ['L', 2],
  Q: ['Q', 4],
  B: ['C', 6],
  A: ['A', 7],
  C: ['Z', 0],
};

/** Rewrites AbbreviatedData as an SVG path; stops at the first part that is not understood. */
export function pathData(source: string): string {
  const tokens = source.trim().split(/[\s,]+/);
  const parts: string[] = [];
  let index = 0;
  while (index < tokens.length) {
    const command = COMMANDS[tokens[index] ?? ''];
    if (!command) break;
    const operands = tokens.slice(index + 1, index + 1 + command[1]).map(Number);
    if (operands.length < command[1] || !operands.every(Number.isFinite)) break;
    parts.push(`${command[0]}${operands.map(round).join(' ')}`);
    index += 1 + command[1];
  }
  return parts.join('');
}

function drawImage(object: XmlElement, context: DrawContext): string {
  const uri = context.pictures.get(object.attributes.get('ResourceID') ?? '');
  // What could not be turned into a picture that browsers show keeps its place visible.
  if (!uri) {
    return `<rect ${transformOf(object)} width="1" height="1" fill="none" stroke="#999" stroke-width="0.02" stroke-dasharray="0.05"/>`;
  }
  return `<image ${transformOf(object)} width="1" height="1" preserveAspectRatio="none" href="${uri}"${alphaOf(object)}/>`;
}

function drawComposite(object: XmlElement, context: DrawContext): string {
  const unit = context.resources.composites.get(object.attributes.get('ResourceID') ?? '');
  const content = child(unit, 'Content');
  if (!content || context.depth >= COMPOSITE_DEPTH_MAX) return '';
  return `<g ${transformOf(object)}>${drawContent(content, { ...context, depth: context.depth + 1 })}</g>`;
}

/** An object's own space is moved by its boundary and turned by its matrix. */
export function transformOf(object: XmlElement): string {
  const [x = 0, y = 0] = numbers(object.attributes.get('Boundary'));
  const [a, b, c, d, e, f] = matrixOf(object);
  const isIdentity = a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0;
  const matrix = isIdentity ? '' : ` matrix(${[a, b, c, d, e, f].map(round).join(' ')})`;
  return `transform="translate(${round(x)} ${round(y)})${matrix}"`;
}

function alphaOf(object: XmlElement): string {
  const alpha = Number(object.attributes.get('Alpha') ?? 255);
  return alpha >= 0 && alpha < 255 ? ` opacity="${round(alpha / 255)}"` : '';
}

function colour(object: XmlElement, name: 'FillColor' | 'StrokeColor', context: DrawContext, fallback: string): string {
  const element = child(object, name) ?? child(context.drawParam, name);
  const components = numbers(element?.attributes.get('Value')).map((value) =>
    Math.max(0, Math.min(255, Math.round(value))),
  );
  const [first = 0, second = 0, third = 0, fourth = 0] = components;
  if (components.length === 3) return `rgb(${first},${second},${third})`;
  if (components.length === 1) return `rgb(${first},${first},${first})`;
  if (components.length !== 4) return fallback;
  const channel = (ink: number) => Math.round(((255 - ink) * (255 - fourth)) / 255);
  return `rgb(${channel(first)},${channel(second)},${channel(third)})`;
}

export function round(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and lone surrogates are no XML. */
function isDrawable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return true;
  return code >= 0x20 && code !== 0x7f && (code < 0xd800 || code > 0xdfff) && code < 0xfffe;
}

export function escapeXml(text: string): string {
  return [...text]
    .filter(isDrawable)
    .map((character) => ESCAPES[character] ?? character)
    .join('');
}

import { child, childrenOf, type XmlElement } from '../../xml/parse-xml.ts';
import { numbers } from '../ofd-document.ts';
import { expandDeltas, type Matrix, textOfCode } from '../text-object.ts';
import { type PaintContext, paintOf } from './colours.ts';
import type { DrawContext } from './draw-context.ts';
import { styleAttribute, styleChild } from './draw-style.ts';
import { type FoundGlyph, glyphOfCharacter, type PageFont } from './faces.ts';
import { multiply, rotation } from './matrix.ts';
import { BLACK, type Paint, type PlacedGlyph, type SceneNode, type Stroke } from './scene.ts';
import { strokeOf } from './stroke.ts';

const DEFAULT_SIZE = 3;
const BOLD_WEIGHT = 600;
// Bold by a line around the outline, as a share of the size: about what 宋体 gains from regular to bold.
const BOLD_LINE = 0.035;
// The slant of 12 degrees that programs give to fonts without an italic.
const SLANT = Math.tan((12 * Math.PI) / 180);

/** Text as outlines; characters that no face has are left to the viewer's system. */
export function drawText(object: XmlElement, context: DrawContext & PaintContext): SceneNode[] {
  const look = textLook(object, context);
  if (!look) return [];
  const placed = placeGlyphs(object, { context, look });
  context.budget.spend(placed.length);
  const glyphs: PlacedGlyph[] = [];
  const nodes: SceneNode[] = [];
  for (const { unit, matrix } of placed) {
    if (unit.found) glyphs.push({ face: unit.found.face, glyph: unit.found.glyph, matrix, text: unit.text });
    else if (isShown(unit.text)) {
      nodes.push({ kind: 'text', character: unit.text, matrix, family: look.font.systemFamily, fill: look.fill });
    }
  }
  if (glyphs.length > 0) nodes.unshift({ kind: 'glyphs', glyphs, fill: look.fill, stroke: look.stroke });
  return nodes;
}

interface TextLook {
  font: PageFont;
  size: number;
  hScale: number;
  isItalic: boolean;
  fill: Paint | null;
  stroke: Stroke | null;
  /** Degrees clockwise: of each character, and of the line where no distances are given. */
  characterDirection: number;
  readDirection: number;
}

function textLook(object: XmlElement, context: DrawContext & PaintContext): TextLook | null {
  const size = Number(object.attributes.get('Size')) || DEFAULT_SIZE;
  const font = context.faces.fontOf(styleAttribute(object, context.style, 'Font') ?? '');
  const isFilled = object.attributes.get('Fill') !== 'false';
  const fillColour = styleChild(object, context.style, 'FillColor');
  const fill = isFilled ? (paintOf(fillColour, context) ?? { kind: 'solid' as const, colour: BLACK }) : null;
  const hasStroke = object.attributes.get('Stroke') === 'true';
  const isBold = Number(object.attributes.get('Weight')) >= BOLD_WEIGHT || font.isBold;
  let stroke = hasStroke ? strokeOf(object, context) : null;
  if (!stroke && fill && isBold && !font.embedded) stroke = boldStroke(fill, size);
  if (!fill && !stroke) return null;
  return {
    font,
    size,
    hScale: Number(object.attributes.get('HScale')) || 1,
    isItalic: object.attributes.get('Italic') === 'true' || (font.isItalic && !font.embedded),
    fill,
    stroke,
    characterDirection: Number(object.attributes.get('CharDirection')) || 0,
    readDirection: Number(object.attributes.get('ReadDirection')) || 0,
  };
}

function boldStroke(paint: Paint, size: number): Stroke {
  const line = { cap: 'round', join: 'round', miterLimit: 4, dashes: [], dashOffset: 0 } as const;
  return { paint, width: size * BOLD_LINE, ...line };
}

/** One distance of DeltaX and DeltaY counts for one unit: a character, or one glyph of several that stand for it. */
interface TextUnit {
  text: string;
  found: FoundGlyph | null;
}

interface TextParts {
  context: DrawContext;
  look: TextLook;
}

function placeGlyphs(object: XmlElement, { look }: TextParts): { unit: TextUnit; matrix: Matrix }[] {
  const placed: { unit: TextUnit; matrix: Matrix }[] = [];
  const transforms = look.font.embedded ? glyphTransforms(object) : new Map<number, GlyphTransform>();
  let position = 0;
  let x = 0;
  let y = 0;
  for (const code of childrenOf(object, 'TextCode')) {
    x = coordinate(code, 'X', x);
    y = coordinate(code, 'Y', y);
    const characters = [...textOfCode(code)];
    const units = unitsOf(characters, { position, transforms, font: look.font });
    position += characters.length;
    const deltaX = expandDeltas(code.attributes.get('DeltaX'));
    const deltaY = expandDeltas(code.attributes.get('DeltaY'));
    const direction = rotation(look.readDirection);
    const isFree = deltaX.length === 0 && deltaY.length === 0;
    for (const [index, unit] of units.entries()) {
      const shape = shapeOf(unit, { ...look, room: deltaX[index] ?? 0 });
      if (unit.found || isShown(unit.text)) placed.push({ unit, matrix: multiply([1, 0, 0, 1, x, y], shape.matrix) });
      x += isFree ? direction[0] * shape.advance : (deltaX[index] ?? deltaX.at(-1) ?? 0);
      y += isFree ? direction[1] * shape.advance : (deltaY[index] ?? 0);
    }
  }
  return placed;
}

function coordinate(code: XmlElement, name: 'X' | 'Y', inherited: number): number {
  const value = Number(code.attributes.get(name) ?? inherited);
  return Number.isFinite(value) ? value : inherited;
}

function isShown(text: string): boolean {
  return text.trim() !== '' && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u.test(text);
}

/** How a unit's glyph lies at its base point, and how far the next one is when nothing says it. */
function shapeOf(unit: TextUnit, look: TextLook & { room: number }): { matrix: Matrix; advance: number } {
  const { size, hScale, room } = look;
  const turn = rotation(look.characterDirection);
  const slant: Matrix = look.isItalic ? [1, 0, -SLANT, 1, 0, 0] : [1, 0, 0, 1, 0, 0];
  const turned = multiply(turn, slant);
  if (!unit.found) {
    const width = (unit.text.codePointAt(0) ?? 0) < 0x250 ? 0.5 : 1;
    return { matrix: multiply(turned, [size * hScale, 0, 0, size, 0, 0]), advance: width * size * hScale };
  }
  const { face, glyph, isEmbedded } = unit.found;
  const perEm = size / face.unitsPerEm;
  const width = glyph.advance / face.unitsPerEm;
  const fit = isEmbedded ? NO_FIT : latinFit(unit.text, look.font, { width, room: room / (size * hScale) });
  const base: Matrix = [perEm * hScale * fit.scale, 0, 0, -perEm, fit.shift * size * hScale, 0];
  const advance = (fit.width ?? (glyph.advance / face.unitsPerEm || 1)) * size * hScale;
  return { matrix: multiply(turned, base), advance };
}

const NO_FIT: { scale: number; shift: number; width: number | null } = { scale: 1, shift: 0, width: null };

/**
 * Latin characters of a substitute in the width that the font meant gives them: too wide ones are narrowed, too narrow
 * ones stand in the middle. Where the page leaves more room than that, the font meant was another one, and no narrowing
 * is needed beyond the room.
 */
function latinFit(
  text: string,
  { latinWidth }: PageFont,
  { width, room }: { width: number; room: number },
): typeof NO_FIT {
  const code = text.codePointAt(0) ?? 0;
  const isLatin = (code > 0x20 && code < 0x7f) || code === 0xa5;
  if (latinWidth === null || !isLatin || width <= 0) return NO_FIT;
  const scale = Math.min(1, Math.max(latinWidth, room) / width);
  return { scale, shift: Math.max(0, (latinWidth - width) / 2), width: latinWidth };
}

interface GlyphTransform {
  codeCount: number;
  glyphs: number[];
}

/** `CGTransform` by the position of their first character, counted over all text of the object. */
function glyphTransforms(object: XmlElement): Map<number, GlyphTransform> {
  const transforms = new Map<number, GlyphTransform>();
  for (const element of childrenOf(object, 'CGTransform')) {
    const glyphs = numbers(child(element, 'Glyphs')?.text);
    const position = Number(element.attributes.get('CodePosition') ?? 0);
    const codeCount = Number(element.attributes.get('CodeCount') ?? 1);
    if (glyphs.length > 0 && Number.isInteger(position) && codeCount >= 1)
      transforms.set(position, { codeCount, glyphs });
  }
  return transforms;
}

interface UnitOptions {
  /** Of the first character within the object. */
  position: number;
  transforms: ReadonlyMap<number, GlyphTransform>;
  font: PageFont;
}

function unitsOf(characters: readonly string[], { position, transforms, font }: UnitOptions): TextUnit[] {
  const units: TextUnit[] = [];
  for (let index = 0; index < characters.length; ) {
    const transform = transforms.get(position + index);
    if (transform) {
      units.push(...transformedUnits(characters.slice(index, index + transform.codeCount), transform, font));
      index += transform.codeCount;
    } else {
      units.push(unitOf(characters[index] ?? '', font));
      index++;
    }
  }
  return units;
}

function unitOf(character: string, font: PageFont): TextUnit {
  const isBlank = character.trim() === '';
  return { text: character, found: isBlank ? null : glyphOfCharacter(font, character.codePointAt(0) ?? 0) };
}

/** Glyph ids of the container's font; an id that it does not have falls back to the character. */
function transformedUnits(characters: readonly string[], { glyphs }: GlyphTransform, font: PageFont): TextUnit[] {
  const isOneToOne = glyphs.length === characters.length;
  return glyphs.map((id, index) => {
    const text = isOneToOne ? (characters[index] ?? '') : index === 0 ? characters.join('') : '';
    const glyph = font.embedded?.glyph(id);
    if (font.embedded && glyph) return { text, found: { face: font.embedded, glyph, isEmbedded: true } };
    return unitOf(text, font);
  });
}

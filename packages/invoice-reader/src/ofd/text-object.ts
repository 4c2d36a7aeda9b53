import { isWide, type Run } from '../layout/page-text.ts';
import { childrenOf, type XmlElement } from '../xml/parse-xml.ts';
import { numbers } from './ofd-document.ts';

// A delta list describes one line of text; this is far beyond any page.
const DELTAS_MAX = 20_000;

/** Expands the run-length form of DeltaX and DeltaY: "g 3 2.5 1" is 2.5 2.5 2.5 1. */
export function expandDeltas(text: string | undefined): number[] {
  const deltas: number[] = [];
  const parts = (text ?? '').trim().split(/\s+/);
  for (let index = 0; index < parts.length && deltas.length < DELTAS_MAX; index++) {
    if (parts[index] === 'g') {
      const count = Math.min(Number(parts[index + 1]) || 0, DELTAS_MAX - deltas.length);
      const delta = Number(parts[index + 2]);
      if (Number.isFinite(delta)) for (let i = 0; i < count; i++) deltas.push(delta);
      index += 2;
    } else {
      const delta = Number(parts[index]);
      if (parts[index] !== '' && Number.isFinite(delta)) deltas.push(delta);
    }
  }
  return deltas;
}

export type Matrix = readonly [number, number, number, number, number, number];

export function matrixOf(object: XmlElement): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(object.attributes.get('CTM'));
  return [a, b, c, d, e, f];
}

export interface PlacedCharacter {
  character: string;
  x: number;
  y: number;
}

/** Characters of a text object with their base points in the object's own space. */
export function placeCharacters(object: XmlElement): PlacedCharacter[] {
  const placed: PlacedCharacter[] = [];
  let x = 0;
  let y = 0;
  for (const code of childrenOf(object, 'TextCode')) {
    x = Number(code.attributes.get('X') ?? x) || 0;
    y = Number(code.attributes.get('Y') ?? y) || 0;
    const deltaX = expandDeltas(code.attributes.get('DeltaX'));
    const deltaY = expandDeltas(code.attributes.get('DeltaY'));
    const size = Number(object.attributes.get('Size')) || 3;
    const characters = [...textOfCode(code)];
    for (const [index, character] of characters.entries()) {
      placed.push({ character, x, y });
      // Without DeltaX the font's own advance counts; half or one em is near enough to find and draw text.
      x += deltaX[index] ?? (deltaX.length === 0 ? advance(character, size) : (deltaX.at(-1) ?? 0));
      y += deltaY[index] ?? 0;
    }
  }
  return placed;
}

/** Line breaks around the text come from the layout of the XML. */
export function textOfCode(code: XmlElement): string {
  return code.text.replace(/^[\r\n]\s*|[\r\n]\s*$/g, '');
}

export function advance(character: string, size: number): number {
  return isWide(character) ? size : size / 2;
}

export function textOfObject(object: XmlElement): string {
  return childrenOf(object, 'TextCode').map(textOfCode).join('');
}

/** Upright text of an object, one run per line (a new line begins where DeltaY moves down). */
export function runsOfObject(object: XmlElement): Run[] {
  const [left = 0, top = 0] = numbers(object.attributes.get('Boundary'));
  const [a, b, c, d, e, f] = matrixOf(object);
  if (a <= 0 || Math.abs(b) > 0.05 * Math.abs(a)) return [];
  const size = Number(object.attributes.get('Size')) || 3;
  const height = size * Math.abs(d);
  const lines: { text: string; left: number; right: number; baseline: number }[] = [];
  for (const { character, x, y } of placeCharacters(object)) {
    const pageX = left + a * x + c * y + e;
    const baseline = top + b * x + d * y + f;
    const right = pageX + a * advance(character, size);
    const line = lines.at(-1);
    if (line && Math.abs(line.baseline - baseline) < 0.3 * height) {
      line.text += character;
      line.right = Math.max(line.right, right);
    } else {
      lines.push({ text: character, left: pageX, right, baseline });
    }
  }
  return lines
    .filter((line) => line.text.trim() !== '')
    .map((line) => ({
      text: line.text,
      left: line.left,
      right: line.right,
      top: line.baseline - 0.85 * height,
      bottom: line.baseline + 0.15 * height,
    }));
}

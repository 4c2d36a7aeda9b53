import { type Glyph, svgPath } from '@countinghouse/typeface';
import { limits } from '../limits.ts';
import type { Picture } from '../ofd/render/pictures.ts';
import type { Clip, Colour, GradientPaint, TilePaint } from '../ofd/render/scene.ts';
import { ReadingRefusal } from '../refusal.ts';
import { matrixText, short } from './svg-text.ts';

/** What is defined once and used by id: glyphs, pictures, clips and paints. */
export class SvgDefinitions {
  readonly #parts: string[] = [];
  readonly #glyphs = new Map<Glyph, string>();
  readonly #pictures = new Map<Picture, string>();
  #ids = 0;
  #bytes = 0;

  /** Throws the named refusal when the picture grows beyond `svgBytesMax`: half a page would be a wrong page. */
  spend(text: string): string {
    this.#bytes += text.length;
    if (this.#bytes > limits.svgBytesMax) {
      throw new ReadingRefusal('archive_too_large', 'The drawing of a page is too large.');
    }
    return text;
  }

  text(): string {
    return this.#parts.length === 0 ? '' : `<defs>${this.#parts.join('')}</defs>`;
  }

  /** An outline in font units. */
  glyph(glyph: Glyph): string {
    const known = this.#glyphs.get(glyph);
    if (known !== undefined) return known;
    const id = `g${this.#glyphs.size + 1}`;
    this.#glyphs.set(glyph, id);
    this.#add(`<path id="${id}" d="${svgPath(glyph.outline, 0)}"/>`);
    return id;
  }

  /** A picture in the unit square. */
  picture(picture: Picture): string {
    const known = this.#pictures.get(picture);
    if (known !== undefined) return known;
    const id = `i${this.#pictures.size + 1}`;
    this.#pictures.set(picture, id);
    const data = `data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString('base64')}`;
    this.#add(`<image id="${id}" width="1" height="1" preserveAspectRatio="none" href="${data}"/>`);
    return id;
  }

  clip(clip: Clip): string {
    const areas = clip.map(({ steps, isEvenOdd, matrix }) => {
      const rule = isEvenOdd ? ' clip-rule="evenodd"' : '';
      return `<path transform="${matrixText(matrix)}" d="${svgPath(steps, 4)}"${rule}/>`;
    });
    return this.#define('clipPath', '', areas.join(''));
  }

  gradient(paint: GradientPaint): string {
    const { start, end } = paint;
    const common = `gradientUnits="userSpaceOnUse" spreadMethod="${paint.spread}" gradientTransform="${matrixText(paint.matrix)}"`;
    if (paint.kind === 'axial') {
      const ends = `x1="${short(start.x)}" y1="${short(start.y)}" x2="${short(end.x)}" y2="${short(end.y)}"`;
      return this.#define('linearGradient', `${ends} ${common}`, stopsText(paint));
    }
    // SVG counts from the smaller circle to the larger one.
    const isInward = start.radius > end.radius;
    const [inner, outer] = isInward ? [end, start] : [start, end];
    const ends = `cx="${short(outer.x)}" cy="${short(outer.y)}" r="${short(outer.radius)}" fx="${short(inner.x)}" fy="${short(inner.y)}" fr="${short(inner.radius)}"`;
    return this.#define('radialGradient', `${ends} ${common}`, stopsText(isInward ? reversed(paint) : paint));
  }

  tile({ width, height, stepX, stepY, matrix }: TilePaint, content: string): string {
    const size = `patternUnits="userSpaceOnUse" width="${short(stepX)}" height="${short(stepY)}"`;
    const cell =
      width > stepX || height > stepY
        ? `<svg width="${short(width)}" height="${short(height)}">${content}</svg>`
        : content;
    return this.#define('pattern', `${size} patternTransform="${matrixText(matrix)}"`, cell);
  }

  #define(element: string, attributes: string, content: string): string {
    const id = `d${++this.#ids}`;
    this.#add(`<${element} id="${id}"${attributes === '' ? '' : ` ${attributes}`}>${content}</${element}>`);
    return id;
  }

  #add(text: string): void {
    this.#parts.push(this.spend(text));
  }
}

function reversed(paint: GradientPaint): GradientPaint {
  const stops = paint.stops.map(({ at, colour }) => ({ at: 1 - at, colour })).toReversed();
  return { ...paint, stops, extendsStart: paint.extendsEnd, extendsEnd: paint.extendsStart };
}

/** SVG goes on with the first and last colour beyond the ends; where the page does not, these are made invisible. */
function stopsText({ stops, extendsStart, extendsEnd, spread }: GradientPaint): string {
  const [first] = stops;
  const last = stops.at(-1);
  const ends = spread === 'pad';
  const before = ends && !extendsStart && first ? [stopText(0, { ...first.colour, alpha: 0 })] : [];
  const after = ends && !extendsEnd && last ? [stopText(1, { ...last.colour, alpha: 0 })] : [];
  return [...before, ...stops.map(({ at, colour }) => stopText(at, colour)), ...after].join('');
}

function stopText(at: number, colour: Colour): string {
  const opacity = colour.alpha < 1 ? ` stop-opacity="${short(colour.alpha)}"` : '';
  return `<stop offset="${short(at)}" stop-color="${colourText(colour)}"${opacity}/>`;
}

export function colourText({ red, green, blue }: Colour): string {
  return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

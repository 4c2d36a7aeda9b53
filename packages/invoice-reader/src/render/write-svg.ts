import { svgPath } from '@countinghouse/typeface';
import type { PictureBook } from '../ofd/render/pictures.ts';
import type {
  GlyphsNode,
  GroupNode,
  ImageNode,
  Paint,
  PathNode,
  PlacedGlyph,
  Scene,
  SceneNode,
  Stroke,
  TextNode,
} from '../ofd/render/scene.ts';
import type { Matrix } from '../ofd/text-object.ts';
import { transformSteps } from './outlines.ts';
import { colourText, SvgDefinitions } from './svg-definitions.ts';
import { escapeXml, matrixText, short } from './svg-text.ts';

// Characters for the viewer's system stand in a space this much smaller than the page's: programs round small sizes.
const TEXT_UNIT = 100;

/**
 * A page as SVG on white paper. It holds no script, refers to nothing outside of itself and needs no fonts but for
 * characters that no face has. Throws a `ReadingRefusal` beyond `svgBytesMax`.
 */
export function writeSvg(scene: Scene, pictures: PictureBook): string {
  const writer = new SvgWriter(pictures);
  const body = writer.nodes(scene.nodes);
  const [width, height] = [short(scene.widthMm), short(scene.heightMm)];
  const paper = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">${writer.definitions.text()}${paper}${body}</svg>`;
}

class SvgWriter {
  readonly definitions = new SvgDefinitions();
  readonly #pictures: PictureBook;
  readonly #paints = new Map<Paint, string>();

  constructor(pictures: PictureBook) {
    this.#pictures = pictures;
  }

  nodes(nodes: readonly SceneNode[]): string {
    return nodes.map((node) => this.#node(node)).join('');
  }

  #node(node: SceneNode): string {
    switch (node.kind) {
      case 'group':
        return this.#group(node);
      case 'path':
        return this.#path(node);
      case 'glyphs':
        return this.#glyphs(node);
      case 'text':
        return this.#text(node);
      case 'image':
        return this.#image(node);
    }
  }

  #group({ matrix, clips, opacity, blend, children }: GroupNode): string {
    const transform = matrix.join(' ') === '1 0 0 1 0 0' ? '' : ` transform="${matrixText(matrix)}"`;
    const fade = opacity < 1 ? ` opacity="${short(opacity)}"` : '';
    const inside = this.nodes(children);
    if (inside === '') return '';
    const attributes = transform + fade;
    this.definitions.spend(attributes);
    const drawn = attributes === '' ? inside : `<g${attributes}>${inside}</g>`;
    const clipped = clips.reduceRight(
      (content, clip) => `<g clip-path="url(#${this.definitions.clip(clip)})">${content}</g>`,
      drawn,
    );
    // Outermost, for a clip begins a picture of its own that does not mix with what lies below.
    return blend ? `<g style="mix-blend-mode:${blend}">${clipped}</g>` : clipped;
  }

  #path({ steps, isEvenOdd, fill, stroke }: PathNode): string {
    const rule = isEvenOdd && fill ? ' fill-rule="evenodd"' : '';
    const paints = this.#fill(fill) + (stroke ? this.#stroke(stroke, 1) : '');
    return this.definitions.spend(`<path d="${svgPath(steps, 4)}"${rule}${paints}/>`);
  }

  #glyphs({ glyphs, fill, stroke }: GlyphsNode): string {
    const isPlain = [fill, stroke?.paint].every((paint) => !paint || paint.kind === 'solid');
    if (!isPlain) return this.#glyphPaths({ kind: 'glyphs', glyphs, fill, stroke });
    let text = '';
    for (const row of rowsOf(glyphs)) {
      const [a, b, c, d] = row.matrix;
      const scale = Math.sqrt(Math.abs(a * d - b * c));
      const look = this.#fill(fill) + (stroke ? this.#stroke(stroke, 1 / scale) : '');
      const uses = row.glyphs.map((placed) => this.#use(placed, row.matrix)).join('');
      text += this.definitions.spend(`<g transform="${matrixText(row.matrix)}"${look}>${uses}</g>`);
    }
    return text;
  }

  #use({ glyph, matrix }: PlacedGlyph, row: Matrix): string {
    if (glyph.outline.length === 0) return '';
    const [a, b, c, d] = row;
    const determinant = a * d - b * c;
    const [e, f] = [matrix[4], matrix[5]];
    const place = [(d * e - c * f) / determinant, (a * f - b * e) / determinant].map((value) => Math.round(value));
    const at = (name: string, value = 0) => (value === 0 ? '' : ` ${name}="${value}"`);
    return `<use href="#${this.definitions.glyph(glyph)}"${at('x', place[0])}${at('y', place[1])}/>`;
  }

  /** Gradients and patterns lie in the space of the text, which the outlines have to be brought into. */
  #glyphPaths({ glyphs, fill, stroke }: GlyphsNode): string {
    const steps = glyphs.flatMap(({ glyph, matrix }) => transformSteps(glyph.outline, matrix));
    return this.#path({ kind: 'path', steps, isEvenOdd: false, fill, stroke });
  }

  #text({ character, matrix, family, fill }: TextNode): string {
    const [a, b, c, d, e, f] = matrix;
    const scaled: Matrix = [a / TEXT_UNIT, b / TEXT_UNIT, c / TEXT_UNIT, d / TEXT_UNIT, e, f];
    const attributes = `transform="${matrixText(scaled)}" font-size="${TEXT_UNIT}" font-family="${family}"`;
    return this.definitions.spend(`<text ${attributes}${this.#fill(fill)}>${escapeXml(character)}</text>`);
  }

  #image({ picture: key }: ImageNode): string {
    const picture = this.#pictures.get(key);
    // What cannot be decoded keeps its place visible.
    if (!picture) {
      return '<rect width="1" height="1" fill="none" stroke="#999" stroke-width="0.02" stroke-dasharray="0.05"/>';
    }
    return this.definitions.spend(`<use href="#${this.definitions.picture(picture)}"/>`);
  }

  #fill(fill: Paint | null): string {
    if (!fill) return ' fill="none"';
    return ` fill="${this.#paint(fill)}"${opacityOf(fill, 'fill-opacity')}`;
  }

  #stroke(stroke: Stroke, scale: number): string {
    const parts = [
      ` stroke="${this.#paint(stroke.paint)}" stroke-width="${short(stroke.width * scale)}"`,
      opacityOf(stroke.paint, 'stroke-opacity'),
      stroke.cap === 'butt' ? '' : ` stroke-linecap="${stroke.cap}"`,
      stroke.join === 'miter'
        ? ` stroke-miterlimit="${short(stroke.miterLimit)}"`
        : ` stroke-linejoin="${stroke.join}"`,
      stroke.dashes.length === 0
        ? ''
        : ` stroke-dasharray="${stroke.dashes.map((dash) => short(dash * scale)).join(' ')}"`,
      stroke.dashOffset === 0 ? '' : ` stroke-dashoffset="${short(stroke.dashOffset * scale)}"`,
    ];
    return parts.join('');
  }

  #paint(paint: Paint): string {
    if (paint.kind === 'solid') return colourText(paint.colour);
    const known = this.#paints.get(paint);
    if (known !== undefined) return known;
    const id =
      paint.kind === 'tile' ? this.definitions.tile(paint, this.nodes(paint.nodes)) : this.definitions.gradient(paint);
    const reference = `url(#${id})`;
    this.#paints.set(paint, reference);
    return reference;
  }
}

function opacityOf(paint: Paint, name: string): string {
  return paint.kind === 'solid' && paint.colour.alpha < 1 ? ` ${name}="${short(paint.colour.alpha)}"` : '';
}

/** Glyphs that follow each other with the same size and direction; the row's matrix has no offset. */
function rowsOf(glyphs: readonly PlacedGlyph[]): { matrix: Matrix; glyphs: PlacedGlyph[] }[] {
  const rows: { matrix: Matrix; glyphs: PlacedGlyph[] }[] = [];
  for (const placed of glyphs) {
    const [a, b, c, d] = placed.matrix;
    if (a * d - b * c === 0) continue;
    const row = rows.at(-1);
    if (row && [a, b, c, d].every((value, index) => value === row.matrix[index])) row.glyphs.push(placed);
    else rows.push({ matrix: [a, b, c, d, 0, 0], glyphs: [placed] });
  }
  return rows;
}

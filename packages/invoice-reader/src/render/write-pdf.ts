import { PDFDocument, PDFName, type PDFPage, type PDFRef } from 'pdf-lib';
import { multiply } from '../ofd/render/matrix.ts';
import type { PictureBook } from '../ofd/render/pictures.ts';
import {
  averageColour,
  type Clip,
  type Colour,
  type GlyphsNode,
  type GroupNode,
  type ImageNode,
  type Paint,
  type PathNode,
  type Scene,
  type SceneNode,
  type Stroke,
  type TilePaint,
} from '../ofd/render/scene.ts';
import type { Matrix } from '../ofd/text-object.ts';
import { boxOf, transformSteps } from './outlines.ts';
import { type PdfFile, PdfResources, pdfNumbers } from './pdf-file.ts';
import { PdfFonts } from './pdf-fonts.ts';
import { pdfPath } from './pdf-path.ts';
import { PdfPictures } from './pdf-pictures.ts';
import { shadingOf } from './pdf-shading.ts';

const POINTS_PER_MM = 72 / 25.4;
// Patterns are drawn cell by cell; finer ones are shown as one colour.
const TILES_MAX = 2_000;

export interface ScenePage {
  scene: Scene;
  pictures: PictureBook;
}

/**
 * Pages as a PDF of exactly their size: text as outlines that can be searched and copied, paths as paths, pictures as
 * they are. Without date and producer, so that the same pages give the same bytes.
 */
export async function writePdf(pages: readonly ScenePage[]): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const file: PdfFile = { document, context: document.context };
  const shared = { file, fonts: new PdfFonts(file), images: new PdfPictures(file), states: new Map<string, PDFRef>() };
  for (const { scene, pictures } of pages) {
    const [width, height] = [scene.widthMm * POINTS_PER_MM, scene.heightMm * POINTS_PER_MM];
    const page = document.addPage([width, height]);
    const writer = new ContentWriter({ ...shared, pictures });
    const content = writer.content(scene.nodes);
    const start = `${pdfNumbers([POINTS_PER_MM, 0, 0, -POINTS_PER_MM, 0, height])} cm\n`;
    finishPage(page, { file, content: start + content, resources: writer.resources });
  }
  shared.fonts.finish();
  await shared.images.finish();
  return document.save({ useObjectStreams: true, addDefaultPage: false });
}

function finishPage(
  page: PDFPage,
  { file, content, resources }: { file: PdfFile; content: string; resources: PdfResources },
): void {
  page.node.set(PDFName.of('Contents'), file.context.register(file.context.flateStream(content)));
  page.node.set(PDFName.of('Resources'), resources.dictionary());
}

interface WriterParts {
  file: PdfFile;
  fonts: PdfFonts;
  images: PdfPictures;
  states: Map<string, PDFRef>;
  pictures: PictureBook;
}

/** Writes nodes as a content stream whose space is in millimetres, y down. */
class ContentWriter {
  readonly resources: PdfResources;
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.resources = new PdfResources(parts.file.context);
  }

  content(nodes: readonly SceneNode[], opacity = 1): string {
    return nodes.map((node) => this.#node(node, opacity)).join('');
  }

  #node(node: SceneNode, opacity: number): string {
    switch (node.kind) {
      case 'group':
        return this.#group(node, opacity);
      case 'path':
        return this.#path(node, opacity);
      case 'glyphs':
        return this.#glyphs(node, opacity);
      case 'image':
        return this.#image(node, opacity);
      case 'text':
        // No face has the character: an empty box tells that one is missing.
        return this.#path({ ...BOX, steps: transformSteps(BOX.steps, node.matrix) }, opacity);
    }
  }

  #group({ matrix, clips, opacity, blend, children }: GroupNode, outer: number): string {
    const inside = this.content(children, outer * opacity);
    if (inside === '') return '';
    const mode = blend ? this.#state({ blend }) : '';
    return `q\n${mode}${clips.map(clipText).join('')}${pdfNumbers(matrix)} cm\n${inside}Q\n`;
  }

  #path({ steps, isEvenOdd, fill, stroke }: Omit<PathNode, 'kind'>, opacity: number): string {
    const outline = pdfPath(steps);
    const rule = isEvenOdd ? '*' : '';
    let text = '';
    if (fill?.kind === 'solid') text += `q\n${this.#fillColour(fill.colour, opacity)}${outline}\nf${rule}\nQ\n`;
    else if (fill) text += `q\n${outline}\nW${rule} n\n${this.#special(fill, { steps, opacity })}Q\n`;
    if (stroke) text += `q\n${this.#strokeLook(stroke, opacity)}${outline}\nS\nQ\n`;
    return text;
  }

  /** A gradient or pattern over the current clip. */
  #special(paint: Exclude<Paint, { kind: 'solid' }>, area: { steps: PathNode['steps']; opacity: number }): string {
    if (paint.kind === 'tile') return this.#tiles(paint, area);
    const name = this.resources.name('Shading', shadingOf(this.#parts.file, paint));
    return `${this.#state({ alpha: area.opacity * averageColour(paint).alpha })}${pdfNumbers(paint.matrix)} cm\n/${name} sh\n`;
  }

  #tiles(paint: TilePaint, { steps, opacity }: { steps: PathNode['steps']; opacity: number }): string {
    const box = boxOf(transformSteps(steps, inverse(paint.matrix)));
    if (!box) return '';
    const [left, right] = [Math.floor((box.left - paint.width) / paint.stepX), Math.ceil(box.right / paint.stepX)];
    const [top, bottom] = [Math.floor((box.top - paint.height) / paint.stepY), Math.ceil(box.bottom / paint.stepY)];
    const isCoarse = (right - left) * (bottom - top) <= TILES_MAX;
    if (!isCoarse) return `${this.#fillColour(paint.average, opacity)}${pdfPath(steps)}\nf\n`;
    const name = this.resources.name('XObject', this.#form(paint, opacity));
    let text = '';
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const place = multiply(paint.matrix, [1, 0, 0, 1, column * paint.stepX, row * paint.stepY]);
        text += `q ${pdfNumbers(place)} cm /${name} Do Q\n`;
      }
    }
    return text;
  }

  #form({ nodes, width, height }: TilePaint, opacity: number): PDFRef {
    const writer = new ContentWriter(this.#parts);
    const content = writer.content(nodes, opacity);
    const { context } = this.#parts.file;
    const stream = context.flateStream(content, {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, width, height],
      Resources: writer.resources.dictionary(),
    });
    return context.register(stream);
  }

  #glyphs({ glyphs, fill, stroke }: GlyphsNode, opacity: number): string {
    // A line in the colour of the text is part of the glyphs: they are bold.
    const isBold = fill?.kind === 'solid' && stroke?.paint === fill;
    if (fill?.kind !== 'solid' || (stroke && !isBold)) {
      const steps = glyphs.flatMap(({ glyph, matrix }) => transformSteps(glyph.outline, matrix));
      return this.#path({ steps, isEvenOdd: false, fill, stroke }, opacity);
    }
    const lines = glyphs.map(({ face, glyph, matrix, text }) => {
      const [a, b, c, d] = matrix;
      const scale = Math.sqrt(Math.abs(a * d - b * c));
      const line = stroke && scale > 0 ? stroke.width / scale : 0;
      const { font, code } = this.#parts.fonts.codeOf({ face, glyph, text, line });
      const em = face.unitsPerEm;
      const place = pdfNumbers(multiply(matrix, [em, 0, 0, em, 0, 0]));
      return `/${this.resources.name('Font', font)} 1 Tf ${place} Tm <${code.toString(16).padStart(2, '0')}> Tj\n`;
    });
    const colour = this.#fillColour(fill.colour, opacity) + (isBold ? `${colourText(fill.colour)} RG\n` : '');
    return `q\n${colour}BT\n${lines.join('')}ET\nQ\n`;
  }

  #image({ picture: key }: ImageNode, opacity: number): string {
    const picture = this.#parts.pictures.get(key);
    // What cannot be decoded keeps its place visible.
    if (!picture) return this.#path(FRAME, opacity);
    const name = this.resources.name('XObject', this.#parts.images.refOf(picture));
    return `q\n${this.#state({ alpha: opacity })}1 0 0 -1 0 1 cm\n/${name} Do\nQ\n`;
  }

  #fillColour(colour: Colour, opacity: number): string {
    return `${this.#state({ alpha: colour.alpha * opacity })}${colourText(colour)} rg\n`;
  }

  /** Lines have no gradients here: their mean colour stands for these. */
  #strokeLook(stroke: Stroke, opacity: number): string {
    const colour = averageColour(stroke.paint);
    const cap = ['butt', 'round', 'square'].indexOf(stroke.cap);
    const join = ['miter', 'round', 'bevel'].indexOf(stroke.join);
    const dashes = `[${pdfNumbers(stroke.dashes)}] ${pdfNumbers([stroke.dashOffset])} d`;
    const line = `${pdfNumbers([stroke.width])} w ${cap} J ${join} j ${pdfNumbers([stroke.miterLimit])} M ${dashes}`;
    return `${this.#state({ alpha: colour.alpha * opacity })}${colourText(colour)} RG\n${line}\n`;
  }

  #state({ alpha, blend }: { alpha?: number; blend?: string }): string {
    if (!blend && (alpha ?? 1) >= 1) return '';
    const key = blend ?? pdfNumbers([alpha ?? 1]);
    const { context } = this.#parts.file;
    const mode = blend === 'darken' ? 'Darken' : 'Multiply';
    const state = blend ? { BM: mode } : { ca: Number(key), CA: Number(key) };
    const ref = this.#parts.states.get(key) ?? context.register(context.obj({ Type: 'ExtGState', ...state }));
    this.#parts.states.set(key, ref);
    return `/${this.resources.name('ExtGState', ref)} gs\n`;
  }
}

const BOX: Omit<PathNode, 'kind'> = {
  steps: [['M', 0.1, 0], ['L', 0.9, 0], ['L', 0.9, -0.8], ['L', 0.1, -0.8], ['Z']],
  isEvenOdd: false,
  fill: null,
  stroke: {
    paint: { kind: 'solid', colour: { red: 153, green: 153, blue: 153, alpha: 1 } },
    width: 0.1,
    cap: 'butt',
    join: 'miter',
    miterLimit: 4,
    dashes: [],
    dashOffset: 0,
  },
};

const FRAME: Omit<PathNode, 'kind'> = {
  ...BOX,
  steps: [['M', 0, 0], ['L', 1, 0], ['L', 1, 1], ['L', 0, 1], ['Z']],
  stroke: BOX.stroke && { ...BOX.stroke, width: 0.02, dashes: [0.05] },
};

function clipText(clip: Clip): string {
  const rule = clip.some((area) => area.isEvenOdd) ? '*' : '';
  return `${clip.map((area) => pdfPath(transformSteps(area.steps, area.matrix))).join('\n')}\nW${rule} n\n`;
}

function colourText({ red, green, blue }: Colour): string {
  return pdfNumbers([red / 255, green / 255, blue / 255]);
}

function inverse([a, b, c, d, e, f]: Matrix): Matrix {
  const determinant = a * d - b * c;
  return [
    d / determinant,
    -b / determinant,
    -c / determinant,
    a / determinant,
    (c * f - d * e) / determinant,
    (b * e - a * f) / determinant,
  ];
}

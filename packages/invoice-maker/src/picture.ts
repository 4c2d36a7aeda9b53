import sharp from 'sharp';
import type { InvoiceFacts } from './facts.ts';
import { drawInvoice } from './page/draw-invoice.ts';
import type { Colour, Mark } from './page/drawing.ts';
import { type Typeface, typeface } from './typeface.ts';

const rgb = ({ red, green, blue }: Colour): string => `rgb(${red},${green},${blue})`;
const short = (value: number): string => value.toFixed(3).replace(/\.?0+$/, '');

/** Outlines instead of SVG text, because a bare machine has no Chinese font. */
function svgOfMark(mark: Mark, face: Typeface): string {
  switch (mark.kind) {
    case 'text': {
      const scale = mark.size / face.unitsPerEm;
      let offset = 0;
      let glyphs = '';
      for (const character of mark.text) {
        const outline = face.outlineOf(character);
        if (outline.path !== '') glyphs += `<path transform="translate(${offset})" d="${outline.path}"/>`;
        offset += outline.advance;
      }
      const place = `translate(${short(mark.x)} ${short(mark.y)}) rotate(${short(mark.angleDegrees)})`;
      return `<g fill="${rgb(mark.colour)}" transform="${place} scale(${scale} ${-scale})">${glyphs}</g>`;
    }
    case 'line':
      return `<line x1="${short(mark.from.x)}" y1="${short(mark.from.y)}" x2="${short(mark.to.x)}" y2="${short(mark.to.y)}" stroke="${rgb(mark.colour)}" stroke-width="${mark.width}"/>`;
    case 'ellipse':
      return `<ellipse cx="${short(mark.centre.x)}" cy="${short(mark.centre.y)}" rx="${short(mark.radiusX)}" ry="${short(mark.radiusY)}" fill="none" stroke="${rgb(mark.colour)}" stroke-width="${mark.width}"/>`;
    case 'qr': {
      let path = '';
      for (let row = 0; row < mark.code.size; row++) {
        for (let column = 0; column < mark.code.size; column++) {
          if (mark.code.isDark(column, row)) path += `M${column} ${row}h1v1h-1Z`;
        }
      }
      const scale = mark.size / mark.code.size;
      return `<path transform="translate(${short(mark.x)} ${short(mark.y)}) scale(${scale})" d="${path}"/>`;
    }
  }
}

/** Marks as a picture with the given box of millimetres; without `background` it is transparent. */
export async function renderMarks(options: {
  marks: readonly Mark[];
  box: { x: number; y: number; width: number; height: number };
  widthPx: number;
  background?: string;
  face?: Typeface;
}): Promise<Buffer> {
  const { marks, box, widthPx, background, face = typeface() } = options;
  const heightPx = Math.round((widthPx * box.height) / box.width);
  const paper = background
    ? `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${background}"/>`
    : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="${box.x} ${box.y} ${box.width} ${box.height}">${paper}${marks.map((mark) => svgOfMark(mark, face)).join('')}</svg>`;
  return sharp(Buffer.from(svg), { unlimited: true }).png().toBuffer();
}

export interface PictureOptions {
  format: 'png' | 'jpeg';
  widthPx: number;
}

/** The page as a clean picture, as a screenshot or an export would be. */
export async function makeImage(facts: InvoiceFacts, { format, widthPx }: PictureOptions): Promise<Uint8Array> {
  const drawing = await drawInvoice(facts);
  const marks = [...drawing.template, ...drawing.content, ...(drawing.seal?.marks ?? [])];
  const box = { x: 0, y: 0, width: drawing.width, height: drawing.height };
  const background = facts.kind === 'rail_ticket' ? '#dceff5' : '#ffffff';
  const png = await renderMarks({ marks, box, widthPx, background });
  const opaque = sharp(png).flatten({ background });
  return format === 'png' ? opaque.png().toBuffer() : opaque.jpeg({ quality: 90 }).toBuffer();
}

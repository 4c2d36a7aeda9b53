import sharp, { type OverlayOptions } from 'sharp';
import { renderMarks } from '../picture.ts';
import { type Random, randomFrom } from '../random.ts';
import { dotGlyph } from './dot-matrix.ts';
import type { PrintedLine, Receipt } from './receipt.ts';

const short = (value: number): string => value.toFixed(2);

/** The receipt as a flat picture, before anybody folds or photographs it. */
export async function drawReceipt(
  receipt: Receipt,
  options: { pixelsPerMm: number; seed: string | number },
): Promise<{ data: Uint8Array; width: number; height: number }> {
  const random = randomFrom(`print/${options.seed}`);
  const box = { x: 0, y: 0, width: receipt.width, height: receipt.height };
  const widthPx = Math.round(receipt.width * options.pixelsPerMm);
  const ground = await renderMarks({ marks: receipt.preprint, box, widthPx, background: receipt.paper });
  const { width, height } = await sharp(ground).metadata();
  const layers: OverlayOptions[] = [
    { input: await printLayer(receipt, { width, height, random }), blend: 'multiply' },
    { input: await renderMarks({ marks: receipt.stamps, box, widthPx, background: '#ffffff' }), blend: 'multiply' },
  ];
  const { data, info } = await sharp(ground)
    .composite(layers)
    .flatten({ background: receipt.paper })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function printLayer(receipt: Receipt, page: { width: number; height: number; random: Random }): Promise<Buffer> {
  const scale = page.width / receipt.width;
  let dots = '';
  for (const line of receipt.print) dots += await dotsOf(line, receipt, page.random.fork(line.text));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}"><rect width="100%" height="100%" fill="#fff"/><g transform="scale(${scale})" fill="${receipt.ink}">${dots}</g></svg>`;
  return sharp(Buffer.from(svg), { unlimited: true }).removeAlpha().png().toBuffer();
}

async function dotsOf(line: PrintedLine, receipt: Receipt, random: Random): Promise<string> {
  const glyphs = await Promise.all([...line.text].map((character) => dotGlyph(character, receipt.printer)));
  const isThermal = receipt.printer.head === 'thermal';
  const cells = glyphs.map((glyph) => {
    const size =
      receipt.printer.head === 'needles' && glyph.rows === 7 ? line.size / 7 : (line.size * 1.15) / glyph.rows;
    return { glyph, size, advance: (glyph.columns + (glyph.rows === 7 ? 1.4 : 0)) * size };
  });
  const total = cells.reduce((sum, cell) => sum + cell.advance, 0);
  let x = (line.align === 'end' ? line.x - total : line.x) + receipt.offset.x;
  const fade = 1 - 0.35 * random.fraction();
  let svg = '';
  for (const { glyph, size, advance } of cells) {
    const top = line.y + receipt.offset.y - (glyph.rows * size) / 2;
    for (const [column, row] of glyph.dots) {
      if (!isThermal && random.fraction() > receipt.strength * fade + 0.38) continue;
      const opacity = isThermal ? receipt.strength : receipt.strength * (0.6 + 0.4 * random.fraction());
      const wobble = isThermal ? 0 : 0.12 * size;
      const cx = x + (column + 0.5) * size + (random.fraction() - 0.5) * wobble;
      const cy = top + (row + 0.5) * size + (random.fraction() - 0.5) * wobble;
      svg += isThermal
        ? `<rect x="${short(cx - size / 2)}" y="${short(cy - size / 2)}" width="${short(size * 1.05)}" height="${short(size * 1.05)}" opacity="${short(opacity)}"/>`
        : `<circle cx="${short(cx)}" cy="${short(cy)}" r="${short(size * (0.42 + 0.12 * random.fraction()))}" opacity="${short(opacity)}"/>`;
    }
    x += advance;
  }
  return svg;
}

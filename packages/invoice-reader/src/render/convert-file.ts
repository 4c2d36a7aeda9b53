import { detectFormat } from '../detect-format.ts';
import { openOfd } from '../ofd/ofd-document.ts';
import { drawPage } from '../ofd/render/draw-page.ts';
import { readPictures } from '../ofd/render/pictures.ts';
import { ReadingRefusal } from '../refusal.ts';
import type { ScenePage } from './write-pdf.ts';

export type DrawingFormat = 'png' | 'pdf' | 'svg';

export interface ConvertOptions {
  format: DrawingFormat;
  /** Counted from 0; all pages when null. */
  pageIndex: number | null;
  /** Of PNG. */
  dpi: number;
}

export interface Conversion {
  pageCount: number;
  /** One part for PDF, otherwise one for each page; empty when there is no such page. */
  parts: { pageIndex: number; bytes: Uint8Array }[];
}

/**
 * Draws what people see of a file: an OFD as PNG, PDF or SVG, a picture as upright PNG. Throws a `ReadingRefusal` for a
 * file that cannot be drawn, also for a PDF, which needs no drawing, and for XML, which has no pages.
 */
export async function convertFile(bytes: Uint8Array, options: ConvertOptions): Promise<Conversion> {
  const format = detectFormat(bytes);
  switch (format) {
    case 'ofd':
      return convertOfd(bytes, options);
    case 'image':
      return convertPicture(bytes, options);
    case 'pdf':
      throw new ReadingRefusal('format_unknown', 'This is a PDF already: open, print or copy it as it is.');
    case 'xml':
      throw new ReadingRefusal('format_unknown', 'An XML invoice has no pages to draw; --json prints what it says.');
  }
}

async function convertOfd(bytes: Uint8Array, { format, pageIndex, dpi }: ConvertOptions): Promise<Conversion> {
  const document = openOfd(bytes);
  const pageCount = document.pages.length;
  const indexes = pageIndex === null ? [...document.pages.keys()] : [pageIndex];
  const parts: Conversion['parts'] = [];
  const pages: ScenePage[] = [];
  for (const index of indexes) {
    const page = document.pages[index];
    if (!page) continue;
    const scene = drawPage(document, page, format === 'pdf' ? 'print' : 'screen');
    const pictures = await readPictures(scene.nodes);
    if (format === 'pdf') pages.push({ scene, pictures });
    else parts.push({ pageIndex: index, bytes: await drawingOf({ scene, pictures }, { format, dpi }) });
  }
  if (pages.length > 0) {
    const { writePdf } = await import('./write-pdf.ts');
    parts.push({ pageIndex: indexes[0] ?? 0, bytes: await writePdf(pages) });
  }
  return { pageCount, parts };
}

async function drawingOf(
  { scene, pictures }: ScenePage,
  { format, dpi }: { format: 'png' | 'svg'; dpi: number },
): Promise<Uint8Array> {
  const { writeSvg } = await import('./write-svg.ts');
  const svg = writeSvg(scene, pictures);
  if (format === 'svg') return Buffer.from(svg);
  const { writePng } = await import('./write-png.ts');
  return writePng({ svg, widthMm: scene.widthMm, heightMm: scene.heightMm }, dpi);
}

async function convertPicture(bytes: Uint8Array, { format, pageIndex }: ConvertOptions): Promise<Conversion> {
  if (format !== 'png')
    throw new ReadingRefusal('format_unknown', `A picture is turned into PNG, not into ${format.toUpperCase()}.`);
  const { uprightPng } = await import('./upright-picture.ts');
  const { pageCount, pages } = await uprightPng(bytes, pageIndex);
  return { pageCount, parts: pages.map((page) => ({ pageIndex: page.index, bytes: page.png })) };
}

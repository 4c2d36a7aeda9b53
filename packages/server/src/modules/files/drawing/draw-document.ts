import { pdfSettings } from '@countinghouse/invoice-reader/pdf-settings';
import { fontBytes } from '@countinghouse/typeface';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp, { type Sharp } from 'sharp';
import { Undrawable } from './draw-picture.ts';

/** Dots per inch at which an A4 page has 1,460 pixels, somewhat more than the large thumbnail. */
const ofdDpi = 125;
/** A page may be a ribbon or a plan; what has to be drawn is bounded by its longest side. */
const pageSidePx = 1440;

/** The first page of an OFD. */
export async function drawOfd(bytes: Uint8Array): Promise<Sharp> {
  const { convertFile, ReadingRefusal } = await import('@countinghouse/invoice-reader');
  try {
    const { parts } = await convertFile(bytes, { format: 'png', pageIndex: 0, dpi: ofdDpi });
    const [first] = parts;
    if (!first) throw new Undrawable('damaged');
    return sharp(first.bytes);
  } catch (error) {
    if (!(error instanceof ReadingRefusal)) throw error;
    throw new Undrawable(/too_large/.test(error.code) ? 'size' : 'damaged');
  }
}

/** The first page of a PDF on white. Scripts and forms in it are not run; fonts that it lacks are ours. */
export async function drawPdf(bytes: Uint8Array): Promise<Sharp> {
  registerFonts();
  const document = await openPdf(bytes);
  try {
    const page = await document.getPage(1);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: pageSidePx / Math.max(width, height, 1) });
    const canvas = createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
    // The library draws on any canvas with the interface of browsers, which this one has; its types know only theirs.
    const target = canvas as unknown as HTMLCanvasElement;
    await page.render({ canvas: target, viewport, background: '#ffffff' }).promise;
    const raw = { width: canvas.width, height: canvas.height, channels: 4 } as const;
    return sharp(canvas.data(), { raw }).flatten({ background: '#ffffff' });
  } catch (error) {
    if (error instanceof Undrawable) throw error;
    throw new Undrawable('damaged');
  } finally {
    await document.loadingTask.destroy();
  }
}

async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    // What is drawn for people takes the fonts that we registered; they count as the system's.
    return await getDocument({ ...pdfSettings(bytes), useSystemFonts: true }).promise;
  } catch {
    throw new Undrawable('damaged');
  }
}

/** Names by which documents from Chinese software ask for fonts that they do not bring. */
const aliases = {
  song: ['SimSun', 'NSimSun', 'STSong', 'Songti SC', '宋体', 'FangSong', '仿宋', 'serif'],
  kai: ['KaiTi', 'STKaiti', '楷体'],
  sans: ['SimHei', 'Microsoft YaHei', '黑体', '微软雅黑', 'sans-serif'],
} as const;

let isRegistered = false;

function registerFonts(): void {
  if (isRegistered) return;
  isRegistered = true;
  for (const face of ['song', 'kai', 'sans'] as const) {
    const bytes = Buffer.from(fontBytes(face));
    for (const alias of aliases[face]) GlobalFonts.register(bytes, alias);
  }
}

import { openOfd } from '../ofd/ofd-document.ts';
import { drawPage } from '../ofd/render/draw-page.ts';
import { readPictures } from '../ofd/render/pictures.ts';
import { renderOfdPage } from '../ofd/render-svg.ts';
import type { ScenePage } from './write-pdf.ts';

/** How many pages an OFD has. Throws a `ReadingRefusal` for a file that cannot be read. */
export function countOfdPages(bytes: Uint8Array): number {
  return openOfd(bytes).pages.length;
}

/** One page as PNG; null when there is no such page. */
export async function renderOfdPng(bytes: Uint8Array, pageIndex: number, dpi: number): Promise<Uint8Array | null> {
  const page = await renderOfdPage(bytes, pageIndex);
  if (!page) return null;
  const { writePng } = await import('./write-png.ts');
  return writePng(page, dpi);
}

/** The pages with these indexes, or all, as one PDF. Annotations that are not to be printed are left out. */
export async function renderOfdPdf(bytes: Uint8Array, pageIndexes?: readonly number[]): Promise<Uint8Array> {
  const document = openOfd(bytes);
  const wanted = pageIndexes ?? document.pages.keys();
  const pages: ScenePage[] = [];
  for (const index of wanted) {
    const page = document.pages[index];
    if (!page) continue;
    const scene = drawPage(document, page, 'print');
    pages.push({ scene, pictures: await readPictures(scene.nodes) });
  }
  const { writePdf } = await import('./write-pdf.ts');
  return writePdf(pages);
}

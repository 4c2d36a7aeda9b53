import { writeSvg } from '../render/write-svg.ts';
import { openOfd } from './ofd-document.ts';
import { drawPage } from './render/draw-page.ts';
import { readPictures } from './render/pictures.ts';

export interface RenderedPage {
  /** To be shown through an `img` element; it holds no script and refers to nothing outside of itself. */
  svg: string;
  widthMm: number;
  heightMm: number;
}

/** Draws one page of an OFD; null when it has no such page. Throws a `ReadingRefusal` for a file that cannot be read. */
export async function renderOfdPage(bytes: Uint8Array, pageIndex: number): Promise<RenderedPage | null> {
  const document = openOfd(bytes);
  const page = document.pages[pageIndex];
  if (!page) return null;
  const scene = drawPage(document, page, 'screen');
  const svg = writeSvg(scene, await readPictures(scene.nodes));
  return { svg, widthMm: scene.widthMm, heightMm: scene.heightMm };
}

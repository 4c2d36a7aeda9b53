import type { PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { pdfAssetsPath } from './pdf-assets.ts';

export interface OpenPdf {
  document: Promise<PDFDocumentProxy>;
  close(): void;
}

/** PDF.js is fetched when the first PDF is opened. Everything it needs comes from our own origin. */
export function openPdf(url: string): OpenPdf {
  let isClosed = false;
  let stop = () => {};
  const open = async () => {
    // Not `import(…).then(…)`: the bundler takes what is chained to an import for a part of it, and what fails there
    // for a part of the page that is missing.
    const pdfjs = await import('pdfjs-dist');
    pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
    const assets = `${import.meta.env.BASE_URL}${pdfAssetsPath(pdfjs.version)}`;
    const task = pdfjs.getDocument({
      url,
      cMapUrl: `${assets}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${assets}standard_fonts/`,
      wasmUrl: `${assets}wasm/`,
      iccUrl: `${assets}iccs/`,
      enableXfa: false,
    });
    stop = () => void task.destroy();
    if (isClosed) stop();
    return task.promise;
  };
  return {
    document: open(),
    close() {
      isClosed = true;
      stop();
    },
  };
}

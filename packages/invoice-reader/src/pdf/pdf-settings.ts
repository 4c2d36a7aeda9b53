import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const packageFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const folder = (name: string) => join(packageFolder, name, '/');

/** How we open every PDF: with local character maps, without which PDF.js silently loses Chinese text, and without forms. */
export const pdfSettings = (bytes: Uint8Array) =>
  ({
    // PDF.js takes the buffer over, so it gets its own copy.
    data: new Uint8Array(bytes),
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: pathToFileURL(folder('wasm')).href,
    verbosity: 0,
    useSystemFonts: false,
    enableXfa: false,
    stopAtErrors: false,
  }) satisfies Parameters<typeof getDocument>[0];

import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { pdfAssetFolders, pdfAssetsPath } from './pdf-assets.ts';

const packageFile = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
const packageFolder = dirname(packageFile);

/**
 * Puts PDF.js's character maps, standard fonts and decoders beside the bundle, and serves them while developing.
 * Without them Chinese text of many invoices is not drawn, and nothing may be fetched from another origin.
 */
export function pdfAssets(): Plugin {
  return {
    name: 'countinghouse-pdf-assets',
    async generateBundle() {
      const prefix = pdfAssetsPath(await installedVersion());
      for (const folder of pdfAssetFolders) {
        for (const name of await readdir(join(packageFolder, folder))) {
          const source = await readFile(join(packageFolder, folder, name));
          this.emitFile({ type: 'asset', fileName: `${prefix}${folder}/${name}`, source });
        }
      }
    },
    async configureServer(server) {
      const prefix = `/${pdfAssetsPath(await installedVersion())}`;
      server.middlewares.use(prefix, (request, response, next) => {
        const [, folder, name] = /^\/(\w+)\/([\w.-]+)$/.exec(request.url ?? '') ?? [];
        if (!folder || !name || !pdfAssetFolders.some((known) => known === folder)) return next();
        if (name.endsWith('.wasm')) response.setHeader('Content-Type', 'application/wasm');
        createReadStream(join(packageFolder, folder, name))
          .on('error', next)
          .pipe(response);
      });
    },
  };
}

async function installedVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string }; // Every package has one.
  return version;
}

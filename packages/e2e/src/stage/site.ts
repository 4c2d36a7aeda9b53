import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { DemoFirm } from './firm.ts';

export interface Site {
  /** Paths that were asked for, in their order. */
  asked: readonly string[];
  close(): Promise<void>;
}

/** The open web as the firm's server sees it: every host `*.example` answers with this page, and below `/picture` with this JPEG. */
export async function openSite(firm: DemoFirm, html: string, picture?: Uint8Array): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (picture && request.url?.startsWith('/picture')) response.setHeader('content-type', 'image/jpeg').end(picture);
    else response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the site has no port');
  await writeFile(firm.path('outside-port'), String(place.port));
  return {
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

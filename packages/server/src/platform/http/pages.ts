import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@countinghouse/protocol';
import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const immutableSeconds = 365 * 24 * 3600;

/** Serves the built web client; every address that is no file and no API gets the page, whose router knows it. */
export async function servePages(app: FastifyInstance, root: string): Promise<void> {
  const isBuilt = existsSync(join(root, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root,
      wildcard: true,
      cacheControl: false,
      // The build lays `.br` and `.gz` copies beside its files.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Files below assets/ carry their digest in the name.
        const isImmutable = path.startsWith(join(root, 'assets'));
        reply.header('cache-control', isImmutable ? `public, max-age=${immutableSeconds}, immutable` : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    // Pages have no ending; what has one is a file that is not there.
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !path.split('/').at(-1)?.includes('.');
    if (!isPage || !isBuilt) throw new Refusal('object_missing', `${request.method} ${path} is not there`);
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

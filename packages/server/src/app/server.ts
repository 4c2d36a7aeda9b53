import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createAudit } from '../modules/audit/index.ts';
import { createFiles, type Files } from '../modules/files/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { codeOf } from '../platform/database/database.ts';
import { createHttp } from '../platform/http/create-http.ts';
import { servePages } from '../platform/http/pages.ts';
import type { Platform } from '../platform/platform.ts';
import type { KeyProvider } from '../platform/secrets/key-provider.ts';
import { registerHealth } from './health.ts';

const webRoot = join(import.meta.dirname, '../../../web/dist');

export interface Server {
  platform: Platform;
  http: FastifyInstance;
  identity: Identity;
  files: Files;
  /** Takes traffic once this resolves; rejects with EADDRINUSE and the like. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Plugs the modules together. */
export async function createServer(platform: Platform, keys: KeyProvider): Promise<Server> {
  const http = createHttp(platform);
  const audit = createAudit(platform, keys);
  const identity = createIdentity(platform);
  const files = createFiles(platform, keys);

  registerHealth(http, platform);
  identity.registerRoutes(http, { listEngagementsFor: async () => [], listSharedPeople: async () => [] });
  audit.registerRoutes(http);
  files.registerRoutes(http, async () => undefined);
  await servePages(http, webRoot);

  return {
    platform,
    http,
    identity,
    files,
    start: async () => {
      await platform.jobs.start();
      audit.start();
      files.start();
      await listen(http, platform.config.port);
    },
    stop: async () => {
      await http.close();
      files.stop();
      audit.stop();
      await platform.jobs.stop();
    },
  };
}

/** On every address, IPv6 and IPv4; on IPv4 alone where the machine has no IPv6. */
async function listen(http: FastifyInstance, port: number): Promise<void> {
  try {
    await http.listen({ port, host: '::' });
  } catch (error) {
    if (codeOf(error) !== 'EAFNOSUPPORT' && codeOf(error) !== 'EADDRNOTAVAIL') throw error;
    await http.listen({ port, host: '0.0.0.0' });
  }
}

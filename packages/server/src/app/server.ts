import { join } from 'node:path';
import { checkDocument, detectFormat, ReaderPool, ReadingRefusal } from '@countinghouse/invoice-reader';
import type { FastifyInstance } from 'fastify';
import { type Approvals, createApprovals } from '../modules/approvals/index.ts';
import { createArchive } from '../modules/archive/index.ts';
import { createAudit } from '../modules/audit/index.ts';
import { createClaims } from '../modules/claims/index.ts';
import { createEngagements, type Engagements, listEngagementsFor } from '../modules/engagements/index.ts';
import { createFiles, type Files, type RenderPage } from '../modules/files/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { createInvoices, type Invoices } from '../modules/invoices/index.ts';
import { createLedger } from '../modules/ledger/index.ts';
import { createMessaging, type Messaging } from '../modules/messaging/index.ts';
import { createTotals } from '../modules/totals/index.ts';
import { codeOf } from '../platform/database/database.ts';
import { createHttp } from '../platform/http/create-http.ts';
import { servePages } from '../platform/http/pages.ts';
import type { Platform } from '../platform/platform.ts';
import type { KeyProvider } from '../platform/secrets/key-provider.ts';
import { registerHealth } from './health.ts';
import { registerOpenApi } from './openapi.ts';

const webRoot = join(import.meta.dirname, '../../../web/dist');
const readerWorkers = 2;

export interface Server {
  platform: Platform;
  http: FastifyInstance;
  identity: Identity;
  files: Files;
  messaging: Messaging;
  invoices: Invoices;
  engagements: Engagements;
  approvals: Approvals;
  /** Takes traffic once this resolves; rejects with EADDRINUSE and the like. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Certificates that seals must lead to, beside the reader's own; the demonstration trusts its test CA. */
  trustedRoots?: readonly Uint8Array[];
}

/** Plugs the modules together. */
export async function createServer(
  platform: Platform,
  keys: KeyProvider,
  options: ServerOptions = {},
): Promise<Server> {
  const http = createHttp(platform);
  const pool = new ReaderPool({ workers: readerWorkers, trustedRoots: options.trustedRoots ?? [] });
  const audit = createAudit(platform, keys);
  const identity = createIdentity(platform);
  const files = createFiles(platform, keys);
  const messaging = createMessaging(platform, identity);
  const engagements = createEngagements(platform);
  const approvals = createApprovals(platform);
  const reader = { read: (bytes: Uint8Array, fileName: string) => pool.read(bytes, fileName), checkDocument };
  const invoices = createInvoices(platform, { identity, files, messaging, reader });

  const ledger = createLedger(platform);
  const claims = createClaims(platform, { identity, messaging, approvals, ledger, invoices });
  const archive = createArchive(platform, { files, invoices, ledger, claims });
  const totals = createTotals(platform);

  registerHealth(http, platform);
  registerOpenApi(http);
  identity.registerRoutes(http, { listEngagementsFor, listSharedPeople: messaging.listSharedPeople });
  audit.registerRoutes(http);
  files.registerRoutes(http, renderWith(pool));
  messaging.registerRoutes(http);
  invoices.registerRoutes(http);
  engagements.registerRoutes(http, messaging);
  approvals.registerRoutes(http);
  claims.registerRoutes(http);
  ledger.registerRoutes(http);
  archive.registerRoutes(http);
  totals.registerRoutes(http);
  await servePages(http, webRoot);

  return {
    platform,
    http,
    identity,
    files,
    messaging,
    invoices,
    engagements,
    approvals,
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
      pool.close();
      await invoices.idle();
    },
  };
}

const renderWith =
  (pool: ReaderPool): RenderPage =>
  async (bytes, page) => {
    try {
      const format = detectFormat(bytes);
      if (format === 'ofd') {
        const drawn = await pool.renderPage(bytes, page);
        return drawn ? { mediaType: 'image/svg+xml; charset=utf-8', content: drawn.svg } : undefined;
      }
      if (format !== 'image') return undefined;
      const jpeg = await pool.renderPicture(bytes, page);
      return jpeg ? { mediaType: 'image/jpeg', content: jpeg } : undefined;
    } catch (error) {
      if (error instanceof ReadingRefusal) return undefined;
      throw error;
    }
  };

/** On every address, IPv6 and IPv4; on IPv4 alone where the machine has no IPv6. */
async function listen(http: FastifyInstance, port: number): Promise<void> {
  try {
    await http.listen({ port, host: '::' });
  } catch (error) {
    if (codeOf(error) !== 'EAFNOSUPPORT' && codeOf(error) !== 'EADDRNOTAVAIL') throw error;
    await http.listen({ port, host: '0.0.0.0' });
  }
}

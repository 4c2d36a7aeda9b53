import { join } from 'node:path';
import {
  checkDocument,
  detectFormat,
  ReaderPool,
  type ReaderPoolOptions,
  ReadingRefusal,
} from '@countinghouse/invoice-reader';
import type { FastifyInstance } from 'fastify';
import { type Approvals, createApprovals } from '../modules/approvals/index.ts';
import { createArchive } from '../modules/archive/index.ts';
import { createAudit } from '../modules/audit/index.ts';
import { createClaims } from '../modules/claims/index.ts';
import {
  createEngagements,
  type Engagements,
  listEngagementMembers,
  listEngagementsFor,
} from '../modules/engagements/index.ts';
import { createFiles, type Files, type RenderPage, type UploadOptions } from '../modules/files/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { createInvoices, type Invoices } from '../modules/invoices/index.ts';
import { createLedger } from '../modules/ledger/index.ts';
import { createLinkPreviews, type LinkPreviewOptions } from '../modules/link-previews/index.ts';
import { createMessaging, type Messaging } from '../modules/messaging/index.ts';
import { createNotifications, type Notifications, type NotificationsOptions } from '../modules/notifications/index.ts';
import { createPersonal, type Personal } from '../modules/personal/index.ts';
import { createSearch, type Search, type SearchOptions } from '../modules/search/index.ts';
import { createTotals } from '../modules/totals/index.ts';
import { codeOf } from '../platform/database/database.ts';
import { createHttp } from '../platform/http/create-http.ts';
import { servePages } from '../platform/http/pages.ts';
import type { Platform } from '../platform/platform.ts';
import type { KeyProvider } from '../platform/secrets/key-provider.ts';
import { registerAsyncApi } from './asyncapi.ts';
import { registerDrain } from './drain.ts';
import { createFileTexts } from './file-texts.ts';
import { registerHealth } from './health.ts';
import { registerOpenApi } from './openapi.ts';

const webRoot = join(import.meta.dirname, '../../../web/dist');
const readerWorkers = 2;
/** Longer requests are uploads, which go on where they stopped. */
const drainWithinMs = 5_000;

export interface Server {
  platform: Platform;
  http: FastifyInstance;
  identity: Identity;
  files: Files;
  messaging: Messaging;
  invoices: Invoices;
  engagements: Engagements;
  approvals: Approvals;
  notifications: Notifications;
  search: Search;
  personal: Personal;
  /** Takes traffic once this resolves; rejects with EADDRINUSE and the like. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Certificates that seals must lead to, beside the reader's own; the demonstration trusts its test CA. */
  trustedRoots?: readonly Uint8Array[];
  /** What `/metrics` answers, where several processes share the port. */
  collectMetrics?: () => Promise<string>;
  /** For tests: other delays, and what stands in for push services. */
  notifications?: NotificationsOptions;
  /** For tests: what stands in for the open web, and how patient uploads are. */
  linkPreviews?: LinkPreviewOptions;
  uploads?: UploadOptions;
  search?: SearchOptions;
  /** For tests: whether a reading process waits for the first file, or starts with it. */
  reader?: Pick<ReaderPoolOptions, 'isKeptWarm'>;
}

/** Plugs the modules together. */
export async function createServer(
  platform: Platform,
  keys: KeyProvider,
  options: ServerOptions = {},
): Promise<Server> {
  const http = await createHttp(platform);
  const drain = registerDrain(http);
  const pool = new ReaderPool({ workers: readerWorkers, trustedRoots: options.trustedRoots ?? [], ...options.reader });
  const audit = createAudit(platform, keys);
  const identity = createIdentity(platform);
  const files = createFiles(platform, keys, options.uploads);
  const messaging = createMessaging(platform, identity, { listEngagementMembers });
  const engagements = createEngagements(platform);
  const approvals = createApprovals(platform);
  const reader = { read: (bytes: Uint8Array, fileName: string) => pool.read(bytes, fileName), checkDocument };
  const invoices = createInvoices(platform, { identity, files, messaging, reader });
  const ledger = createLedger(platform);
  const claims = createClaims(platform, { identity, messaging, approvals, ledger, invoices });
  const archive = createArchive(platform, { files, invoices, ledger, claims });
  const totals = createTotals(platform);
  const notifications = createNotifications(platform, { messaging, identity }, options.notifications);
  const search = createSearch(platform, createFileTexts(files), options.search);
  const personal = createPersonal(platform, { messaging });
  const linkPreviews = createLinkPreviews(platform, { files }, options.linkPreviews);

  registerHealth(http, platform, options.collectMetrics);
  registerOpenApi(http);
  registerAsyncApi(http, platform.config.publicUrl);
  identity.registerRoutes(http, {
    listEngagementsFor,
    listSharedPeople: messaging.listSharedPeople,
    listStatuses: personal.listStatuses,
  });
  files.registerRoutes(http, renderWith(pool));
  engagements.registerRoutes(http, messaging);
  for (const part of [audit, messaging, invoices, approvals, claims, ledger, archive, totals])
    part.registerRoutes(http);
  for (const part of [notifications, personal, linkPreviews, search]) part.registerRoutes(http);
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
    notifications,
    search,
    personal,
    start: async () => {
      await platform.jobs.start();
      identity.start();
      audit.start();
      files.start();
      notifications.start();
      personal.start();
      search.start();
      await listen(http, platform.config.port);
    },
    stop: async () => {
      await drain(drainWithinMs);
      await http.close();
      await notifications.stop();
      await personal.stop();
      await search.stop();
      identity.stop();
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

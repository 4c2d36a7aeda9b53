import { Readable } from 'node:stream';
import { auditExportPath, audit as endpoints, Refusal } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { demand } from '../../platform/rights/index.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import { createAuditSigner, makeCheckpoint } from './checkpoints.ts';
import { exportAudit } from './export-audit.ts';
import { recordAudit } from './record-audit.ts';
import { findNewestCheckpoint, listEntries } from './store/audit-store.ts';

export { type AuditRecord, recordAudit } from './record-audit.ts';

const checkpointEveryMs = 60_000;
const pageSize = 100;

export interface Audit {
  registerRoutes(app: FastifyInstance): void;
  /** Signs a checkpoint every minute while the log grows. */
  start(): void;
  stop(): void;
}

export function createAudit(
  { database, clock, log }: Pick<Platform, 'database' | 'clock' | 'log'>,
  keys: KeyProvider,
): Audit {
  const signer = createAuditSigner(keys);
  let timer: NodeJS.Timeout | undefined;

  const registerRoutes = (app: FastifyInstance) => {
    serve(app, endpoints.list, async ({ subject, query }) => {
      demand(subject, 'read', 'audit');
      const entries = await listEntries(database, {
        beforeIndex: query.beforeIndex ?? Number.MAX_SAFE_INTEGER,
        limit: query.limit ?? pageSize,
        objectId: query.objectId,
      });
      return {
        entries,
        checkpoint: (await findNewestCheckpoint(database)) ?? null,
        keyFingerprint: signer.fingerprint,
      };
    });

    app.get(auditExportPath, async (request, reply) => {
      const { subject } = request;
      if (!subject) throw new Refusal('session_missing');
      demand(subject, 'read', 'audit');
      const at = clock.now();
      await database.transaction(async (tx) => {
        recordAudit(tx, {
          at,
          actorId: subject.userId,
          action: 'audit.exported',
          objectType: 'audit',
          objectId: 'log',
          detail: {},
        });
      });
      const name = `audit-${at.toISOString().slice(0, 10)}.jsonl`;
      return reply
        .header('content-type', 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(exportAudit(database, { signer, clock })));
    });
  };

  return {
    registerRoutes,
    start: () => {
      timer = setInterval(() => {
        makeCheckpoint(database, { signer, clock }).catch((error: unknown) =>
          log.error({ err: error }, 'audit checkpoint failed'),
        );
      }, checkpointEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}

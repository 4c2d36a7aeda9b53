import { Readable } from 'node:stream';
import { type ArchiveId, archivePackagePath, ledger as endpoints, Refusal } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { demand } from '../../platform/rights/index.ts';
import { recordAudit } from '../audit/index.ts';
import { archiveClaim } from './actions/archive-claim.ts';
import { buildPackage } from './actions/build-package.ts';
import type { ArchiveContext } from './deps.ts';
import { findArchive, findPackageEntries, listArchives } from './queries/find-package.ts';

const archiveIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerArchiveRoutes(app: FastifyInstance, context: ArchiveContext): void {
  serve(app, endpoints.archive, ({ subject, params }) => archiveClaim(context, { subject, ...params }));
  serve(app, endpoints.listArchive, async ({ subject }) => {
    demand(subject, 'read', 'ledger');
    return { entries: await listArchives(context) };
  });
  // The pattern of the path that `archivePackagePath` makes.
  app.get<{ Params: { archiveId: string } }>(
    archivePackagePath(':archiveId' as ArchiveId), // stands for any id in the pattern
    async (request, reply) => {
      const { subject } = request;
      if (!subject) throw new Refusal('session_missing');
      demand(subject, 'read', 'ledger');
      const { archiveId } = request.params;
      const entry = archiveIdForm.test(archiveId)
        ? await findArchive(context, archiveId as ArchiveId) // The form was just checked.
        : undefined;
      if (!entry) throw new Refusal('object_missing', 'there is no such package');
      await context.database.transaction(async (tx) => {
        recordAudit(tx, {
          at: context.clock.now(),
          actorId: subject.userId,
          action: 'archive.downloaded',
          objectType: 'archive',
          objectId: entry.id,
          detail: { digest: entry.digest },
        });
      });
      const name = `${entry.claimNumber}.zip`;
      return reply
        .header('content-type', 'application/zip')
        .header('content-length', entry.sizeBytes)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('digest', `sha-256=${Buffer.from(entry.digest, 'hex').toString('base64')}`)
        .send(Readable.from(buildPackage(await findPackageEntries(context, entry))));
    },
  );
}

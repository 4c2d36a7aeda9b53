import { approvals as endpoints } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { setPartners } from './actions/set-partners.ts';
import { listPartnersFor } from './queries/list-partners.ts';

export function registerRoutes(app: FastifyInstance, platform: Pick<Platform, 'database' | 'clock'>): void {
  serve(app, endpoints.partners, async ({ subject }) => ({
    userIds: await listPartnersFor(platform.database, subject),
  }));
  serve(app, endpoints.setPartners, async ({ subject, body }) => {
    await setPartners(platform, subject, body.userIds);
    return {};
  });
}

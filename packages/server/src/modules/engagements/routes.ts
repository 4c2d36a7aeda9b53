import { engagements as endpoints } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { removeMember, setMember } from './actions/govern-members.ts';
import { changeEngagement, createEngagementFor } from './actions/write-engagement.ts';
import type { EngagementsContext, EngagementsDeps } from './deps.ts';
import { listGoverned, listMembers } from './queries/list-engagements.ts';

export function registerRoutes(app: FastifyInstance, platform: EngagementsContext, deps: EngagementsDeps): void {
  const { database, clock, newId } = platform;
  const context = { database, clock, newId, announceMeChanged: deps.announceMeChanged };
  serve(app, endpoints.list, ({ subject }) => listGoverned(database, subject));
  serve(app, endpoints.create, ({ subject, body }) => createEngagementFor(context, subject, body));
  serve(app, endpoints.change, ({ subject, params, body }) => changeEngagement(context, subject, { ...params, body }));
  serve(app, endpoints.members, async ({ subject, params }) => ({
    members: await listMembers(database, subject, params.engagementId),
  }));
  serve(app, endpoints.setMember, async ({ subject, params, body }) => {
    await setMember(context, subject, { ...params, role: body.role });
    return {};
  });
  serve(app, endpoints.removeMember, async ({ subject, params }) => {
    await removeMember(context, subject, params);
    return {};
  });
}

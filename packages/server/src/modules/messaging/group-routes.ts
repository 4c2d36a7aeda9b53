import { conversations, groups, ReadersFileQuery, Refusal, readersFilePath } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { serve } from '../../platform/http/serve.ts';
import { appointOwner } from './actions/appoint-owner.ts';
import { askToJoin, decideJoinRequest, joinGroup, withdrawJoinRequest } from './actions/group-join.ts';
import { exportReaders } from './actions/group-readers-file.ts';
import { setArchived, setGroupSettings, setMemberRole } from './actions/group-settings.ts';
import { setMine } from './actions/member-settings.ts';
import type { MessagingContext } from './context.ts';
import { getJoinRequests, getOpenGroups, getOwnerlessGroups, getSharedGroups } from './queries/group-directory.ts';

const readersFile = {
  params: Compile(conversations.readers.params),
  query: Compile(ReadersFileQuery),
};

/** No JSON, so that it stands outside the table of endpoints. */
function registerReadersFile(app: FastifyInstance, context: MessagingContext): void {
  app.get(readersFilePath, async ({ subject, params: given, query }, reply) => {
    if (!subject) throw new Refusal('session_missing');
    const params = Value.Convert(conversations.readers.params, given);
    if (!readersFile.params.Check(params) || !readersFile.query.Check(query)) throw new Refusal('request_malformed');
    const csv = await exportReaders(context, subject, { ...params, locale: query.locale ?? 'zh-CN' });
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="readers-${params.seq}.csv"`)
      .header('cache-control', 'no-store')
      .send(csv);
  });
}

export function registerGroupRoutes(app: FastifyInstance, context: MessagingContext): void {
  registerReadersFile(app, context);
  serve(app, groups.setSettings, ({ subject, params, body }) =>
    setGroupSettings(context, subject, { ...params, changes: body }),
  );
  serve(app, groups.setMemberRole, async ({ subject, params, body }) => {
    await setMemberRole(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, groups.setArchived, async ({ subject, params, body }) => {
    await setArchived(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, groups.setMine, ({ subject, params, body }) => setMine(context, subject, { ...params, changes: body }));
  serve(app, groups.listOpen, ({ subject, query }) => getOpenGroups(context, subject, query));
  serve(app, groups.listShared, ({ subject, query }) => getSharedGroups(context, subject, query));
  serve(app, groups.listOwnerless, ({ subject, query }) => getOwnerlessGroups(context, subject, query));
  serve(app, groups.appointOwner, async ({ subject, params, body }) => {
    await appointOwner(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, groups.join, async ({ subject, params }) => {
    await joinGroup(context, subject, params.conversationId);
    return {};
  });
  serve(app, groups.askToJoin, async ({ subject, params, body }) => {
    await askToJoin(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, groups.withdrawJoinRequest, async ({ subject, params }) => {
    await withdrawJoinRequest(context, subject, params.conversationId);
    return {};
  });
  serve(app, groups.listJoinRequests, ({ subject }) => getJoinRequests(context, subject));
  serve(app, groups.decideJoinRequest, async ({ subject, params, body }) => {
    await decideJoinRequest(context, subject, { ...params, ...body });
    return {};
  });
}

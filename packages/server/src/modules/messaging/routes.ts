import { conversations, sync } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { createConversation } from './actions/create-conversation.ts';
import { addMembers, removeMember, renameConversation } from './actions/govern-members.ts';
import { moveCursor } from './actions/move-cursor.ts';
import { openRequestedDirect } from './actions/open-direct.ts';
import { postRequestedMessage, postRequestedMessages } from './actions/post-message.ts';
import type { PostQueue } from './actions/post-queue.ts';
import { setDraft } from './actions/set-draft.ts';
import { setMark } from './actions/set-mark.ts';
import type { MessagingContext } from './context.ts';
import { getConversation, getSummary } from './queries/get-conversation.ts';
import { getHistory } from './queries/history.ts';
import { getMemberPage } from './queries/members.ts';
import { getReaderCounts, getReaders } from './queries/readers.ts';
import { getSyncDigest, getSyncSnapshot, resumeSync } from './queries/sync-state.ts';
import { getUserEvents } from './queries/user-events.ts';

export interface RouteParts {
  context: MessagingContext;
  queue: PostQueue;
}

export function registerConversationRoutes(app: FastifyInstance, { context, queue }: RouteParts): void {
  serve(app, conversations.create, async ({ subject, body }) =>
    getSummary(context, subject, await createConversation(context, subject, body)),
  );
  serve(app, conversations.openDirect, async ({ subject, body }) =>
    getSummary(context, subject, await openRequestedDirect(context, subject, body.userId)),
  );
  serve(app, conversations.get, ({ subject, params }) => getConversation(context, subject, params.conversationId));
  serve(app, conversations.listMembers, ({ subject, params, query }) =>
    getMemberPage(context, subject, { ...params, ...query }),
  );
  serve(app, conversations.readers, ({ subject, params, query }) =>
    getReaders(context, subject, { ...params, ...query }),
  );
  serve(app, conversations.readerCounts, ({ subject, params, query }) =>
    getReaderCounts(context, subject, { ...params, seqs: query.seqs.split(',').map(Number) }),
  );
  serve(app, conversations.history, ({ subject, params, query }) =>
    getHistory(context, subject, { ...params, ...query }),
  );
  serve(app, conversations.postMessage, ({ subject, params, body }) =>
    postRequestedMessage({ context, queue }, subject, { ...body, conversationId: params.conversationId }),
  );
  serve(app, conversations.postMessages, async ({ subject, body }) => ({
    answers: await postRequestedMessages({ context, queue }, subject, body),
  }));
  serve(app, conversations.setDraft, ({ subject, params, body }) =>
    setDraft(context, subject, {
      ...params,
      text: body.text,
      mentions: body.mentions ?? [],
      threadSeq: body.threadSeq ?? null,
    }),
  );
  serve(app, conversations.moveCursor, ({ subject, params, body }) =>
    moveCursor(context, subject, { conversationId: params.conversationId, seq: body.seq }),
  );
  serve(app, conversations.setMark, ({ subject, params, body }) =>
    setMark(context, subject, { ...params, fromSeq: body.fromSeq }),
  );
  serve(app, conversations.addMembers, async ({ subject, params, body }) => {
    await addMembers(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, conversations.removeMember, async ({ subject, params }) => {
    await removeMember(context, subject, params);
    return {};
  });
  serve(app, conversations.rename, async ({ subject, params, body }) => {
    await renameConversation(context, subject, { ...params, ...body });
    return {};
  });
}

export function registerSyncRoutes(app: FastifyInstance, context: MessagingContext): void {
  serve(app, sync.snapshot, ({ subject }) => getSyncSnapshot(context, subject), { isList: true });
  serve(app, sync.resume, ({ subject, body }) => resumeSync(context, subject, body));
  serve(app, sync.events, ({ subject, query }) => getUserEvents(context, subject, query.afterSeq));
  serve(app, sync.digest, ({ subject }) => getSyncDigest(context, subject));
}

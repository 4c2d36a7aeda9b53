import { messages, policies } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { editMessage } from './actions/edit-message.ts';
import { pinMessage } from './actions/pin-message.ts';
import { closePoll, vote } from './actions/poll-votes.ts';
import { react } from './actions/react.ts';
import { recallMessage } from './actions/recall-message.ts';
import { setPolicy } from './actions/set-policy.ts';
import type { AmendmentTurns } from './amendment-rates.ts';
import type { MessagingContext } from './context.ts';
import { getPolicy } from './queries/policy.ts';
import { getPoll } from './queries/poll.ts';
import { getSeqAt } from './queries/seq-at.ts';
import { getMessagesBySeq, getPins } from './queries/shown-messages.ts';
import { getThread } from './queries/thread.ts';
import { getVersions } from './queries/versions.ts';

/** What becomes of messages after they were posted, and how the firm wants it. */
export function registerMessageRoutes(app: FastifyInstance, context: MessagingContext, turns: AmendmentTurns): void {
  serve(app, messages.bySeq, ({ subject, params, query }) =>
    getMessagesBySeq(context, subject, { ...params, seqs: query.seqs.split(',').map(Number) }),
  );
  serve(app, messages.thread, ({ subject, params, query }) => getThread(context, subject, { ...params, ...query }));
  serve(app, messages.versions, ({ subject, params }) => getVersions(context, subject, params));
  serve(app, messages.pins, ({ subject, params }) => getPins(context, subject, params));
  serve(app, messages.edit, async ({ subject, params, body }) => {
    turns.edit(subject.userId);
    return editMessage(context, subject, {
      ...params,
      clientId: body.clientId,
      text: body.text,
      mentions: body.mentions ?? [],
      mentionGroups: body.mentionGroups ?? [],
    });
  });
  serve(app, messages.recall, async ({ subject, params }) => {
    turns.recall(subject.userId);
    return recallMessage(context, subject, params);
  });
  serve(app, messages.react, async ({ subject, params, body }) => {
    turns.react(subject.userId);
    return { event: await react(context, subject, { ...params, ...body }) };
  });
  serve(app, messages.pin, async ({ subject, params, body }) => {
    turns.pin(subject.userId);
    return { event: await pinMessage(context, subject, { ...params, ...body }) };
  });
  serve(app, messages.vote, async ({ subject, params, body }) => {
    turns.vote(subject.userId);
    await vote(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, messages.closePoll, async ({ subject, params }) => {
    await closePoll(context, subject, params);
    return {};
  });
  serve(app, messages.poll, ({ subject, params }) => getPoll(context, subject, params));
  serve(app, messages.atDate, ({ subject, params, query }) => getSeqAt(context, subject, { ...params, ...query }));
  serve(app, policies.getMessaging, () => getPolicy(context));
  serve(app, policies.setMessaging, ({ subject, body }) => setPolicy(context, subject, body));
}

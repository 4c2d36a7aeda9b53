import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CardSet, ConversationId, InboxCounts, MessagePosted, SessionId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { findFiles } from '../files/index.ts';
import { departmentSet, findPeople, personDeactivated, rolesChanged, sessionEndedTopic } from '../identity/index.ts';
import { announceListChanged, announceMeChanged, setInbox } from './actions/append-user-events.ts';
import type { RequestedMessage } from './actions/check-messages.ts';
import { handOverGroups } from './actions/group-handover.ts';
import type { MessagePlace } from './actions/lock-message.ts';
import { openDirect } from './actions/open-direct.ts';
import { closeDuePoll } from './actions/poll-votes.ts';
import { type AppMessage, checkPost, postMessage, postRequestedMessage } from './actions/post-message.ts';
import { PostQueue } from './actions/post-queue.ts';
import { closePollJob } from './actions/record-parts.ts';
import { type CardWrite, setCard } from './actions/set-card.ts';
import { type AmendmentRates, createAmendmentTurns } from './amendment-rates.ts';
import type { ListEngagementMembers, MessagingContext } from './context.ts';
import { registerGroupRoutes } from './group-routes.ts';
import { registerLive } from './live/endpoints.ts';
import { type HubLimits, hubLimitsDefault, LiveHub } from './live/hub.ts';
import type { FindQuietTimes } from './live/quiet-book.ts';
import { registerMessageRoutes } from './message-routes.ts';
import { createMessagingMetrics } from './metrics.ts';
import { readForSubject } from './queries/shown-messages.ts';
import { registerConversationRoutes, registerSyncRoutes } from './routes.ts';
import type { MessagesWithAmendments } from './store/history-store.ts';
import { listMembers, listSharedPeople } from './store/member-store.ts';
import type { OwnList } from './store/user-log-store.ts';
import {
  conversationEventsTopic,
  cursorsMovedTopic,
  presenceTopic,
  quietTopic,
  type StatusNews,
  statusTopic,
  typingTopic,
  userEventsTopic,
} from './topics.ts';

export { listReadablePlaces, type ReadablePlace } from './access.ts';
export type { RequestedMessage } from './actions/check-messages.ts';
export type { AppMessage } from './actions/post-message.ts';
export { type CardWrite, cardSizeBytesMax, checkCard } from './actions/set-card.ts';
export { messageEdited, messagePosted, messageRecalled } from './events.ts';
export type { FindQuietTimes, QuietTimes } from './live/quiet-book.ts';
export { type MessageNow, readMessages } from './queries/read-messages.ts';
export { type LogEntry, readLogEntries } from './store/log-entry-store.ts';
export { listSharedPeople } from './store/member-store.ts';
export type { MessageRange } from './store/message-range-store.ts';
export type { OwnList } from './store/user-log-store.ts';
export { type ConversationEventsHint, conversationEventsTopic } from './topics.ts';

/** Everything here that takes a transaction writes in it, and is announced when the caller commits. */
export interface Messaging {
  registerRoutes(app: FastifyInstance): void;
  /** The direct conversation between a person and a program. */
  openAppConversation(tx: Transaction, pair: { appId: UserId; userId: UserId }): Promise<ConversationId>;
  openDirect(tx: Transaction, userId: UserId, otherId: UserId): Promise<ConversationId>;
  /** For programs; the caller answers for the right. The same client id again gives the first message. */
  postMessage(tx: Transaction, message: AppMessage): Promise<MessagePosted>;
  /** Sets a card on a message, or changes it in place. Throws `request_malformed`, `request_too_large`, `object_missing`. */
  setCard(tx: Transaction, write: CardWrite): Promise<CardSet>;
  setInbox(tx: Transaction, userId: UserId, counts: InboxCounts): Promise<void>;
  announceMeChanged(tx: Transaction, userId: UserId): Promise<void>;
  /** Devices of the person fetch this list anew where they show it. */
  announceListChanged(tx: Transaction, change: { userId: UserId; list: OwnList }): Promise<void>;
  /** A person's message without a request, under the rights that they have now. Throws the refusal. */
  postAs(subject: Subject, message: RequestedMessage): Promise<MessagePosted>;
  /** Throws what would be refused now; writes nothing. */
  checkPost(subject: Subject, message: RequestedMessage): Promise<void>;
  /** Messages by their numbers as the subject sees them now; undefined where they may not read the conversation. */
  readForSubject(
    subject: Subject,
    place: { conversationId: ConversationId; seqs: readonly number[] },
  ): Promise<MessagesWithAmendments | undefined>;
  /** Tells the lines that watch the person. */
  announceStatus(tx: Transaction, news: StatusNews): void;
  /** Where it is kept when people do not want to be disturbed; others see on their screens that they do not. */
  readQuietTimesWith(find: FindQuietTimes): void;
  /** The person chose other times. */
  announceQuietTimes(tx: Transaction, userId: UserId): void;
  /** On the line at any process. */
  isOnline(userId: UserId): boolean;
  listMemberIds(db: Queryable, conversationId: ConversationId): Promise<UserId[]>;
  /** People with whom this one shares a conversation now. */
  listSharedPeople(db: Queryable, userId: UserId): Promise<UserId[]>;
}

export interface MessagingDependencies {
  authenticate(request: IncomingMessage): Promise<Subject | undefined>;
  findSubjects(sessionIds: readonly SessionId[]): Promise<(Subject & { sessionId: SessionId })[]>;
}

export interface MessagingOptions {
  /** Without it nobody has a role in an engagement. */
  listEngagementMembers?: ListEngagementMembers;
  hubLimits?: HubLimits;
  amendmentRates?: Partial<AmendmentRates>;
}

export function createMessaging(
  platform: Platform,
  { authenticate, findSubjects }: MessagingDependencies,
  { hubLimits = hubLimitsDefault, amendmentRates, listEngagementMembers = async () => [] }: MessagingOptions = {},
): Messaging {
  const metrics = createMessagingMetrics(platform.metrics);
  const context: MessagingContext = { ...platform, metrics, findPeople, listEngagementMembers, findFiles };
  const queue = new PostQueue(context);
  const turns = createAmendmentTurns(platform, amendmentRates);
  const hub = new LiveHub({ ...context, findSubjects, node: randomUUID() }, hubLimits);
  subscribe(platform, context, hub);
  platform.jobs.define(closePollJob, (payload) => closeDuePoll(context, payload as MessagePlace)); // `openPoll` writes no other payload
  return {
    registerRoutes: (app) => {
      registerConversationRoutes(app, { context, queue });
      registerMessageRoutes(app, context, turns);
      registerGroupRoutes(app, context);
      registerSyncRoutes(app, context);
      registerLive(app, { context, hub, authenticate });
    },
    openAppConversation: (tx, { appId, userId }) => openDirect(context, tx, { userId: appId, otherId: userId }),
    openDirect: (tx, userId, otherId) => openDirect(context, tx, { userId, otherId }),
    postMessage: (tx, message) => postMessage(context, tx, message),
    setCard: (tx, write) => setCard(context, tx, write),
    setInbox: (tx, userId, counts) => setInbox(context, tx, userId, counts),
    announceMeChanged: (tx, userId) => announceMeChanged(context, tx, userId),
    announceListChanged: (tx, change) => announceListChanged(context, tx, change),
    postAs: (subject, message) => postRequestedMessage({ context, queue }, subject, message),
    checkPost: (subject, message) => checkPost(context, subject, message),
    readForSubject: (subject, place) => readForSubject(context, subject, place),
    announceStatus: (tx, news) => tx.afterCommit(() => context.bus.publish(statusTopic, news)),
    readQuietTimesWith: (find) => hub.readQuietTimesWith(find),
    announceQuietTimes: (tx, userId) => tx.afterCommit(() => context.bus.publish(quietTopic, { userId })),
    isOnline: (userId) => hub.isOnline(userId),
    listMemberIds: async (db, conversationId) => (await listMembers(db, conversationId)).map((row) => row.userId),
    listSharedPeople,
  };
}

function subscribe({ bus, events }: Platform, context: MessagingContext, hub: LiveHub): void {
  bus.subscribe(conversationEventsTopic, (hint) => hub.handleConversationEvents(hint));
  bus.subscribe(userEventsTopic, (hint) => hub.handleUserEvents(hint));
  bus.subscribe(sessionEndedTopic, (message) => hub.handleSessionEnded(message));
  bus.subscribe(cursorsMovedTopic, (moved) => hub.handleCursorMoved(moved));
  bus.subscribe(typingTopic, (news) => hub.handleTyping(news));
  bus.subscribe(statusTopic, (news) => hub.handleStatus(news));
  bus.subscribe(quietTopic, ({ userId }) => hub.handleQuiet(userId));
  bus.subscribe(presenceTopic, (news) => hub.handlePresence(news));
  bus.onGap(() => void hub.handleGap());
  events.on(rolesChanged, (tx, { userId }) => announceMeChanged(context, tx, userId));
  events.on(departmentSet, (tx, { userId }) => announceMeChanged(context, tx, userId));
  events.on(personDeactivated, async (tx, person) => {
    await handOverGroups(context, tx, person);
    await announceMeChanged(context, tx, person.userId);
  });
}

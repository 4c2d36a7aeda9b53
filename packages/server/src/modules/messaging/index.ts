import type { IncomingMessage } from 'node:http';
import type { CardSet, ConversationId, InboxCounts, MessagePosted, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { findFiles } from '../files/index.ts';
import {
  departmentSet,
  findPeople,
  personDeactivated,
  rolesChanged,
  type SessionEnded,
  sessionEndedTopic,
} from '../identity/index.ts';
import { announceMeChanged, setInbox } from './actions/append-user-events.ts';
import { openDirect } from './actions/open-direct.ts';
import { type AppMessage, postMessage } from './actions/post-message.ts';
import { PostQueue } from './actions/post-queue.ts';
import { type CardWrite, setCard } from './actions/set-card.ts';
import type { MessagingContext } from './context.ts';
import { registerLive } from './live/endpoints.ts';
import { type HubLimits, hubLimitsDefault, LiveHub } from './live/hub.ts';
import { createMessagingMetrics } from './metrics.ts';
import { registerConversationRoutes, registerSyncRoutes } from './routes.ts';
import { listMembers, listSharedPeople } from './store/member-store.ts';
import {
  type ConversationEventsHint,
  conversationEventsTopic,
  type UserEventsHint,
  userEventsTopic,
} from './topics.ts';

export type { AppMessage } from './actions/post-message.ts';
export { type CardWrite, cardSizeBytesMax, checkCard } from './actions/set-card.ts';
export { messagePosted } from './events.ts';

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
  listMemberIds(db: Queryable, conversationId: ConversationId): Promise<UserId[]>;
  /** People with whom this one shares a conversation now. */
  listSharedPeople(db: Queryable, userId: UserId): Promise<UserId[]>;
}

export interface MessagingDependencies {
  authenticate(request: IncomingMessage): Promise<Subject | undefined>;
}

export interface MessagingOptions {
  hubLimits?: HubLimits;
}

export function createMessaging(
  platform: Platform,
  { authenticate }: MessagingDependencies,
  { hubLimits = hubLimitsDefault }: MessagingOptions = {},
): Messaging {
  const metrics = createMessagingMetrics(platform.metrics);
  const context: MessagingContext = { ...platform, metrics, findPeople, findFiles };
  const queue = new PostQueue(context);
  const hub = new LiveHub(context, hubLimits);
  subscribe(platform, context, hub);
  return {
    registerRoutes: (app) => {
      registerConversationRoutes(app, { context, queue });
      registerSyncRoutes(app, context);
      registerLive(app, { context, hub, authenticate });
    },
    openAppConversation: (tx, { appId, userId }) => openDirect(context, tx, { userId: appId, otherId: userId }),
    openDirect: (tx, userId, otherId) => openDirect(context, tx, { userId, otherId }),
    postMessage: (tx, message) => postMessage(context, tx, message),
    setCard: (tx, write) => setCard(context, tx, write),
    setInbox: (tx, userId, counts) => setInbox(context, tx, userId, counts),
    announceMeChanged: (tx, userId) => announceMeChanged(context, tx, userId),
    listMemberIds: async (db, conversationId) => (await listMembers(db, conversationId)).map((row) => row.userId),
    listSharedPeople,
  };
}

/** The topics carry the types that these modules publish. */
function subscribe({ bus, events }: Platform, context: MessagingContext, hub: LiveHub): void {
  bus.subscribe(conversationEventsTopic, (hint) => hub.handleConversationEvents(hint as ConversationEventsHint)); // see above
  bus.subscribe(userEventsTopic, (hint) => hub.handleUserEvents(hint as UserEventsHint)); // see above
  bus.subscribe(sessionEndedTopic, (message) => hub.handleSessionEnded(message as SessionEnded)); // see above
  events.on(rolesChanged, (tx, { userId }) => announceMeChanged(context, tx, userId));
  events.on(departmentSet, (tx, { userId }) => announceMeChanged(context, tx, userId));
  events.on(personDeactivated, (tx, { userId }) => announceMeChanged(context, tx, userId));
}

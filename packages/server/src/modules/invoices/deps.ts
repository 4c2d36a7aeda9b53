import type { Check, InvoiceDocument, Reading } from '@countinghouse/invoice-reader';
import type {
  Card,
  ClientId,
  ConversationId,
  FileRef,
  InboxCounts,
  MessagePosted,
  UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Files } from '../files/index.ts';
import type { Identity } from '../identity/index.ts';
import type { InvoicesMetrics } from './metrics.ts';
import type { QuestionStore } from './store/question-store.ts';

export interface CardToPost {
  cardId: string;
  card: Card;
}

/** What the business modules need of messaging. */
export interface Messaging {
  openAppConversation(tx: Transaction, input: { appId: UserId; userId: UserId }): Promise<ConversationId>;
  openDirect(tx: Transaction, a: UserId, b: UserId): Promise<ConversationId>;
  postMessage(
    tx: Transaction,
    input: {
      conversationId: ConversationId;
      actorId: UserId;
      clientId: ClientId;
      text: string;
      files?: FileRef[];
      cards?: CardToPost[];
    },
  ): Promise<MessagePosted>;
  setCard(
    tx: Transaction,
    input: { conversationId: ConversationId; messageSeq: number; cardId: string; actorId: UserId; card: Card },
  ): Promise<unknown>;
  setInbox(tx: Transaction, userId: UserId, counts: InboxCounts): Promise<unknown>;
}

export interface Reader {
  read(bytes: Uint8Array, fileName: string): Promise<Reading>;
  /** The reader's checks on values, for corrected ones; those that need the file count for nothing here. */
  checkDocument(document: InvoiceDocument): Check[];
}

export interface InvoicesDeps {
  identity: Pick<Identity, 'ensureApp'>;
  files: Pick<Files, 'readFileBytes'>;
  messaging: Messaging;
  reader: Reader;
}

/** What the parts of this module work with. */
export interface InvoicesContext
  extends Pick<Platform, 'database' | 'clock' | 'newId' | 'log' | 'events' | 'jobs'>,
    InvoicesDeps {
  questions: QuestionStore;
  metrics: InvoicesMetrics;
  /** The invoice assistant, under whose name cards are set. */
  appId(tx: Transaction): Promise<UserId>;
}

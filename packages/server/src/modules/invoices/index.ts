import type { FileId, InvoiceId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { personAdded } from '../identity/index.ts';
import { messagePosted } from '../messaging/index.ts';
import { readJob, takeIn } from './actions/take-in.ts';
import { welcome } from './actions/welcome.ts';
import { type Claiming, createClaiming } from './claiming.ts';
import type { InvoicesContext, InvoicesDeps } from './deps.ts';
import { createInvoicesMetrics } from './metrics.ts';
import { createReadingQueue } from './reading-queue.ts';
import { rememberApp } from './remember-app.ts';
import { registerInvoiceRoutes } from './routes.ts';
import { listCorrections } from './store/correction-store.ts';
import { countOpenQuestionsFor, createQuestionStore, type QuestionRecord } from './store/question-store.ts';

export type { ClaimableInvoice, Claiming, ClaimMark } from './claiming.ts';
export type { CardToPost, InvoicesDeps, Messaging, Reader } from './deps.ts';
export { formatAmountMinor, parseAmountMinor } from './domain/amount.ts';
export { readerFields } from './domain/document.ts';
export { amountField, currencyOf, fieldValue, type InvoiceRecord } from './domain/invoice.ts';
export { invoiceCorrected, questionsChanged } from './events.ts';
export { rememberApp } from './remember-app.ts';

export interface Invoices {
  registerRoutes(app: FastifyInstance): void;
  claiming: Claiming;
  listOpenQuestionsFor(db: Queryable, userId: UserId): Promise<QuestionRecord[]>;
  countOpenQuestionsFor(db: Queryable, userId: UserId): Promise<number>;
  listQuestions(db: Queryable, invoiceIds: readonly InvoiceId[]): Promise<QuestionRecord[]>;
  listCorrections: typeof listCorrections;
  /** Resolves when this process reads nothing; for shutdown and tests. */
  idle(): Promise<void>;
}

const assistant = { login: 'app-invoices', name: { zh: '发票助手', en: 'Invoice assistant' } };

export function createInvoices(platform: Platform, deps: InvoicesDeps): Invoices {
  const { database, clock, newId, log, events, jobs } = platform;
  const context: InvoicesContext = {
    database,
    clock,
    newId,
    log: log.child({ module: 'invoices' }),
    events,
    jobs,
    ...deps,
    questions: createQuestionStore(platform.sealer),
    metrics: createInvoicesMetrics(platform.metrics),
    appId: rememberApp((tx) => deps.identity.ensureApp(tx, assistant)),
  };
  const queue = createReadingQueue(context);
  events.on(personAdded, (tx, added) => welcome(context, tx, added));
  events.on(messagePosted, (tx, { event }) => takeIn(context, tx, { event, kick: queue.kick }));
  jobs.define(readJob, async (payload) => {
    const { fileId } = payload as { fileId: FileId }; // `takeIn` writes no other payload.
    await queue.read(fileId);
  });
  return {
    registerRoutes: (app) => registerInvoiceRoutes(app, context),
    claiming: createClaiming(context),
    listOpenQuestionsFor: context.questions.listOpenFor,
    countOpenQuestionsFor,
    listQuestions: context.questions.listForInvoices,
    listCorrections,
    idle: queue.idle,
  };
}

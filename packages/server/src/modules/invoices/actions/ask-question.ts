import { type ClientId, type InvoiceId, type InvoiceQuestion, type QuestionId, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { accessInvoiceForUpdate } from '../access.ts';
import type { InvoicesContext } from '../deps.ts';
import { questionCard } from '../domain/card.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { questionsChanged } from '../events.ts';
import { saveCardPlace } from '../store/card-store.ts';
import { cardDigest, presentCards, questionCardId, refreshCards } from './refresh-cards.ts';

interface Ask {
  subject: Subject;
  invoiceId: InvoiceId;
  clientId: ClientId;
  text: string;
}

export const askQuestion = (context: InvoicesContext, ask: Ask): Promise<InvoiceQuestion> =>
  context.database.transaction(async (tx) => {
    const { subject, invoiceId } = ask;
    const invoice = await accessInvoiceForUpdate(tx, { subject, action: 'ask', invoiceId });
    const repeated = await findRepeated(context, tx, ask);
    if (repeated) return repeated;
    if (invoice.uploaderId === subject.userId) {
      throw new Refusal('right_missing', 'you handed this invoice in yourself');
    }
    return postQuestion(context, tx, { ask, invoice });
  });

async function findRepeated(context: InvoicesContext, tx: Transaction, ask: Ask): Promise<InvoiceQuestion | undefined> {
  const earlier = await context.questions.findByClientId(tx, {
    askedById: ask.subject.userId,
    clientId: ask.clientId,
  });
  if (!earlier) return undefined;
  if (earlier.invoiceId === ask.invoiceId && earlier.question.text === ask.text) return earlier.question;
  throw new Refusal('client_id_reused', 'the client id belongs to another question');
}

async function postQuestion(
  context: InvoicesContext,
  tx: Transaction,
  { ask, invoice }: { ask: Ask; invoice: InvoiceRecord },
): Promise<InvoiceQuestion> {
  const at = context.clock.now();
  const question: InvoiceQuestion = {
    id: context.newId<'question'>(),
    askedById: ask.subject.userId,
    askedOfId: invoice.uploaderId,
    askedAt: at.toISOString(),
    text: ask.text,
    answer: null,
  };
  const conversationId = await context.messaging.openDirect(tx, ask.subject.userId, invoice.uploaderId);
  const data = (await presentCards(tx, [invoice])).get(invoice.id);
  if (!data) throw new Error('the invoice just read is not there');
  // The question itself counts as open already.
  const card = questionCard({ question, invoice: { ...data, openQuestions: data.openQuestions + 1 } });
  const cardId = questionCardId(question.id);
  const message = await context.messaging.postMessage(tx, {
    conversationId,
    actorId: ask.subject.userId,
    clientId: messageClientId(question.id, 'asked'),
    text: ask.text,
    files: [invoice.file],
    cards: [{ cardId, card }],
  });
  const messageSeq = message.seq;
  await context.questions.insert(tx, {
    question,
    invoiceId: invoice.id,
    conversationId,
    messageSeq,
    clientId: ask.clientId,
    answerClientId: null,
  });
  await saveCardPlace(tx, { invoiceId: invoice.id, conversationId, messageSeq, cardId, digest: cardDigest(card) });
  recordAudit(tx, {
    at,
    actorId: ask.subject.userId,
    action: 'invoice.ask',
    objectType: 'invoice',
    objectId: invoice.id,
    detail: { questionId: question.id, askedOfId: invoice.uploaderId },
  });
  await refreshCards(context, tx, [invoice.id]);
  await context.events.emit(tx, questionsChanged, { userId: invoice.uploaderId });
  return question;
}

/** The message of a question or answer; a name of its own, so that it never meets a client's. */
export const messageClientId = (questionId: QuestionId, what: 'asked' | 'answered'): ClientId =>
  `${what}-${questionId}` as ClientId; // A UUID and a word have the form that `ClientId` demands.

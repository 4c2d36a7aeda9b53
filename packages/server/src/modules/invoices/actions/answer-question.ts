import { type ClientId, type InvoiceQuestion, type QuestionId, Refusal } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { InvoicesContext } from '../deps.ts';
import { questionsChanged } from '../events.ts';
import { messageClientId } from './ask-question.ts';
import { refreshCards } from './refresh-cards.ts';

/** Only the person who was asked can answer, once. The answer stands in the conversation, on the card, on the invoice. */
export const answerQuestion = (
  context: InvoicesContext,
  input: { subject: Subject; questionId: QuestionId; clientId: ClientId; text: string },
): Promise<InvoiceQuestion> =>
  context.database.transaction(async (tx) => {
    const { userId } = input.subject;
    const record = await context.questions.lockAskedOf(tx, { questionId: input.questionId, userId });
    if (!record) throw new Refusal('object_missing', 'there is no such question for you');
    const { question } = record;
    if (question.answer) {
      if (record.answerClientId !== input.clientId) throw new Refusal('question_answered', 'it was answered before');
      if (question.answer.text === input.text) return question;
      throw new Refusal('client_id_reused', 'the client id belongs to another answer');
    }
    const at = context.clock.now();
    await context.questions.saveAnswer(tx, {
      questionId: question.id,
      byId: userId,
      at,
      text: input.text,
      clientId: input.clientId,
    });
    await context.messaging.postMessage(tx, {
      conversationId: record.conversationId,
      actorId: userId,
      clientId: messageClientId(question.id, 'answered'),
      text: input.text,
    });
    recordAudit(tx, {
      at,
      actorId: userId,
      action: 'invoice.answer',
      objectType: 'invoice',
      objectId: record.invoiceId,
      detail: { questionId: question.id },
    });
    await refreshCards(context, tx, [record.invoiceId]);
    await context.events.emit(tx, questionsChanged, { userId });
    return { ...question, answer: { text: input.text, at: at.toISOString(), byId: userId } };
  });

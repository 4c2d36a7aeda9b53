import type { ClientId, ConversationId, InvoiceId, InvoiceQuestion, QuestionId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed, Sealer } from '../../../platform/secrets/sealer.ts';

export interface QuestionRecord {
  question: InvoiceQuestion;
  invoiceId: InvoiceId;
  conversationId: ConversationId;
  messageSeq: number;
  clientId: ClientId;
  answerClientId: ClientId | null;
}

interface QuestionRow {
  id: QuestionId;
  invoice_id: InvoiceId;
  conversation_id: ConversationId;
  message_seq: number;
  asked_by_id: UserId;
  asked_of_id: UserId;
  asked_at: Date;
  client_id: ClientId;
  text_key_id: number;
  text_sealed: Buffer;
  answered_by_id: UserId | null;
  answered_at: Date | null;
  answer_client_id: ClientId | null;
  answer_key_id: number | null;
  answer_sealed: Buffer | null;
}

const sealScope = 'invoice-questions';
const columns = `q.id, q.invoice_id, q.conversation_id, q.message_seq, q.asked_by_id, q.asked_of_id, q.asked_at, q.client_id,
  q.text_key_id, q.text_sealed, q.answered_by_id, q.answered_at, q.answer_client_id, q.answer_key_id, q.answer_sealed`;

export function createQuestionStore(sealer: Sealer) {
  const seal = (id: QuestionId, part: 'text' | 'answer', text: string): Promise<Sealed> =>
    sealer.seal({ scope: sealScope, context: `question ${id} ${part}`, plaintext: Buffer.from(text) });
  const open = async (id: QuestionId, part: 'text' | 'answer', sealed: Sealed): Promise<string> =>
    (await sealer.open({ ...sealed, context: `question ${id} ${part}` })).toString('utf8');

  async function toRecord(row: QuestionRow): Promise<QuestionRecord> {
    const text = await open(row.id, 'text', { keyId: row.text_key_id, ciphertext: row.text_sealed });
    return {
      question: {
        id: row.id,
        askedById: row.asked_by_id,
        askedOfId: row.asked_of_id,
        askedAt: row.asked_at.toISOString(),
        text,
        answer: await toAnswer(row),
      },
      invoiceId: row.invoice_id,
      conversationId: row.conversation_id,
      messageSeq: row.message_seq,
      clientId: row.client_id,
      answerClientId: row.answer_client_id,
    };
  }

  async function toAnswer(row: QuestionRow): Promise<InvoiceQuestion['answer']> {
    if (!row.answered_by_id || !row.answered_at || row.answer_key_id === null || !row.answer_sealed) return null;
    const text = await open(row.id, 'answer', { keyId: row.answer_key_id, ciphertext: row.answer_sealed });
    return { text, at: row.answered_at.toISOString(), byId: row.answered_by_id };
  }

  const select = async (db: Queryable, condition: string, params: readonly unknown[]): Promise<QuestionRecord[]> => {
    const rows = await db.query<QuestionRow>(`select ${columns} from invoice_questions q where ${condition}`, params);
    return Promise.all(rows.map(toRecord));
  };

  return {
    listForInvoices: (db: Queryable, invoiceIds: readonly InvoiceId[]) =>
      select(db, 'q.invoice_id = any($1::uuid[]) order by q.id', [invoiceIds]),
    listOpenFor: (db: Queryable, userId: UserId) =>
      select(db, 'q.asked_of_id = $1 and q.answered_at is null order by q.id', [userId]),
    findByClientId: async (db: Queryable, input: { askedById: UserId; clientId: ClientId }) =>
      (await select(db, 'q.asked_by_id = $1 and q.client_id = $2', [input.askedById, input.clientId]))[0],
    /** Only the person who was asked gets it. */
    lockAskedOf: async (tx: Transaction, input: { questionId: QuestionId; userId: UserId }) =>
      (await select(tx, 'q.id = $1 and q.asked_of_id = $2 for update', [input.questionId, input.userId]))[0],
    insert: async (tx: Transaction, record: QuestionRecord): Promise<void> => {
      const { question } = record;
      const sealed = await seal(question.id, 'text', question.text);
      await tx.query(
        `insert into invoice_questions (id, invoice_id, conversation_id, message_seq, asked_by_id, asked_of_id, asked_at,
           client_id, text_key_id, text_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          question.id,
          record.invoiceId,
          record.conversationId,
          record.messageSeq,
          question.askedById,
          question.askedOfId,
          question.askedAt,
          record.clientId,
          sealed.keyId,
          sealed.ciphertext,
        ],
      );
    },
    saveAnswer: async (
      tx: Transaction,
      input: { questionId: QuestionId; byId: UserId; at: Date; text: string; clientId: ClientId },
    ): Promise<void> => {
      const sealed = await seal(input.questionId, 'answer', input.text);
      await tx.query(
        `update invoice_questions set answered_by_id = $2, answered_at = $3, answer_client_id = $4, answer_key_id = $5,
           answer_sealed = $6 where id = $1 and answered_at is null`,
        [input.questionId, input.byId, input.at, input.clientId, sealed.keyId, sealed.ciphertext],
      );
    },
  };
}

export type QuestionStore = ReturnType<typeof createQuestionStore>;

export async function countOpenQuestions(
  db: Queryable,
  invoiceIds: readonly InvoiceId[],
): Promise<Map<InvoiceId, number>> {
  const rows = await db.query<{ invoice_id: InvoiceId; open: number }>(
    `select invoice_id, count(*) as open from invoice_questions
     where invoice_id = any($1::uuid[]) and answered_at is null group by invoice_id`,
    [invoiceIds],
  );
  return new Map(rows.map((row) => [row.invoice_id, row.open]));
}

export async function countOpenQuestionsFor(db: Queryable, userId: UserId): Promise<number> {
  const [row] = await db.query<{ open: number }>(
    'select count(*) as open from invoice_questions where asked_of_id = $1 and answered_at is null',
    [userId],
  );
  return row?.open ?? 0;
}

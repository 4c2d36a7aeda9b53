import type { ClientId, UserId, UserKind } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { InvoicesContext } from '../deps.ts';

const greeting = `把发票（PDF、OFD、XML、照片，可多张或整个文件夹）拖到这里，或拖进任何会话，就会识别、查重并生成可报销的卡片。
Drop invoices here or into any conversation: each becomes a checked card, ready to be claimed.`;

const greetingId = 'invoices-welcome' as ClientId; // one greeting for each conversation; has the schema's form

/** Everybody of the firm finds the invoice assistant among their conversations from the first day. */
export async function welcome(
  context: Pick<InvoicesContext, 'appId' | 'messaging'>,
  tx: Transaction,
  added: { userId: UserId; kind: UserKind },
): Promise<void> {
  if (added.kind !== 'person') return;
  const actorId = await context.appId(tx);
  const conversationId = await context.messaging.openAppConversation(tx, { appId: actorId, userId: added.userId });
  await context.messaging.postMessage(tx, { conversationId, actorId, clientId: greetingId, text: greeting });
}

import type { InvoiceField, InvoiceItem, MessageContent, UserId } from '@countinghouse/protocol';
import type { MessageNow } from '../../messaging/index.ts';
import { windowsOf } from '../domain/windows.ts';
import { alignForFold, fold } from '../language/fold-text.ts';
import { placeTokens, type Token, textTokens } from '../language/tokens.ts';
import type { FileDocument, FileFacts, InvoiceDocument, MessageDocument } from '../store/document-store.ts';

/** Several forwarded messages of the greatest length; what goes on beyond is not found. */
const messageLengthMax = 100_000;

/** What can be found of a message: its text, its poll, and what it passes on. */
export function searchableText(content: MessageContent): string {
  const forwarded = content.forward?.items.map((item) => item.text) ?? [];
  const poll = content.poll ? [content.poll.question, ...content.poll.options] : [];
  return [content.text, ...poll, ...forwarded]
    .filter((text) => text.trim() !== '')
    .join('\n')
    .slice(0, messageLengthMax);
}

function addPlace(tokens: Set<Token>, place: { at: Date; conversationIds: readonly string[]; actorId: UserId }): void {
  for (const { level, index } of windowsOf(place.at)) tokens.add(placeTokens.window(level, index));
  for (const id of place.conversationIds) tokens.add(placeTokens.conversation(id));
  tokens.add(placeTokens.actor(place.actorId));
}

/** Undefined where there is no text to find. */
export function makeMessageDocument(message: MessageNow): MessageDocument | undefined {
  const { conversationId, seq, at, actorId, content } = message;
  const text = fold(searchableText(content));
  const tokens = textTokens(text);
  if (tokens.size === 0) return undefined;
  addPlace(tokens, { at, conversationIds: [conversationId], actorId });
  if (content.files.length > 0) tokens.add(placeTokens.hasFile);
  return { conversationId, seq, at, text, tokens };
}

/** Undefined where the file stands in no message any more. */
export function makeFileDocument(facts: FileFacts): FileDocument | undefined {
  const { fileId, name, at, ownerId, conversationIds, isInvoice } = facts;
  if (at === null) return undefined;
  const content = alignForFold(facts.content ?? '');
  const text = `${fold(name).trim()} ${fold(content)}`;
  const tokens = textTokens(text);
  addPlace(tokens, { at, conversationIds, actorId: ownerId });
  if (isInvoice) tokens.add(placeTokens.isInvoiceFile);
  return { fileId, at, text, content, state: facts.state ?? 'waiting', tokens };
}

export interface InvoiceContent {
  fields: readonly InvoiceField[];
  items: readonly InvoiceItem[];
}

/** Names of fields with their values as they are printed; lines are `item`. */
export function invoiceParts({ fields, items }: InvoiceContent): { field: string; value: string }[] {
  const lines = items.flatMap((item) =>
    [item.name, item.specification, item.amount].flatMap((value) => (value ? [{ field: 'item', value }] : [])),
  );
  return [...fields.map(({ name, value }) => ({ field: name, value })), ...lines].filter(({ value }) => value !== '');
}

export function makeInvoiceDocument(
  invoice: InvoiceContent & Pick<InvoiceDocument, 'invoiceId' | 'at' | 'uploaderId'> & { conversationId: string },
): InvoiceDocument {
  const { invoiceId, at, uploaderId } = invoice;
  const text = fold(
    invoiceParts(invoice)
      .map(({ value }) => value)
      .join('\n'),
  );
  const tokens = textTokens(text);
  addPlace(tokens, { at, conversationIds: [invoice.conversationId], actorId: uploaderId });
  return { invoiceId, at, uploaderId, text, tokens };
}

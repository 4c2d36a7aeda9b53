import { Refusal } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagePlace } from '../actions/lock-message.ts';
import type { MessagingContext } from '../context.ts';
import { openEvents } from '../store/event-store.ts';
import { findMessage, listEdits } from '../store/part-store.ts';

export interface TextVersion {
  seq: number;
  at: string;
  text: string;
}

/** The texts that a message has had, oldest first; none of a recalled one. Throws `object_missing`. */
export async function getVersions(
  { database, sealer }: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  { conversationId, seq }: MessagePlace,
): Promise<{ versions: TextVersion[] }> {
  const { member } = await accessConversation(database, subject, { action: 'read', conversationId });
  const row = seq < member.visibleFromSeq ? undefined : await findMessage(database, { conversationId, seq });
  if (!row) throw new Refusal('object_missing', 'no such message');
  if (row.isRecalled) return { versions: [] };
  const events = await openEvents(sealer, [row, ...(await listEdits(database, { conversationId, seq }))]);
  return {
    versions: events.flatMap((event) => {
      if (event.kind === 'message.posted') return [{ seq: event.seq, at: event.at, text: event.content.text }];
      return event.kind === 'message.edited' ? [{ seq: event.seq, at: event.at, text: event.text }] : [];
    }),
  };
}

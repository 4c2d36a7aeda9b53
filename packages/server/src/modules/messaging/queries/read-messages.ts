import type { ConversationId, MessageContent, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import { openEvents } from '../store/event-store.ts';
import { listMessageRows, type MessageRange } from '../store/message-range-store.ts';
import { everybody } from '../store/part-store.ts';

/** A message as it reads now. */
export interface MessageNow {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  messageCount: number;
  /** With the text that it was last given. */
  content: MessageContent;
  /** Whom it names, roles resolved as they were when it was written. */
  namedIds: ReadonlySet<UserId>;
  isEverybodyNamed: boolean;
}

/**
 * The newest messages of ranges of logs, oldest first within each conversation, without those that were recalled. Nobody's
 * rights are asked: the caller answers for who is told.
 */
export async function readMessages(
  { sealer }: { sealer: Sealer },
  db: Queryable,
  ranges: readonly MessageRange[],
): Promise<MessageNow[]> {
  if (ranges.length === 0) return [];
  const rows = await listMessageRows(db, ranges);
  const [posted, edits] = await Promise.all([
    openEvents(sealer, rows),
    openEvents(
      sealer,
      rows.flatMap((row) => (row.edit ? [row.edit] : [])),
    ),
  ]);
  const edited = new Map(edits.map((event) => [`${event.conversationId} ${event.seq}`, event]));
  return rows.flatMap((row, index) => {
    const event = posted[index];
    if (event?.kind !== 'message.posted') return [];
    const edit = row.edit && edited.get(`${row.conversationId} ${row.edit.seq}`);
    const text = edit?.kind === 'message.edited' ? edit.text : event.content.text;
    const named = row.namedIds.filter((userId) => userId !== everybody);
    return [
      {
        conversationId: row.conversationId,
        seq: row.seq,
        actorId: row.actorId,
        at: row.at,
        messageCount: row.messageCount,
        content: { ...event.content, text },
        // Mentions of people stand in the message itself too, for messages older than the table.
        namedIds: new Set([...named, ...(edit ? [] : event.content.mentions)]),
        isEverybodyNamed: row.namedIds.includes(everybody),
      },
    ];
  });
}

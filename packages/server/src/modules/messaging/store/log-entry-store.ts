import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable } from '../../../platform/database/database.ts';
import type { EventPlace } from './event-store.ts';

/** An event of a log by what it is, without what it says. */
export interface LogEntry extends EventPlace {
  kind: string;
  at: Date;
  /** The message that the event changes, where it changes one. */
  messageSeq: number | null;
}

/** The next events of several logs after given places, oldest first in each log, at most `limit` together. */
export const readLogEntries = (db: Queryable, after: readonly EventPlace[], limit: number): Promise<LogEntry[]> =>
  db.query<LogEntry>(
    `select e.conversation_id as "conversationId", e.seq, e.kind, e.at, e.message_seq as "messageSeq"
     from unnest($1::uuid[], $2::bigint[]) as k(conversation_id, seq)
     cross join lateral (
       select * from conversation_events e
       where e.conversation_id = k.conversation_id and e.seq > k.seq order by e.seq limit $3
     ) e limit $3`,
    [uuids(after.map((place) => place.conversationId)), bigints(after.map((place) => place.seq)), limit],
  );

import type { ConversationId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

/**
 * The first message at or after a moment among the events `firstSeq` to `headSeq`. The log has no gaps and its times grow
 * with its numbers (but for the differences of processes' clocks), so that halving finds it: some twenty looks at a log
 * of a million, and no index by time that every message would have to feed.
 */
export async function findMessageAt(
  db: Queryable,
  place: { conversationId: ConversationId; firstSeq: number; headSeq: number; at: Date },
): Promise<number | undefined> {
  const [row] = await db.query<{ seq: number }>(
    `with recursive halves(low, high) as (
       select $2::bigint, $3::bigint + 1
       union all
       select case when e.at < $4 then e.seq + 1 else h.low end, case when e.at < $4 then h.high else e.seq end
       from halves h
       join conversation_events e on e.conversation_id = $1 and e.seq = (h.low + h.high) / 2
       where h.low < h.high
     )
     select e.seq from conversation_events e
     where e.conversation_id = $1 and e.seq >= (select low from halves where low >= high limit 1)
       and e.kind = 'message.posted' order by e.seq limit 1`,
    [place.conversationId, place.firstSeq, place.headSeq, place.at],
  );
  return row?.seq;
}

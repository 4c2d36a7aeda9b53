import { defaultMessagingPolicy, type MessagingPolicy } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

/** How the firm wants its messages handled, now. */
export async function getMessagingPolicy(db: Queryable): Promise<MessagingPolicy> {
  const [row] = await db.query<MessagingPolicy>(
    `select recall_minutes as "recallMinutes", edit_minutes as "editMinutes", may_create_groups as "mayCreateGroups",
            may_create_with_guests as "mayCreateWithGuests" from messaging_policy`,
  );
  return row ?? defaultMessagingPolicy;
}

export const setMessagingPolicy = (tx: Transaction, policy: MessagingPolicy): Promise<object[]> =>
  tx.query(
    `insert into messaging_policy (recall_minutes, edit_minutes, may_create_groups, may_create_with_guests)
     values ($1, $2, $3, $4)
     on conflict (is_the_one) do update set recall_minutes = excluded.recall_minutes, edit_minutes = excluded.edit_minutes,
       may_create_groups = excluded.may_create_groups, may_create_with_guests = excluded.may_create_with_guests`,
    [policy.recallMinutes, policy.editMinutes, policy.mayCreateGroups, policy.mayCreateWithGuests],
  );

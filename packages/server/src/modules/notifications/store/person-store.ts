import type { NotificationSettings, UserId } from '@countinghouse/protocol';
import { defaultNotificationSettings } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import { emptyProfile, type Profile } from '../domain/profile.ts';

interface ProfileRow {
  userId: UserId;
  keyId: number;
  ciphertext: Buffer;
}

const columns = 'user_id as "userId", key_id as "keyId", ciphertext';
const sealingContext = (userId: UserId): string => `notification-person ${userId}`;

async function openRows(sealer: Sealer, rows: readonly ProfileRow[]): Promise<ReadonlyMap<UserId, Profile>> {
  const opened = await sealer.openAll(rows.map((row) => ({ ...row, context: sealingContext(row.userId) })));
  return new Map(
    rows.map((row, index) => {
      // Only `saveProfile` writes these bytes, and their seal was just checked; older ones may lack newer choices.
      const profile = JSON.parse(String(opened[index])) as Profile;
      return [row.userId, { ...profile, settings: { ...defaultNotificationSettings, ...profile.settings } }];
    }),
  );
}

/** Whoever has chosen nothing has the defaults and is not in the map. */
export async function findProfiles(
  sealer: Sealer,
  db: Queryable,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, Profile>> {
  if (userIds.length === 0) return new Map();
  return openRows(
    sealer,
    await db.query<ProfileRow>(`select ${columns} from notification_people where user_id = any($1::uuid[])`, [userIds]),
  );
}

export async function getProfile(sealer: Sealer, db: Queryable, userId: UserId): Promise<Profile> {
  return (await findProfiles(sealer, db, [userId])).get(userId) ?? emptyProfile;
}

/** Held until the transaction ends, so that two changes of one person do not lose each other. */
export const lockPerson = (tx: Transaction, userId: UserId): Promise<object[]> =>
  tx.query('select pg_advisory_xact_lock(hashtext($1))', [sealingContext(userId)]);

/** A change of the mail's mode begins its time anew: what was missed before is not mailed. */
export async function saveProfile(
  sealer: Sealer,
  tx: Transaction,
  change: { userId: UserId; profile: Profile; mail: NotificationSettings['mail']; now: Date; mailDueAt: Date | null },
): Promise<void> {
  const { userId, profile, mail, now, mailDueAt } = change;
  const sealed = await sealer.seal({
    scope: 'notifications',
    context: sealingContext(userId),
    plaintext: Buffer.from(JSON.stringify(profile)),
  });
  await tx.query(
    `insert into notification_people (user_id, key_id, ciphertext, mail, mail_due_at, mailed_until)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id) do update set key_id = excluded.key_id, ciphertext = excluded.ciphertext, mail = excluded.mail,
       mail_due_at = case when notification_people.mail = excluded.mail and excluded.mail <> 'daily'
         then notification_people.mail_due_at else excluded.mail_due_at end,
       mailed_until = case when notification_people.mail = 'off' then excluded.mailed_until else notification_people.mailed_until end`,
    [userId, sealed.keyId, sealed.ciphertext, mail, mailDueAt, now],
  );
}

export const stopMail = (tx: Transaction, userId: UserId): Promise<object[]> =>
  tx.query("update notification_people set mail = 'off', mail_due_at = null where user_id = $1", [userId]);

export interface DuePerson {
  userId: UserId;
  mail: NotificationSettings['mail'];
  mailedUntil: Date;
}

/** Locks people whose time has come; those that another process holds are its own. */
export const lockDuePeople = (tx: Transaction, now: Date, limit: number): Promise<DuePerson[]> =>
  tx.query(
    `select user_id as "userId", mail, mailed_until as "mailedUntil" from notification_people
     where mail <> 'off' and mail_due_at <= $1 order by mail_due_at limit $2 for update skip locked`,
    [now, limit],
  );

export interface MailTurn {
  userId: UserId;
  dueAt: Date;
  mailedUntil: Date;
}

export async function setMailTurns(tx: Transaction, turns: readonly MailTurn[]): Promise<void> {
  await tx.query(
    `update notification_people p set mail_due_at = v.due, mailed_until = v.until
     from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as v(id, due, until) where p.user_id = v.id`,
    [turns.map((turn) => turn.userId), turns.map((turn) => turn.dueAt), turns.map((turn) => turn.mailedUntil)],
  );
}

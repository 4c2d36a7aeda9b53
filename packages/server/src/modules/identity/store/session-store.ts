import { createHash } from 'node:crypto';
import type { Locale, OrgRole, SessionId, UserId, UserKind } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

/** Tokens are kept as SHA-256 only: they are 256 random bits, so a slow hash would add nothing. */
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface LiveSession {
  session_id: SessionId;
  user_id: UserId;
  kind: UserKind;
  roles: OrgRole[];
  locale: Locale;
  last_seen_at: Date;
}

export async function insertSession(
  db: Queryable,
  session: { id: SessionId; userId: UserId; token: string; device: string; at: Date; expiresAt: Date },
): Promise<void> {
  await db.query(
    'insert into sessions (id, user_id, token_hash, device, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)',
    [session.id, session.userId, hashToken(session.token), session.device, session.at, session.expiresAt],
  );
}

export async function findLiveSession(db: Queryable, token: string, now: Date): Promise<LiveSession | undefined> {
  const [row] = await db.query<LiveSession>(
    `select s.id as session_id, u.id as user_id, u.kind, u.roles, u.locale, s.last_seen_at
     from sessions s join users u on u.id = s.user_id
     where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and u.deactivated_at is null`,
    [hashToken(token), now],
  );
  return row;
}

export const touchSession = (db: Queryable, id: SessionId, input: { at: Date; expiresAt: Date }) =>
  db.query('update sessions set last_seen_at = $2, expires_at = $3 where id = $1', [id, input.at, input.expiresAt]);

/** Ends sessions of a user and returns their ids: one, all, or all but one. */
export async function revokeSessions(
  db: Queryable,
  input: { userId: UserId; only?: SessionId; except?: SessionId; at: Date },
): Promise<SessionId[]> {
  const rows = await db.query<{ id: SessionId }>(
    `update sessions set revoked_at = $2 where user_id = $1 and revoked_at is null
     and ($3::uuid is null or id = $3) and ($4::uuid is null or id <> $4) returning id`,
    [input.userId, input.at, input.only ?? null, input.except ?? null],
  );
  return rows.map((row) => row.id);
}

export const listSessions = (db: Queryable, userId: UserId, now: Date) =>
  db.query<{ id: SessionId; created_at: Date; last_seen_at: Date; device: string }>(
    'select id, created_at, last_seen_at, device from sessions where user_id = $1 and revoked_at is null and expires_at > $2 order by last_seen_at desc',
    [userId, now],
  );

export const insertLink = (db: Queryable, link: { token: string; userId: UserId; at: Date; expiresAt: Date }) =>
  db.query('insert into sign_in_links (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)', [
    hashToken(link.token),
    link.userId,
    link.at,
    link.expiresAt,
  ]);

/** Spends the link; undefined where it is unknown, expired or used. */
export async function spendLink(db: Queryable, token: string, now: Date): Promise<UserId | undefined> {
  const [row] = await db.query<{ user_id: UserId }>(
    'update sign_in_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning user_id',
    [hashToken(token), now],
  );
  return row?.user_id;
}

export const voidLinks = (db: Queryable, userId: UserId, at: Date) =>
  db.query('update sign_in_links set used_at = $2 where user_id = $1 and used_at is null', [userId, at]);

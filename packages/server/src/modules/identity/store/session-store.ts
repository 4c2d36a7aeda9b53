import { hash } from 'node:crypto';
import type { Locale, OrgRole, SessionId, UserId, UserKind } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

/** Tokens are kept as SHA-256 only: they are 256 random bits, so a slow hash would add nothing. */
const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');

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

const liveColumns = 's.id as session_id, u.id as user_id, u.kind, u.roles, u.locale, s.last_seen_at, s.token_hash';
const isLive = 's.revoked_at is null and s.expires_at > $2 and u.deactivated_at is null';

type FoundSession = LiveSession & { token_hash: Buffer };
const byHash = (comparison: string): string =>
  `select ${liveColumns} from sessions s join users u on u.id = s.user_id where s.token_hash ${comparison} and ${isLive}`;
// For a single value a plan made once is as good as a new one, and planning costs more than finding; beyond this, one plan
// for all costs less.
const singlesMax = 4;

/** The live session of each token, in their order; undefined where there is none. */
export async function findSessionsByToken(
  db: Queryable,
  tokens: readonly string[],
  now: Date,
): Promise<(LiveSession | undefined)[]> {
  const hashes = tokens.map(hashToken);
  if (hashes.length <= singlesMax) {
    const one = (hash: Buffer) => db.query<FoundSession>(byHash('= $1'), [hash, now], 'prepared');
    return (await Promise.all(hashes.map(one))).map(([row]) => row);
  }
  const rows = await db.query<FoundSession>(byHash('= any($1::bytea[])'), [hashes, now]);
  const found = new Map(rows.map((row) => [row.token_hash.toString('hex'), row]));
  return hashes.map((hash) => found.get(hash.toString('hex')));
}

/** Those of the sessions that are live. */
export const findSessionsById = (db: Queryable, ids: readonly SessionId[], now: Date): Promise<LiveSession[]> =>
  db.query(
    `select ${liveColumns} from sessions s join users u on u.id = s.user_id where s.id = any($1::uuid[]) and ${isLive}`,
    [ids, now],
  );

/** Rows that others hold at the moment are left as they are: they are being touched or ended. */
export const touchSessions = (db: Queryable, ids: readonly SessionId[], input: { at: Date; expiresAt: Date }) =>
  db.query(
    `update sessions set last_seen_at = $2, expires_at = $3 where id in
       (select id from sessions where id = any($1::uuid[]) order by id for update skip locked)`,
    [ids, input.at, input.expiresAt],
  );

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

/** Ends carry the clock of the machine that wrote them. */
export const listSessionsEndedSince = (db: Queryable, since: Date): Promise<{ id: SessionId; userId: UserId }[]> =>
  db.query('select id, user_id as "userId" from sessions where revoked_at >= $1', [since]);

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

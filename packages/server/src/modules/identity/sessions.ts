import type { IncomingMessage } from 'node:http';
import { type Locale, Refusal, type SessionId, type UserId } from '@countinghouse/protocol';
import { createBatcher } from '../../platform/batches/batcher.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newToken } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type SessionEnded, sessionEndedTopic } from './events.ts';
import {
  findSessionsById,
  findSessionsByToken,
  insertLink,
  insertSession,
  type LiveSession,
  revokeSessions,
  touchSessions,
} from './store/session-store.ts';

export const sessionCookie = 'ch_session';
export const sessionIdleMs = 14 * 24 * 3_600_000;
const touchEveryMs = 60_000;
export const linkLifeMs = 24 * 3_600_000;

export interface SignedInSubject extends Subject {
  sessionId: SessionId;
  locale: Locale;
}

/** When everybody comes back at once, requests share their look at the sessions; four connections of the pool's sixteen. */
const lookups = { sizeMax: 200, runsMax: 4 };

type SessionParts = Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config'>;

export function readToken(request: IncomingMessage): { token: string; carrier: 'cookie' | 'token' } | undefined {
  const bearer = /^Bearer ([\w-]{20,128})$/.exec(request.headers.authorization ?? '');
  if (bearer?.[1]) return { token: bearer[1], carrier: 'token' };
  const cookie = new RegExp(`(?:^|;\\s*)${sessionCookie}=([\\w-]{20,128})`).exec(request.headers.cookie ?? '');
  return cookie?.[1] ? { token: cookie[1], carrier: 'cookie' } : undefined;
}

/** Cookies come along from anywhere, so a request that carries one must come from our own pages. */
export function isForeignOrigin(request: IncomingMessage, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const host = new URL(origin).host;
  return host !== request.headers.host && host !== new URL(publicUrl).host;
}

/** Finds the live session of a token, and notes now and then that it was used. */
export type FindSession = (token: string) => Promise<LiveSession | undefined>;

export function createFindSession({ database, clock }: Pick<SessionParts, 'database' | 'clock'>): FindSession {
  return createBatcher(lookups, async (tokens: readonly string[]) => {
    const now = clock.now();
    const found = await findSessionsByToken(database, tokens, now);
    const stale = found.flatMap((row) =>
      row && now.getTime() - row.last_seen_at.getTime() > touchEveryMs ? row.session_id : [],
    );
    if (stale.length > 0) {
      const expiresAt = new Date(now.getTime() + sessionIdleMs);
      await touchSessions(database, [...new Set(stale)], { at: now, expiresAt });
    }
    return found;
  });
}

export async function authenticate(
  { config, findSession }: Pick<SessionParts, 'config'> & { findSession: FindSession },
  request: IncomingMessage,
): Promise<SignedInSubject | undefined> {
  const carried = readToken(request);
  if (!carried) return undefined;
  const isUnsafe = request.method !== 'GET' && request.method !== 'HEAD';
  const isUpgrade = request.headers.upgrade !== undefined;
  if (carried.carrier === 'cookie' && (isUnsafe || isUpgrade) && isForeignOrigin(request, config.publicUrl)) {
    throw new Refusal('session_missing', 'the request comes from another origin');
  }
  const row = await findSession(carried.token);
  return row && subjectOf(row);
}

const subjectOf = (row: LiveSession): SignedInSubject => ({
  userId: row.user_id,
  kind: row.kind,
  roles: new Set(row.roles),
  sessionId: row.session_id,
  locale: row.locale,
});

/** The subjects of those of the sessions that are live. */
export const findSubjects = async (
  { database, clock }: Pick<SessionParts, 'database' | 'clock'>,
  sessionIds: readonly SessionId[],
): Promise<SignedInSubject[]> => (await findSessionsById(database, sessionIds, clock.now())).map(subjectOf);

export async function startSession(
  parts: SessionParts,
  tx: Transaction,
  input: { userId: UserId; device: string; way: string },
): Promise<string> {
  const token = newToken();
  const at = parts.clock.now();
  const id = parts.newId<'session'>();
  await insertSession(tx, {
    id,
    userId: input.userId,
    token,
    device: input.device,
    at,
    expiresAt: new Date(at.getTime() + sessionIdleMs),
  });
  recordAudit(tx, {
    at,
    actorId: input.userId,
    action: 'session.started',
    objectType: 'session',
    objectId: id,
    detail: { way: input.way },
  });
  return token;
}

export async function endSessions(
  parts: SessionParts,
  tx: Transaction,
  input: { userId: UserId; actorId: UserId; only?: SessionId; except?: SessionId },
): Promise<void> {
  const at = parts.clock.now();
  const sessionIds = await revokeSessions(tx, { ...input, at });
  for (const objectId of sessionIds) {
    recordAudit(tx, {
      at,
      actorId: input.actorId,
      action: 'session.ended',
      objectType: 'session',
      objectId,
      detail: {},
    });
  }
  const message: SessionEnded = { userId: input.userId, sessionIds };
  tx.afterCommit(() => parts.bus.publish(sessionEndedTopic, message));
}

/** A link that signs the person in once, within a day. */
export async function makeLink(
  parts: SessionParts,
  tx: Transaction,
  input: { userId: UserId; actorId: UserId | null },
): Promise<string> {
  const token = newToken();
  const at = parts.clock.now();
  await insertLink(tx, { token, userId: input.userId, at, expiresAt: new Date(at.getTime() + linkLifeMs) });
  recordAudit(tx, {
    at,
    actorId: input.actorId,
    action: 'sign-in-link.made',
    objectType: 'user',
    objectId: input.userId,
    detail: {},
  });
  return `${parts.config.publicUrl}/sign-in?token=${token}`;
}

import { identity as endpoints, Refusal, type UserId } from '@countinghouse/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { changeDepartment, createDepartment, setDepartment, setFirm } from './actions/govern-organisation.ts';
import { createLink, createPerson, deactivate, setRoles } from './actions/govern-people.ts';
import { revokeSession, setLocale, setPassword } from './actions/govern-self.ts';
import { redeemLink, signIn } from './actions/sign-in.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { getMe } from './queries/get-me.ts';
import { listAccountsFor } from './queries/list-accounts.ts';
import { type DirectorySources, listDirectory } from './queries/list-directory.ts';
import { listOwnSessions } from './queries/list-own-sessions.ts';
import {
  authenticate,
  endSessions,
  type FindSession,
  type SignedInSubject,
  sessionCookie,
  sessionIdleMs,
} from './sessions.ts';

type Parts = Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config' | 'events'>;

const deviceLengthMax = 200;

export function registerRoutes(
  app: FastifyInstance,
  parts: Parts & { findSession: FindSession },
  sources: DirectorySources,
): void {
  app.decorateRequest('subject', undefined);
  app.addHook('onRequest', async (request) => {
    request.subject = await authenticate(parts, request.raw);
  });
  registerSignIn(app, parts);
  registerSelf(app, parts, sources);
  registerDirectory(app, parts, sources);
  registerAdministration(app, parts);
  registerOrganisation(app, parts);
}

/** The hook above sets every request's subject from a session, so it has one. */
const signedIn = (subject: Subject): SignedInSubject => {
  if (!('locale' in subject) || subject.sessionId === undefined) throw new Refusal('session_missing');
  return subject as SignedInSubject; // checked on the line above
};

const deviceOf = (request: FastifyRequest): string => (request.headers['user-agent'] ?? '').slice(0, deviceLengthMax);

function registerSignIn(app: FastifyInstance, parts: Parts): void {
  const limit = new AttemptLimit(parts);
  const isSecure = parts.config.publicUrl.startsWith('https:');
  const cookie = (value: string, maxAgeSeconds: number) =>
    `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${isSecure ? '; Secure' : ''}`;
  const handOver = (reply: FastifyReply, carrier: 'cookie' | 'token', signed: { userId: UserId; token: string }) => {
    if (carrier === 'token') return signed;
    reply.header('set-cookie', cookie(signed.token, sessionIdleMs / 1000));
    return { userId: signed.userId };
  };
  serve(app, endpoints.signIn, async ({ body, request, reply }) =>
    handOver(
      reply,
      body.carrier,
      await signIn(parts, limit, { ...body, device: deviceOf(request), address: request.ip }),
    ),
  );
  serve(app, endpoints.redeemLink, async ({ body, request, reply }) =>
    handOver(reply, body.carrier, await redeemLink(parts, { token: body.token, device: deviceOf(request) })),
  );
  serve(app, endpoints.signOut, async ({ subject, reply }) => {
    const { userId, sessionId } = signedIn(subject);
    await parts.database.transaction((tx) => endSessions(parts, tx, { userId, actorId: userId, only: sessionId }));
    reply.header('set-cookie', cookie('', 0));
    return {};
  });
}

function registerSelf(app: FastifyInstance, parts: Parts, sources: DirectorySources): void {
  serve(app, endpoints.me, ({ subject }) => getMe(parts.database, signedIn(subject), sources));
  serve(app, endpoints.setLocale, async ({ subject, body }) => {
    await setLocale(parts, signedIn(subject), body.locale);
    return {};
  });
  serve(app, endpoints.setPassword, async ({ subject, body }) => {
    await setPassword(parts, signedIn(subject), body);
    return {};
  });
  serve(app, endpoints.listSessions, async ({ subject }) => ({
    sessions: await listOwnSessions(parts.database, subject, parts.clock.now()),
  }));
  serve(app, endpoints.revokeSession, async ({ subject, params }) => {
    await revokeSession(parts, signedIn(subject), params.sessionId);
    return {};
  });
}

function registerDirectory(app: FastifyInstance, parts: Parts, sources: DirectorySources): void {
  serve(app, endpoints.directory, ({ subject }) => listDirectory(parts.database, subject, sources), { isList: true });
}

function registerAdministration(app: FastifyInstance, parts: Parts): void {
  serve(app, endpoints.listAccounts, async ({ subject }) => ({
    accounts: await listAccountsFor(parts.database, subject),
  }));
  serve(app, endpoints.createPerson, async ({ subject, body }) => createPerson(parts, subject, body));
  serve(app, endpoints.setRoles, async ({ subject, params, body }) => {
    await setRoles(parts, subject, { userId: params.userId, roles: body.roles });
    return {};
  });
  serve(app, endpoints.deactivate, async ({ subject, params }) => {
    await deactivate(parts, subject, params.userId);
    return {};
  });
  serve(app, endpoints.createLink, async ({ subject, params }) => createLink(parts, subject, params.userId));
}

function registerOrganisation(app: FastifyInstance, parts: Parts): void {
  serve(app, endpoints.setFirm, async ({ subject, body }) => {
    await setFirm(parts, subject, body);
    return {};
  });
  serve(app, endpoints.createDepartment, ({ subject, body }) => createDepartment(parts, subject, body));
  serve(app, endpoints.changeDepartment, ({ subject, params, body }) =>
    changeDepartment(parts, subject, { departmentId: params.departmentId, profile: body }),
  );
  serve(app, endpoints.setDepartment, async ({ subject, params, body }) => {
    await setDepartment(parts, subject, { userId: params.userId, departmentId: body.departmentId });
    return {};
  });
}

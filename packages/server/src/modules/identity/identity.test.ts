import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';

let host: TestServer;
let admin: { userId: string; token: string };

beforeAll(async () => {
  host = await startTestServer();
  admin = await host.aUser({ login: 'root-admin', roles: ['system_admin'] });
});
afterAll(() => host.close());

async function call(
  method: string,
  path: string,
  input: { token?: string; body?: object; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(host.baseUrl + path, {
    method,
    headers: {
      ...(input.token ? { authorization: `Bearer ${input.token}` } : {}),
      ...(input.body ? { 'content-type': 'application/json' } : {}),
      ...input.headers,
    },
    body: input.body ? JSON.stringify(input.body) : undefined,
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json().catch(() => undefined) };
}

const newPerson = (login: string) => ({
  login,
  name: { zh: '周岚' },
  title: { zh: '税务经理' },
  kind: 'person',
  departmentId: null,
  roles: ['staff'],
});
const tokenOf = (link: string) => new URL(link).searchParams.get('token');

async function signInWith(link: string) {
  return call('POST', '/api/sign-in-links/redeem', { body: { token: tokenOf(link), carrier: 'token' } });
}

test('a one-time link signs in once; then a password does', async () => {
  const created = await call('POST', '/api/admin/people', { token: admin.token, body: newPerson('zhou') });
  expect(created.status).toBe(200);
  const first = await signInWith(created.body.signInLink);
  expect(first.status).toBe(200);
  expect((await signInWith(created.body.signInLink)).body.refusal).toBe('sign_in_link_spent');
  const { token } = first.body;
  expect((await call('PUT', '/api/me/password', { token, body: { next: 'short' } })).body.refusal).toBe(
    'password_too_weak',
  );
  expect((await call('PUT', '/api/me/password', { token, body: { next: '长一点的密码-2026' } })).status).toBe(200);
  const again = await call('POST', '/api/sign-in', {
    body: { login: 'zhou', password: '长一点的密码-2026', carrier: 'cookie' },
  });
  expect(again.status).toBe(200);
  expect(again.body.token).toBeUndefined();
  expect(again.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  expect(
    (await call('POST', '/api/sign-in', { body: { login: 'zhou', password: 'wrong', carrier: 'token' } })).body.refusal,
  ).toBe('sign_in_failed');
});

test('an unknown login and a wrong password look alike', async () => {
  const unknown = await call('POST', '/api/sign-in', {
    body: { login: 'nobody', password: 'whatever', carrier: 'token' },
  });
  expect(unknown.body).toMatchObject({ refusal: 'sign_in_failed' });
  expect(unknown.status).toBe(401);
});

test('guessing ends after ten tries', async () => {
  const attempt = () =>
    call('POST', '/api/sign-in', { body: { login: 'victim', password: 'guess', carrier: 'token' } });
  const answers = [];
  for (let at = 0; at < 11; at++) answers.push(await attempt());
  expect(answers.at(-1)?.body.refusal).toBe('rate_exceeded');
});

test('a leaver is cut off at once', async () => {
  const leaver = await host.aUser({ login: 'leaver', roles: ['staff'] });
  expect((await call('GET', '/api/me', { token: leaver.token })).status).toBe(200);
  expect((await call('POST', `/api/admin/people/${leaver.userId}/deactivate`, { token: admin.token })).status).toBe(
    200,
  );
  expect((await call('GET', '/api/me', { token: leaver.token })).status).toBe(401);
});

test('a changed role counts with the next request', async () => {
  const person = await host.aUser({ login: 'promoted', roles: ['staff'] });
  expect((await call('GET', '/api/admin/people', { token: person.token })).body.refusal).toBe('right_missing');
  await call('PUT', `/api/admin/people/${person.userId}/roles`, {
    token: admin.token,
    body: { roles: ['staff', 'security_admin'] },
  });
  expect((await call('GET', '/api/admin/people', { token: person.token })).status).toBe(200);
});

test('administrations stay apart, guests hold no role, and one administrator stays', async () => {
  const person = await host.aUser({ login: 'ambitious', roles: ['staff'] });
  const setRoles = (userId: string, roles: string[]) =>
    call('PUT', `/api/admin/people/${userId}/roles`, { token: admin.token, body: { roles } });
  expect((await setRoles(person.userId, ['system_admin', 'audit_admin'])).body.refusal).toBe('roles_conflict');
  const guest = await host.aUser({ login: 'client', roles: ['guest'], kind: 'guest' });
  expect((await setRoles(guest.userId, ['finance'])).body.refusal).toBe('roles_conflict');
  expect((await setRoles(admin.userId, ['staff'])).body.refusal).toBe('last_administrator');
});

test('ordinary people do not administer', async () => {
  const person = await host.aUser({ login: 'ordinary', roles: ['staff', 'manager', 'finance', 'management'] });
  for (const [method, path, body] of [
    ['GET', '/api/admin/people', undefined],
    ['POST', '/api/admin/people', newPerson('x1')],
    ['PUT', `/api/admin/people/${admin.userId}/roles`, { roles: [] }],
    ['POST', `/api/admin/people/${admin.userId}/deactivate`, undefined],
    ['POST', `/api/admin/people/${admin.userId}/sign-in-links`, undefined],
  ] as const) {
    expect((await call(method, path, { token: person.token, body })).body.refusal, path).toBe('right_missing');
  }
});

test('a cookie from another origin counts for nothing', async () => {
  const { token } = await host.aUser({ login: 'cookie-user', roles: ['staff'] });
  const cookie = `ch_session=${token}`;
  const foreign = await call('PUT', '/api/me/locale', {
    headers: { cookie, origin: 'https://evil.example' },
    body: { locale: 'en' },
  });
  expect(foreign.status).toBe(401);
  const own = await call('PUT', '/api/me/locale', {
    headers: { cookie, origin: host.baseUrl },
    body: { locale: 'en' },
  });
  expect(own.status).toBe(200);
});

test('sessions can be listed and ended', async () => {
  const { token } = await host.aUser({ login: 'two-devices', roles: ['staff'] });
  const { body } = await call('GET', '/api/me/sessions', { token });
  expect(body.sessions).toHaveLength(1);
  await call('DELETE', `/api/me/sessions/${body.sessions[0].id}`, { token });
  expect((await call('GET', '/api/me', { token })).status).toBe(401);
});

test('malformed requests are told where', async () => {
  const answer = await call('POST', '/api/sign-in', { body: { login: 5 } });
  expect(answer.status).toBe(400);
  expect(answer.body.refusal).toBe('request_malformed');
});

test('tokens and passwords are not kept readable', async () => {
  const { token } = await host.aUser({ login: 'secretive', roles: ['staff'] });
  const { database } = host.server.platform;
  const sessions = await database.query<{ row: string }>('select s::text as row from sessions s');
  expect(sessions.some(({ row }) => row.includes(token))).toBe(false);
});

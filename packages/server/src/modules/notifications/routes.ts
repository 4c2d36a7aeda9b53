import { notifications as endpoints, type Locale, Refusal, type SessionId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { confirmEmail, removeEmail, setEmail } from './actions/change-email.ts';
import { forgetDevice, keepDevice } from './actions/keep-device.ts';
import { saveSettings } from './actions/save-settings.ts';
import { setPolicy } from './actions/set-policy.ts';
import type { NotificationsContext } from './deps.ts';
import type { PushKeys } from './domain/push-keys.ts';
import { getPolicy } from './queries/get-policy.ts';
import { getState } from './queries/get-state.ts';

interface Parts {
  context: NotificationsContext;
  keys(): Promise<PushKeys>;
}

export function registerRoutes(app: FastifyInstance, parts: Parts): void {
  registerOwn(app, parts);
  registerDevices(app, parts);
  registerPolicy(app, parts);
}

/** The language comes with the session. */
const localeOf = (subject: Subject): Locale => ('locale' in subject && subject.locale === 'en' ? 'en' : 'zh-CN');

const sessionOf = ({ sessionId }: Subject): SessionId => {
  if (sessionId === undefined) throw new Refusal('session_missing');
  return sessionId;
};

function registerOwn(app: FastifyInstance, { context, keys }: Parts): void {
  const state = async (subject: Subject) => getState(context, await keys(), subject);
  const selfOf = (subject: Subject) => ({ userId: subject.userId, locale: localeOf(subject) });
  serve(app, endpoints.get, ({ subject }) => state(subject));
  serve(app, endpoints.set, async ({ subject, body }) => {
    await saveSettings(context, subject.userId, body);
    return state(subject);
  });
  serve(app, endpoints.setEmail, async ({ subject, body }) => {
    await setEmail(context, selfOf(subject), body.address);
    return state(subject);
  });
  serve(app, endpoints.confirmEmail, async ({ subject, body }) => {
    await confirmEmail(context, selfOf(subject), body.code);
    return state(subject);
  });
  serve(app, endpoints.removeEmail, async ({ subject }) => {
    await removeEmail(context, selfOf(subject));
    return state(subject);
  });
}

function registerDevices(app: FastifyInstance, { context }: Parts): void {
  serve(app, endpoints.subscribe, async ({ subject, body }) => {
    await keepDevice(context, { sessionId: sessionOf(subject), userId: subject.userId, target: body });
    return {};
  });
  serve(app, endpoints.unsubscribe, async ({ subject }) => {
    await forgetDevice(context, sessionOf(subject));
    return {};
  });
}

function registerPolicy(app: FastifyInstance, { context }: Parts): void {
  serve(app, endpoints.policy, ({ subject }) => getPolicy(context, subject));
  serve(app, endpoints.setPolicy, ({ subject, body }) => setPolicy(context, subject, body));
}

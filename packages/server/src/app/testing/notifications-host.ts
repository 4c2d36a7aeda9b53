import {
  type ClientId,
  type ConversationId,
  conversations,
  type Endpoint,
  type MessagePosted,
  type NotificationSettings,
  notifications,
  type OrgRole,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';
import type { NotificationDelays } from '../../modules/notifications/index.ts';
import { type FakeMailServer, startFakeMailServer } from '../../modules/notifications/testing/fake-mail-server.ts';
import { createFakePushService, type FakePushService } from '../../modules/notifications/testing/fake-push-service.ts';
import { type CallInput, callAllowed, type SignedIn } from '../../platform/http/testing/call-endpoint.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export interface Somebody extends SignedIn {
  name: string;
}

/** The whole server with a push service and a mail server beside it, and a clock that can be put forward. */
export interface NotificationsHost {
  test: TestServer;
  pushes: FakePushService;
  mails: FakeMailServer;
  aPerson(name: string, input?: { roles?: OrgRole[]; kind?: 'guest' }): Promise<Somebody>;
  /** Throws the refusal's name. */
  call<E extends Endpoint>(person: Somebody, endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>>;
  aGroup(owner: Somebody, members: readonly Somebody[], title?: string): Promise<ConversationId>;
  post(person: Somebody, conversationId: ConversationId, text: string, mentions?: UserId[]): Promise<MessagePosted>;
  /** A device of that name for the person's session, reached by push. */
  subscribe(person: Somebody, device?: string): Promise<void>;
  choose(person: Somebody, change: Partial<NotificationSettings>): Promise<void>;
  /** Gives the person a confirmed address. */
  giveEmail(person: Somebody, address: string): Promise<void>;
  /** Take effect at once. */
  delays: NotificationDelays;
  putForward(ms: number): void;
  close(): Promise<void>;
}

/** Nothing waits, except what a test lets wait. */
export const noDelays: NotificationDelays = {
  gatherMs: 0,
  offlineMs: 0,
  onlineMs: 0,
  lookForMailMs: 3_600_000,
  tryAgainMs: 0,
};

const staff: OrgRole[] = ['staff'];
export const testCode = '246810';
let madeCount = 0;
// Tests need ids of the right form, not unguessable ones.
const aClientId = (): ClientId => `notice-${process.pid}-${++madeCount}` as ClientId;

export async function startNotificationsHost(): Promise<NotificationsHost> {
  const pushes = createFakePushService();
  const mails = await startFakeMailServer();
  let aheadMs = 0;
  const delays = { ...noDelays };
  const test = await startTestServer({
    mail: { url: mails.url, from: 'notify@example.com' },
    clock: { now: () => new Date(Date.now() + aheadMs) },
    server: {
      notifications: { delays, deliverPush: pushes.deliver, newCode: () => testCode },
    },
  });
  const call: NotificationsHost['call'] = (person, endpoint, input) =>
    callAllowed(test.server.http, person, endpoint, input);
  return {
    test,
    pushes,
    mails,
    delays,
    call,
    aPerson: async (name, { roles = staff, kind } = {}) => ({
      name,
      ...(await test.aUser({ login: name, roles, ...(kind ? { kind } : {}) })),
    }),
    aGroup: async (owner, members, title = '项目组') => {
      const memberIds = members.map((member) => member.userId);
      return (await call(owner, conversations.create, { body: { clientId: aClientId(), title, memberIds } })).id;
    },
    post: (person, conversationId, text, mentions = []) =>
      call(person, conversations.postMessage, {
        params: { conversationId },
        body: { clientId: aClientId(), text, mentions },
      }),
    subscribe: async (person, device = person.name) => {
      await call(person, notifications.subscribe, { body: pushes.aDevice(device) });
    },
    choose: async (person, change) => {
      const { settings } = await call(person, notifications.get);
      await call(person, notifications.set, { body: { ...settings, ...change } });
    },
    giveEmail: async (person, address) => {
      await call(person, notifications.setEmail, { body: { address } });
      await call(person, notifications.confirmEmail, { body: { code: testCode } });
    },
    putForward: (ms) => {
      aheadMs += ms;
    },
    close: async () => {
      await test.close();
      await mails.close();
    },
  };
}

import {
  type ConversationId,
  conversations,
  type Endpoint,
  identity,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';
import {
  type CallInput,
  createMessenger,
  type Messenger,
  memoryStorage,
  type OpenConversation,
} from '@countinghouse/sdk';
import { newClientId } from './claims.ts';
import type { DemoLogin } from './demo-login.ts';
import type { TalkRoom } from './desk.ts';

interface Access {
  baseUrl: string;
  login: string;
  password: string;
}

/** The SDK as a program uses it, signed in and on the line. */
export async function connectProgram({ baseUrl, login, password }: Access): Promise<Messenger> {
  const { token } = await guestOf(baseUrl).call(identity.signIn, { body: { login, password, carrier: 'token' } });
  return startWith(baseUrl, token);
}

const guestOf = (baseUrl: string): Messenger => createMessenger({ baseUrl, storage: memoryStorage() });

async function startWith(baseUrl: string, token: string | undefined): Promise<Messenger> {
  if (token === undefined) throw new Error('signing in gave no token');
  const messenger = createMessenger({ baseUrl, token, storage: memoryStorage() });
  await messenger.start();
  return messenger;
}

/** Somebody who takes part without a page: whoever only writes, reads and is there needs no browser. */
export class Colleague {
  private readonly messenger: Messenger;
  private readonly opened = new Map<ConversationId, OpenConversation>();

  private constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  static async connect(access: Access): Promise<Colleague> {
    return new Colleague(await connectProgram(access));
  }

  /** With a one-time link, as somebody new. */
  static async redeem(baseUrl: string, link: string): Promise<Colleague> {
    const token = new URL(link).searchParams.get('token') ?? '';
    const answer = await guestOf(baseUrl).call(identity.redeemLink, { body: { token, carrier: 'token' } });
    return new Colleague(await startWith(baseUrl, answer.token));
  }

  call<E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>> {
    return this.messenger.call(endpoint, input);
  }

  /** A group of this colleague's own with others in it. */
  async openGroup(title: string, others: readonly DemoLogin[]): Promise<TalkRoom> {
    const memberIds = await Promise.all(others.map((login) => this.idOf(login)));
    const { id } = await this.call(conversations.create, { body: { clientId: newClientId(), title, memberIds } });
    return { id, title };
  }

  async idOf(login: DemoLogin): Promise<UserId> {
    const { people } = await this.call(identity.directory);
    const found = people.find((person) => person.login === login);
    if (!found) throw new Error(`nobody is called ${login}`);
    return found.id;
  }

  /** The conversation as this colleague has it before them, until they leave. */
  open({ id }: Pick<TalkRoom, 'id'>): OpenConversation {
    const open = this.opened.get(id) ?? this.messenger.open(id);
    this.opened.set(id, open);
    return open;
  }

  leave(): void {
    for (const open of this.opened.values()) open.close();
    this.messenger.stop();
  }
}

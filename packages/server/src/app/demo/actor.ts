import {
  type BodyOf,
  type Endpoint,
  identity,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';
import type { Server } from '../server.ts';

/** A person of the demonstration, working through the product's own interface: everything they do passes its rules. */
export class Actor {
  readonly userId: UserId;
  private readonly server: Server;
  private token: string | undefined;

  constructor(server: Server, userId: UserId) {
    this.server = server;
    this.userId = userId;
  }

  /** Throws with the server's refusal. */
  async call<E extends Endpoint>(
    endpoint: E,
    input: { params?: ParamsOf<E>; query?: QueryOf<E>; body?: BodyOf<E> } = {},
  ): Promise<ResponseOf<E>> {
    const token = endpoint.isPublic ? undefined : await this.signIn();
    const answer = await this.server.http.inject({
      method: endpoint.method,
      url: fill(endpoint.path, input.params ?? {}),
      query: Object.fromEntries(Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)])),
      headers: token ? { authorization: `Bearer ${token}` } : {},
      ...(endpoint.method === 'GET' ? {} : { payload: input.body ?? {} }),
    });
    if (answer.statusCode >= 400) throw new Error(`${endpoint.id}: ${answer.body}`);
    return answer.json<ResponseOf<E>>();
  }

  /** Sessions expire while the clock travels, so a new visit begins with a new one; none stays among the devices. */
  async leave(): Promise<void> {
    if (this.token) await this.call(identity.signOut);
    this.token = undefined;
  }

  private async signIn(): Promise<string> {
    if (this.token) return this.token;
    const link = await this.server.platform.database.transaction((tx) =>
      this.server.identity.makeLink(tx, this.userId),
    );
    const token = new URL(link).searchParams.get('token') ?? '';
    const answer = await this.call(identity.redeemLink, { body: { token, carrier: 'token' } });
    if (!answer.token) throw new Error('the sign-in link gave no session');
    this.token = answer.token;
    return this.token;
  }
}

const fill = (path: string, params: object): string =>
  Object.entries(params).reduce(
    (url, [name, value]) => url.replace(`:${name}`, encodeURIComponent(String(value))),
    path,
  );

import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, UserId } from '@countinghouse/protocol';
import { WebSocket } from 'ws';
import type { TestServer } from '../testing/test-server.ts';

export interface Inhabitant {
  name: string;
  userId: UserId;
  token: string;
  /** Everything that the live sockets brought, at each process. */
  frames: string[];
  lines: WebSocket[];
  call<E extends Endpoint>(
    endpoint: E,
    input?: { params?: ParamsOf<E>; query?: QueryOf<E>; body?: BodyOf<E> },
  ): Promise<ResponseOf<E>>;
}

/** Signed in, and heard of nothing yet. */
export function anInhabitant(host: TestServer, who: { name: string; userId: UserId; token: string }): Inhabitant {
  return {
    ...who,
    frames: [],
    lines: [],
    call: async (endpoint, input = {}) => {
      const url = Object.entries(input.params ?? {}).reduce(
        (path, [name, value]) => path.replace(`:${name}`, String(value)),
        endpoint.path,
      );
      const query = new URLSearchParams(
        Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const answer = await fetch(`${host.baseUrl}${url}?${query}`, {
        method: endpoint.method,
        headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
        ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) }),
      });
      if (!answer.ok) throw new Error(`${who.name} ${endpoint.id}: ${await answer.text()}`);
      return (await answer.json()) as ResponseOf<typeof endpoint>; // the server checks its answers' types
    },
  };
}

/** Opens a line that remembers what it brings. */
export function listen(host: TestServer, inhabitant: Inhabitant): Promise<WebSocket> {
  const socket = new WebSocket(`${host.baseUrl.replace('http', 'ws')}/api/live`, {
    headers: { authorization: `Bearer ${inhabitant.token}` },
  });
  socket.on('message', (data) => inhabitant.frames.push(String(data)));
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

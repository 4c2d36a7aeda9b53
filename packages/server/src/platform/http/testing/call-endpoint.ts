import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';

/** A signed-in person. */
export interface SignedIn {
  userId: UserId;
  token: string;
}

export type CallInput<E extends Endpoint> = { params?: ParamsOf<E>; query?: QueryOf<E>; body?: BodyOf<E> };

/** What the endpoint answers, or the name of the refusal with its values. */
export type Answer<E extends Endpoint> = {
  status: number;
  body: ResponseOf<E> & { refusal?: string; params?: Record<string, string> };
};

/** Calls an endpoint of the contract without a socket; signed out where there is no person. */
export async function callEndpoint<E extends Endpoint>(
  http: FastifyInstance,
  person: Pick<SignedIn, 'token'> | null,
  endpoint: E,
  input: CallInput<E> = {},
): Promise<Answer<E>> {
  const params: Record<string, unknown> = { ...input.params };
  const query = Object.entries({ ...input.query }).map(([name, value]): [string, string] => [name, String(value)]);
  const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const hasBody = endpoint.method !== 'GET';
  const answer = await http.inject({
    method: endpoint.method,
    url: `${path}?${new URLSearchParams(query)}`,
    headers: {
      ...(person ? { authorization: `Bearer ${person.token}` } : {}),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(hasBody ? { payload: JSON.stringify(input.body ?? {}) } : {}),
  });
  return { status: answer.statusCode, body: answer.json() };
}

/** The same for what has to be allowed: throws the refusal's name. */
export async function callAllowed<E extends Endpoint>(
  http: FastifyInstance,
  person: Pick<SignedIn, 'token'> | null,
  endpoint: E,
  input: CallInput<E> = {},
): Promise<ResponseOf<E>> {
  const { status, body } = await callEndpoint(http, person, endpoint, input);
  if (status >= 400) throw new Error(body.refusal);
  return body;
}

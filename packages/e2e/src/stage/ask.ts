import type { BodyOf, Endpoint, ParamsOf, QueryOf, RefusalName, ResponseOf } from '@countinghouse/protocol';
import type { APIRequestContext } from 'playwright-core';

/**
 * A browser asks again where a connection that had lain idle was closed just as it was used. Playwright's own requests,
 * which keep connections until the server ends them, do so when they are told.
 */
export const asBrowsersDo = { maxRetries: 1 };

export interface AskInput<E extends Endpoint> {
  params?: ParamsOf<E>;
  query?: QueryOf<E>;
  body?: BodyOf<E>;
}

/** Calls the server with the session of a browser, past everything that the page would hide or grey out. */
export async function ask<E extends Endpoint>(
  request: APIRequestContext,
  endpoint: E,
  input: AskInput<E> = {},
): Promise<ResponseOf<E>> {
  const answer = await send(request, endpoint, input);
  if (!answer.ok()) throw new Error(`${endpoint.id} was refused: ${await answer.text()}`);
  return answer.json();
}

export interface Refused {
  status: number;
  refusal: RefusalName;
  params?: Record<string, string>;
}

/** Calls what has to be refused; throws where it is not. */
export async function askRefused<E extends Endpoint>(
  request: APIRequestContext,
  endpoint: E,
  input: AskInput<E> = {},
): Promise<Refused> {
  const answer = await send(request, endpoint, input);
  if (answer.ok()) throw new Error(`${endpoint.id} was not refused: ${await answer.text()}`);
  return { status: answer.status(), ...(await answer.json()) };
}

function send<E extends Endpoint>(request: APIRequestContext, endpoint: E, input: AskInput<E>) {
  const path = Object.entries(input.params ?? {}).reduce(
    (url, [name, value]) => url.replace(`:${name}`, encodeURIComponent(String(value))),
    endpoint.path,
  );
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return request.fetch(query.size > 0 ? `${path}?${query}` : path, {
    ...asBrowsersDo,
    method: endpoint.method,
    ...(endpoint.method === 'GET' ? {} : { data: input.body ?? {} }),
  });
}

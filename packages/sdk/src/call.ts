import {
  conversations,
  type Endpoint,
  Refusal,
  type RefusalName,
  type ResponseOf,
  refusalStatus,
  sync,
} from '@countinghouse/protocol';
import type { Addresses } from './addresses.ts';
import type { Clock } from './clock.ts';
import type { Call, CallInput } from './types.ts';

/** The server could not be reached, or did not answer in time; whether it did what was asked is unknown. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

// RFC 6585, section 6: a hotel's or train's network wants its guests to sign in first.
const networkSignInRequired = 511;
const answerTimeoutMs = 30_000;

export interface CallOptions {
  addresses: Addresses;
  /** Sent as `Authorization: Bearer`; without it the session cookie counts. */
  token?: string;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** Ends what is under way, as if the server could not be reached. */
  until?(): AbortSignal;
}

export function createCall(options: CallOptions): Call {
  const { addresses } = options;
  return async <E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>> => {
    const parts: Parts = input ?? {};
    for (let attempt = 1; ; attempt++) {
      const baseUrl = addresses.current;
      try {
        // What is JSON comes from the server, which is built from the same schema.
        return (await ask(options, baseUrl, { endpoint, parts })) as ResponseOf<E>;
      } catch (error) {
        if (!(error instanceof OfflineError) || options.until?.().aborted) throw error;
        addresses.leave(baseUrl);
        if (attempt >= addresses.count || !(isRepeatable(endpoint) || neverArrived(error))) throw error;
      }
    }
  };
}

interface Parts {
  params?: object;
  query?: object;
  body?: object;
}

/** Asked twice, these do what they do once: they read, set absolute values, or carry a client id. */
const repeatablePosts: ReadonlySet<string> = new Set([
  conversations.create.id,
  conversations.openDirect.id,
  conversations.postMessage.id,
  conversations.postMessages.id,
  sync.resume.id,
]);
const isRepeatable = ({ id, method }: Endpoint): boolean =>
  method === 'GET' || method === 'PUT' || repeatablePosts.has(id);

/** Nobody was there to take the request. */
function neverArrived(error: OfflineError): boolean {
  const failed = error.cause instanceof Error ? error.cause.cause : undefined;
  return typeof failed === 'object' && failed !== null && 'code' in failed && failed.code === 'ECONNREFUSED';
}

async function ask(
  { token, fetch, clock, until }: CallOptions,
  baseUrl: string,
  { endpoint, parts }: { endpoint: Endpoint; parts: Parts },
): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  // A body of an endpoint that defines none would be refused by servers that are strict about it.
  const body = endpoint.method === 'GET' || parts.body === undefined ? undefined : JSON.stringify(parts.body);
  if (body !== undefined) headers['content-type'] = 'application/json';
  const url = `${baseUrl}${pathOf(endpoint.path, parts.params ?? {})}${queryOf(parts.query ?? {})}`;
  const tooLong = new AbortController();
  const stopWaiting = clock.after(answerTimeoutMs, () => tooLong.abort());
  const end = until?.();
  // Not `AbortSignal.any`: what listens to such a signal is held for as long as the program runs.
  const stop = () => tooLong.abort();
  end?.addEventListener('abort', stop);
  if (end?.aborted) stop();
  const { signal } = tooLong;
  try {
    const answer = await reach(() =>
      fetch(url, { method: endpoint.method, headers, body, credentials: 'same-origin', signal }),
    );
    const content = await reach(() => answer.text());
    if (!answer.ok) throw refusalOf(answer.status, content);
    return await reach(async () => JSON.parse(content));
  } finally {
    stopWaiting();
    end?.removeEventListener('abort', stop);
  }
}

/** An answer that is not JSON comes from something in between, such as the sign-in page of a hotel's network. */
async function reach<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw new OfflineError('the server cannot be reached', { cause: error });
  }
}

const pathOf = (path: string, params: object): string => {
  const values = new Map(Object.entries(params));
  return path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(values.get(name) ?? '')));
};

function queryOf(query: object): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** The named refusal in an answer. A proxy that answers for a missing server speaks another language: that is offline. */
export function refusalOf(status: number, content: string): Refusal | OfflineError {
  const body = parseObject(content);
  const name = body?.refusal;
  if (typeof name === 'string' && isRefusalName(name)) {
    const message = typeof body?.message === 'string' ? body.message : name;
    return new Refusal(name, message, stringsOf(body?.params));
  }
  if ((status >= 502 && status <= 504) || status === networkSignInRequired)
    return new OfflineError(`the server answered ${status}`);
  return new Refusal('server_fault', `the server answered ${status} without a name`);
}

const isRefusalName = (name: string): name is RefusalName => Object.hasOwn(refusalStatus, name);

function parseObject(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const stringsOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]))
    : {};

import { request } from 'node:https';
import { InsideAddressError, isOutsideHost, outsideLookup } from '../../../platform/outside/outside-address.ts';

export interface PushRequest {
  endpoint: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Answers with the HTTP status of the push service; rejects where it could not be reached. */
export type DeliverPush = (push: PushRequest) => Promise<number>;

// A push service answers in well under a second; a slow one must not hold the queue.
const timeoutMs = 10_000;

export function isCallable(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, port } = new URL(endpoint);
  return protocol === 'https:' && username === '' && port === '' && isOutsideHost(hostname);
}

/**
 * To the open web only, on 443: the address came from a browser, and whoever writes one by hand must not reach anything
 * inside. Redirects are not followed, and nothing of the answer but its status is read.
 */
export const deliverPush: DeliverPush = ({ endpoint, headers, body }) =>
  new Promise((resolve, reject) => {
    if (!isCallable(endpoint)) return reject(new InsideAddressError('not an address of the open web'));
    const call = request(
      endpoint,
      { method: 'POST', headers, lookup: outsideLookup(), signal: AbortSignal.timeout(timeoutMs) },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    call.on('error', reject);
    call.end(body);
  });

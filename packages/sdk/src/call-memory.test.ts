import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { identity } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { Addresses } from './addresses.ts';
import { createCall } from './call.ts';
import { systemClock } from './clock.ts';

test('S38: a program that runs for long holds nothing of requests that are over', async () => {
  setFlagsFromString('--expose_gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const end = new AbortController();
  const signals: WeakRef<AbortSignal>[] = [];
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    init?.signal?.addEventListener('abort', () => undefined);
    if (init?.signal) signals.push(new WeakRef(init.signal));
    return Response.json({});
  };
  const call = createCall({
    addresses: new Addresses('http://server'),
    token: undefined,
    fetch,
    clock: systemClock,
    until: () => end.signal,
  });
  for (let each = 0; each < 100; each++) await call(identity.me);
  await new Promise((resolve) => setTimeout(resolve, 0));
  collectGarbage();
  expect(signals.filter((signal) => signal.deref()).length).toBeLessThan(5);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identity, sync } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EarlyAnswers, fetchWithEarly } from './early-answers.ts';

beforeEach(() => vi.stubGlobal('window', { location: { href: 'https://firm.test/' } }));
afterEach(() => vi.unstubAllGlobals());

const known = (): EarlyAnswers => new Map([['/api/me', { answer: Promise.resolve(new Response('early')), uses: 2 }]]);

function stage(early: EarlyAnswers) {
  let time = 0;
  const asked: string[] = [];
  const fetch = fetchWithEarly(
    early,
    async (input) => {
      asked.push(String(input));
      return new Response('late');
    },
    () => time,
  );
  const read = async (path: string, init?: RequestInit) => (await fetch(`https://firm.test${path}`, init)).text();
  return { read, asked, later: (ms: number) => (time += ms) };
}

test('what was asked for before the client ran is not asked for again, as often as the start needs it', async () => {
  const { read, asked } = stage(known());
  expect([await read('/api/me'), await read('/api/me'), await read('/api/me')]).toEqual(['early', 'early', 'late']);
  expect(asked).toEqual(['https://firm.test/api/me']);
});

test('after a sign-in, or any other change, no earlier answer is given', async () => {
  const { read } = stage(known());
  await read('/api/sign-in', { method: 'POST' });
  expect(await read('/api/me')).toBe('late');
});

test('an answer that is no longer news is asked for anew', async () => {
  const { read, later } = stage(known());
  later(10_001);
  expect(await read('/api/me')).toBe('late');
});

test('where the early request did not reach the server, it is made again', async () => {
  const failed = Promise.reject(new TypeError('no network'));
  failed.catch(() => undefined);
  const { read } = stage(new Map([['/api/me', { answer: failed, uses: 1 }]]));
  expect(await read('/api/me')).toBe('late');
});

test('the early script asks at the addresses of the protocol, for the person first', () => {
  const script = readFileSync(join(import.meta.dirname, 'early-requests.ts'), 'utf8');
  const paths = [...script.matchAll(/ask\('([^']+)'/g)].map(([, path]) => path);
  expect(paths).toEqual([identity.me.path, sync.snapshot.path, identity.directory.path]);
});

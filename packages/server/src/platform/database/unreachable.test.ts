import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { isUnreachable } from './database.ts';

const failureOf = (action: Promise<unknown>): Promise<unknown> =>
  action.then(
    () => undefined,
    (error: unknown) => error,
  );
const connecting = (path: string): Promise<void> =>
  new Promise((resolve, reject) => connect(path).once('connect', resolve).once('error', reject));

test('a database whose socket is not there is away; a file that is not there is a fault, which is logged', async () => {
  expect(isUnreachable(await failureOf(connecting('/nowhere/.s.PGSQL.5432')))).toBe(true);
  expect(isUnreachable(await failureOf(readFile('/nowhere/blob')))).toBe(false);
});

test('a full disk and a stopping database are passing; a broken statement is not', () => {
  expect(['53100', '57P01', '08006'].map((code) => isUnreachable({ code }))).toEqual([true, true, true]);
  expect(['42601', '23505', ''].map((code) => isUnreachable({ code }))).toEqual([false, false, false]);
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetSession, keepSession, readSession, sessionPath } from './kept-session.ts';

let folder: string;
let path: string;
const session = { baseUrl: 'https://chat.example.com', token: 'secret' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-cli-'));
  path = sessionPath({ XDG_CONFIG_HOME: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the configuration folder is that of XDG, else .config below the home folder', () => {
  expect(path).toBe(join(folder, 'countinghouse', 'session.json'));
  expect(sessionPath({ HOME: '/home/li' })).toBe('/home/li/.config/countinghouse/session.json');
});

test('the token is readable for its owner only, also where an open file lay there before', async () => {
  await keepSession(path, session);
  chmodSync(path, 0o644);
  await keepSession(path, session);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'countinghouse')).mode & 0o777).toBe(0o700);
  expect(await readSession(path)).toEqual(session);
});

test('a token that others could read is not used', async () => {
  await keepSession(path, session);
  chmodSync(path, 0o640);
  await expect(readSession(path)).rejects.toThrow('can be read by others');
});

test('nobody signed in, and a file that holds something else, are said', async () => {
  await expect(readSession(path)).rejects.toThrow('you are not signed in');
  await keepSession(path, session);
  writeFileSync(path, '{"token":1}');
  await expect(readSession(path)).rejects.toThrow('holds no session');
});

test('a session that is forgotten is gone', async () => {
  await keepSession(path, session);
  await forgetSession(path);
  expect(() => readFileSync(path)).toThrow('ENOENT');
});

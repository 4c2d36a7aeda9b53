import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const read = (env: Record<string, string>) => readConfig(env, []);

test('several processes without NATS are refused in one line', () => {
  expect(() => read({ PROCESSES: '2' })).toThrow(ConfigError);
  expect(() => read({ PROCESSES: '2' })).toThrow(/set NATS_URL/);
  expect(read({ PROCESSES: '2', NATS_URL: 'nats://127.0.0.1' }).processes).toBe(2);
});

test.each(['0', '17', '1.5', 'many'])('PROCESSES=%s is refused', (text) => {
  expect(() => read({ PROCESSES: text, NATS_URL: 'nats://127.0.0.1' })).toThrow('give a number from 1 to 16');
});

test('NATS_URL may name several servers, credentials, a token and TLS', () => {
  expect(read({ NATS_URL: 'nats://house:p%40ss@one:4333, nats://two' }).nats).toEqual({
    servers: ['one:4333', 'two:4222'],
    user: 'house',
    password: 'p@ss',
    isTls: false,
  });
  expect(read({ NATS_URL: 'tls://token@one' }).nats).toEqual({ servers: ['one:4222'], token: 'token', isTls: true });
  expect(read({}).nats).toBeUndefined();
});

test('a malformed NATS_URL is refused without repeating its password', () => {
  expect(() => read({ NATS_URL: 'http://house:secret@one' })).toThrow('NATS_URL must be an address');
  expect(() => read({ NATS_URL: 'http://house:secret@one' })).not.toThrow('secret');
});

test('LINK_PREVIEWS is on unless it is off, and anything else is refused', () => {
  expect(
    [read({}), read({ LINK_PREVIEWS: 'on' }), read({ LINK_PREVIEWS: 'off' })].map((config) => config.hasLinkPreviews),
  ).toEqual([true, true, false]);
  expect(() => read({ LINK_PREVIEWS: 'no' })).toThrow('give on or off');
});

test('a mail server needs the address that mails come from, and its password is not repeated', () => {
  const mail = { SMTP_URL: 'smtps://house:secret@mail.example.com:465', MAIL_FROM: 'notify@example.com' };
  expect(read(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.MAIL_FROM });
  expect(read({}).mail).toBeUndefined();
  expect(() => read({ SMTP_URL: mail.SMTP_URL })).toThrow('SMTP_URL needs MAIL_FROM');
  expect(() => read({ SMTP_URL: mail.SMTP_URL })).not.toThrow('secret');
  expect(() => read({ ...mail, SMTP_URL: 'http://house:secret@mail.example.com' })).toThrow(/^SMTP_URL must be/);
  expect(() => read({ ...mail, SMTP_URL: 'http://house:secret@mail.example.com' })).not.toThrow('secret');
});

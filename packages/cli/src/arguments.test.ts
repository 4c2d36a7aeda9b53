import { expect, test } from 'vitest';
import { parseCommand } from './arguments.ts';
import { UsageError } from './usage.ts';

const commandOf = (line: string) => parseCommand(line.split(' ').filter(Boolean)).command;

test('no words at all ask for help', () => {
  expect(commandOf('')).toEqual({ kind: 'help' });
  expect(commandOf('people list --help')).toEqual({ kind: 'help' });
});

test('each command takes what its help says', () => {
  expect(commandOf('sign-in http://localhost:8090 --login admin')).toEqual({
    kind: 'sign-in',
    address: 'http://localhost:8090',
    login: 'admin',
  });
  expect(commandOf('people list --active')).toEqual({ kind: 'people-list', isActiveOnly: true });
  expect(commandOf('people roles li staff manager')).toEqual({
    kind: 'people-roles',
    login: 'li',
    roles: ['staff', 'manager'],
  });
  expect(commandOf('people roles li --none')).toEqual({ kind: 'people-roles', login: 'li', roles: [] });
  expect(commandOf('people deactivate li --yes')).toEqual({ kind: 'people-deactivate', login: 'li' });
  expect(commandOf('audit export log.jsonl')).toEqual({ kind: 'audit-export', file: 'log.jsonl' });
});

test('a new person is staff, a new guest a guest, unless roles are named', () => {
  expect(commandOf('people add li --name 李佳 --title 审计员')).toMatchObject({
    person: { login: 'li', name: { zh: '李佳' }, roles: ['staff'], isGuest: false },
  });
  expect(commandOf('people add liu --name 刘 --title 会计 --guest')).toMatchObject({
    person: { roles: ['guest'], isGuest: true },
  });
  expect(commandOf('people add q --name 钱 --title 会计 --role finance --role staff')).toMatchObject({
    person: { roles: ['finance', 'staff'] },
  });
});

test('--json goes with every command', () => {
  expect(parseCommand(['--json', 'sessions', 'list'])).toEqual({ command: { kind: 'sessions-list' }, isJson: true });
});

test.each([
  ['people', 'there is no command "people"'],
  ['people dance', 'there is no command "people dance"'],
  ['people constructor', 'there is no command "people constructor"'],
  ['people link', '"people link" needs more words after it'],
  ['people link li wang', '"people link" does not know what to do with "wang"'],
  ['people list --yes', '"people list" has no option --yes'],
  ['people list --colour', "Unknown option '--colour'"],
  ['people add li --title 审计员', '--name is missing'],
  ['people add li --name 李佳', '--title is missing'],
  ['people roles li', 'name the roles, or say --none'],
  ['people roles li staff --none', 'give roles or --none, not both'],
  ['people roles li boss', 'there is no role "boss"'],
  ['people deactivate li', 'say --yes to deactivate'],
])('"%s" is refused: %s', (line, message) => {
  expect(() => commandOf(line)).toThrow(UsageError);
  expect(() => commandOf(line)).toThrow(message);
});

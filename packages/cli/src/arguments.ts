import { parseArgs } from 'node:util';
import { OrgRole } from '@countinghouse/protocol';
import { Value } from 'typebox/value';
import { UsageError } from './usage.ts';

export interface NewPerson {
  login: string;
  name: { zh: string; en?: string };
  title: { zh: string; en?: string };
  department: string | undefined;
  roles: OrgRole[];
  isGuest: boolean;
}

export type Command =
  | { kind: 'help' }
  | { kind: 'sign-in'; address: string; login: string | undefined }
  | { kind: 'sign-out' }
  | { kind: 'people-list'; isActiveOnly: boolean }
  | { kind: 'people-add'; person: NewPerson }
  | { kind: 'people-roles'; login: string; roles: OrgRole[] }
  | { kind: 'people-link'; login: string }
  | { kind: 'people-deactivate'; login: string }
  | { kind: 'sessions-list' }
  | { kind: 'sessions-revoke'; sessionId: string }
  | { kind: 'audit-export'; file: string };

const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  login: { type: 'string' },
  active: { type: 'boolean' },
  name: { type: 'string' },
  'name-en': { type: 'string' },
  title: { type: 'string' },
  'title-en': { type: 'string' },
  department: { type: 'string' },
  role: { type: 'string', multiple: true },
  guest: { type: 'boolean' },
  none: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Given = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** What each command takes: how many words after its name, and which options beside `--json`. */
const commands: Record<string, { words: [least: number, most: number]; options: readonly (keyof Given)[] }> = {
  'sign-in': { words: [1, 1], options: ['login'] },
  'sign-out': { words: [0, 0], options: [] },
  'people list': { words: [0, 0], options: ['active'] },
  'people add': {
    words: [1, 1],
    options: ['name', 'name-en', 'title', 'title-en', 'department', 'role', 'guest'],
  },
  'people roles': { words: [1, 9], options: ['none'] },
  'people link': { words: [1, 1], options: [] },
  'people deactivate': { words: [1, 1], options: ['yes'] },
  'sessions list': { words: [0, 0], options: [] },
  'sessions revoke': { words: [1, 1], options: [] },
  'audit export': { words: [1, 1], options: [] },
};

/** Throws `UsageError` where the words mean nothing. */
export function parseCommand(args: readonly string[]): { command: Command; isJson: boolean } {
  const { values, positionals } = parse(args);
  const isJson = values.json ?? false;
  if (values.help || positionals.length === 0) return { command: { kind: 'help' }, isJson };
  const name = positionals.slice(0, positionals[0]?.startsWith('sign-') ? 1 : 2).join(' ');
  const shape = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!shape) throw new UsageError(`there is no command "${name}"`);
  const words = positionals.slice(name.split(' ').length);
  const [least, most] = shape.words;
  if (words.length < least) throw new UsageError(`"${name}" needs more words after it`);
  if (words.length > most) throw new UsageError(`"${name}" does not know what to do with "${words[most]}"`);
  for (const option of Object.keys(values)) {
    const isKnown = option === 'json' || shape.options.some((known) => known === option);
    if (!isKnown) throw new UsageError(`"${name}" has no option --${option}`);
  }
  return { command: build(name, words, values), isJson };
}

function build(name: string, words: readonly string[], values: Given): Command {
  const [first = '', ...more] = words;
  switch (name) {
    case 'sign-in':
      return { kind: 'sign-in', address: first, login: values.login };
    case 'sign-out':
      return { kind: 'sign-out' };
    case 'people list':
      return { kind: 'people-list', isActiveOnly: values.active ?? false };
    case 'people add':
      return { kind: 'people-add', person: newPerson(first, values) };
    case 'people roles':
      if (more.length === 0 && !values.none) throw new UsageError('name the roles, or say --none to take all away');
      if (more.length > 0 && values.none) throw new UsageError('give roles or --none, not both');
      return { kind: 'people-roles', login: first, roles: more.map(roleOf) };
    case 'people link':
      return { kind: 'people-link', login: first };
    case 'people deactivate':
      if (!values.yes) throw new UsageError('there is no way back; say --yes to deactivate');
      return { kind: 'people-deactivate', login: first };
    case 'sessions list':
      return { kind: 'sessions-list' };
    case 'sessions revoke':
      return { kind: 'sessions-revoke', sessionId: first };
    case 'audit export':
      return { kind: 'audit-export', file: first };
    default:
      throw new Error(`the command "${name}" is listed but not built`);
  }
}

function newPerson(login: string, values: Given): NewPerson {
  if (!values.name) throw new UsageError('--name is missing');
  if (!values.title) throw new UsageError('--title is missing');
  const isGuest = values.guest ?? false;
  const roles = (values.role ?? []).map(roleOf);
  return {
    login,
    name: { zh: values.name, ...(values['name-en'] ? { en: values['name-en'] } : {}) },
    title: { zh: values.title, ...(values['title-en'] ? { en: values['title-en'] } : {}) },
    department: values.department,
    roles: roles.length === 0 ? [isGuest ? 'guest' : 'staff'] : roles,
    isGuest,
  };
}

function roleOf(word: string): OrgRole {
  if (!Value.Check(OrgRole, word)) throw new UsageError(`there is no role "${word}"`);
  return word;
}

import { resolve } from 'node:path';
import { Refusal } from '@countinghouse/protocol';
import { createMessenger, OfflineError } from '@countinghouse/sdk';
import { type Command, parseCommand } from './arguments.ts';
import { describeRefusal, exportAudit } from './commands/audit-export.ts';
import type { Outcome } from './commands/outcome.ts';
import { addPerson, deactivate, listPeople, makeLink, setRoles } from './commands/people.ts';
import { listSessions, revokeSession } from './commands/sessions.ts';
import { signIn, signOut } from './commands/sign-in.ts';
import { readSession, sessionPath } from './kept-session.ts';
import type { Terminal } from './terminal.ts';
import { CommandError, UsageError, usage } from './usage.ts';

export type ExitCode = 0 | 1 | 2;

/** Runs one command. What went wrong is one line on standard error; exit code 1 for a "no", 2 for a wrong call. */
export async function runAdmin(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const { command, isJson } = parseCommand(args);
    const { text, data } = await run(command, terminal);
    terminal.print(isJson ? JSON.stringify(data) : text);
    return 0;
  } catch (error) {
    const message = explain(error);
    if (message === undefined) throw error;
    terminal.printError(`admin: ${message}`);
    if (!(error instanceof UsageError)) return 1;
    terminal.printError('npm run admin -- --help says what there is.');
    return 2;
  }
}

async function run(command: Command, terminal: Terminal): Promise<Outcome> {
  const sessionFile = sessionPath(terminal.env);
  if (command.kind === 'help') return { text: usage.trimEnd(), data: { usage } };
  if (command.kind === 'sign-in') return signIn(terminal, sessionFile, command);
  if (command.kind === 'sign-out') return signOut(sessionFile);
  const session = await readSession(sessionFile);
  const { call } = createMessenger(session);
  switch (command.kind) {
    case 'people-list':
      return listPeople(call, command);
    case 'people-add':
      return addPerson(call, command.person);
    case 'people-roles':
      return setRoles(call, command);
    case 'people-link':
      return makeLink(call, command.login);
    case 'people-deactivate':
      return deactivate(call, command.login);
    case 'sessions-list':
      return listSessions(call);
    case 'sessions-revoke':
      return revokeSession(call, command.sessionId);
    case 'audit-export':
      return exportAudit(session, resolve(terminal.folder, command.file));
  }
}

/** One line for what was to be expected; undefined for a fault of ours, which deserves its stack. */
function explain(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof CommandError) return error.message;
  if (error instanceof OfflineError) return `${error.message}; is the address right, and does the server run?`;
  if (!(error instanceof Refusal)) return undefined;
  const reason = describeRefusal(error.refusal, error.message);
  return error.refusal === 'session_missing' ? `${reason}; the session has ended, sign in again` : reason;
}

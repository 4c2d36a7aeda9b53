import { identity, SessionId } from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';
import { Value } from 'typebox/value';
import { textTable } from '../text-table.ts';
import { UsageError } from '../usage.ts';
import type { Outcome } from './outcome.ts';

export async function listSessions(call: Call): Promise<Outcome> {
  const { sessions } = await call(identity.listSessions);
  const rows = sessions.map((session) => [
    session.id,
    session.lastSeenAt,
    session.device,
    session.isCurrent ? 'this one' : '',
  ]);
  return { text: textTable(['ID', 'LAST SEEN', 'DEVICE', ''], rows), data: { sessions } };
}

export async function revokeSession(call: Call, sessionId: string): Promise<Outcome> {
  if (!Value.Check(SessionId, sessionId)) throw new UsageError(`"${sessionId}" is no session id`);
  await call(identity.revokeSession, { params: { sessionId } });
  return { text: `session ${sessionId} has ended`, data: { sessionId } };
}

import type { SessionId } from '@countinghouse/protocol';
import type { Database } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { listReadablePlaces, type ReadablePlace } from '../access.ts';
import { findUserHeads } from '../store/line-store.ts';

/** What a line has to know of its session. */
export interface LineFacts {
  subject: Subject;
  /** Where the person's user log stands. */
  userSeq: number;
  places: readonly ReadablePlace[];
}

export interface LineSources {
  database: Database;
  /** The subjects of those sessions that are still live. */
  findSubjects(sessionIds: readonly SessionId[]): Promise<(Subject & { sessionId: SessionId })[]>;
}

/** For several lines in three statements; undefined where the session has ended. The log is read before the places, so that what happens between is told again rather than missed. */
export async function readLineFacts(
  { database, findSubjects }: LineSources,
  sessionIds: readonly SessionId[],
): Promise<(LineFacts | undefined)[]> {
  const subjects = new Map((await findSubjects(sessionIds)).map((subject) => [subject.sessionId, subject]));
  const people = [...new Map([...subjects.values()].map((subject) => [subject.userId, subject])).values()];
  const heads = await findUserHeads(
    database,
    people.map((subject) => subject.userId),
  );
  const places = await listReadablePlaces(database, people);
  return sessionIds.map((id) => {
    const subject = subjects.get(id);
    return (
      subject && {
        subject,
        userSeq: heads.get(subject.userId) ?? 0,
        places: places.get(subject.userId) ?? [],
      }
    );
  });
}

import type { ConversationHit, Person, PersonHit, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { findPeople } from '../../identity/index.ts';
import { listSharedPeople } from '../../messaging/index.ts';
import { encodeCursor } from '../domain/page-cursor.ts';
import { wholeSnippet } from '../language/make-snippet.ts';
import { matchName } from '../language/match-name.ts';
import { listNamedConversations } from '../store/name-store.ts';
import type { KnownPeople } from './known-people.ts';
import type { FoundPage, SearchScope } from './scope.ts';

export interface Scored<Hit> {
  hit: Hit;
  score: number;
  /** Decides between equals, so that pages do not mix. */
  name: string;
}

/** Whoever is gone is found, after those who are there. */
const goneWorth = -2;

const matchAnyName = (typed: string, names: readonly (string | undefined)[]) => {
  const [best] = names
    .flatMap((name) => {
      const match = name === undefined ? undefined : matchName(typed, name);
      return name !== undefined && match ? [{ name, match }] : [];
    })
    .sort((left, right) => right.match.score - left.match.score);
  return (
    best && {
      score: best.match.score,
      name: best.name,
      snippet: wholeSnippet(best.name.normalize('NFC'), best.match.marks),
    }
  );
};

export interface NameSource {
  db: Queryable;
  people: KnownPeople;
}

/** Everybody for people of the firm; guests find themselves and those with whom they share a conversation. */
async function listVisiblePeople({ db, people }: NameSource, subject: Subject): Promise<readonly Person[]> {
  if (can(subject, 'read', 'directory', {})) return people.list(db);
  const shared = await listSharedPeople(db, subject.userId);
  return findPeople(db, [...new Set([...shared, subject.userId])]);
}

export async function matchPeople(source: NameSource, subject: Subject, typed: string): Promise<Scored<PersonHit>[]> {
  const people = await listVisiblePeople(source, subject);
  return people.flatMap((person) => {
    if (person.kind === 'app') return [];
    const found = matchAnyName(typed, [person.name.zh, person.name.en]);
    if (!found) return [];
    const { id: userId, name, title, departmentId } = person;
    const hit: PersonHit = { kind: 'person', userId, name, title, departmentId, snippet: found.snippet };
    return [{ hit, score: found.score + (person.isActive ? 0 : goneWorth), name: `${found.name} ${userId}` }];
  });
}

export async function matchConversations(
  db: Queryable,
  subject: Subject,
  typed: string,
): Promise<Scored<ConversationHit>[]> {
  const conversations = await listNamedConversations(db, subject);
  const peerIds = conversations.map(({ directKey }) => peerOf(directKey, subject.userId));
  const peers = await findPeople(db, [...new Set(peerIds.filter((id) => id !== null))]);
  const peersById = new Map(peers.map((person) => [person.id, person]));
  return conversations.flatMap(({ conversationId, conversationKind, title }, index) => {
    const peerId = peerIds[index] ?? null;
    const peer = peerId === null ? undefined : peersById.get(peerId);
    const found = matchAnyName(typed, peer ? [peer.name.zh, peer.name.en] : [title]);
    if (!found) return [];
    const hit: ConversationHit = {
      kind: 'conversation',
      conversationId,
      conversationKind,
      peerId,
      snippet: found.snippet,
    };
    return [{ hit, score: found.score, name: `${found.name} ${conversationId}` }];
  });
}

function peerOf(directKey: string | null, me: UserId): UserId | null {
  const other = directKey?.split(':').find((id) => id !== me);
  return other === undefined ? null : (other as UserId); // the key is made of two ids of people
}

export const byScore = <Hit>(left: Scored<Hit>, right: Scored<Hit>): number =>
  right.score - left.score || left.name.localeCompare(right.name);

/** A page of hits that were all compared at once. */
export function pageOfNames<Hit>(
  scope: SearchScope,
  kind: 'person' | 'conversation',
  found: Scored<Hit>[],
): FoundPage<Hit> {
  const start = Number(scope.cursor?.key[0] ?? 0);
  const end = start + scope.limit;
  const hits = found.sort(byScore).slice(start, end);
  const next = { of: scope.of, untilMs: 0, score: null, atMs: 0, key: [String(end)] };
  return { kind, hits: hits.map(({ hit }) => hit), next: found.length > end ? encodeCursor(next) : null };
}

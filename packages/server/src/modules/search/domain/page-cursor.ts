import { hash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Where the next page of one search begins. */
const CursorContent = Type.Object({
  /** Of the search that it belongs to. */
  of: Type.String(),
  /** Nothing that came after the first page. */
  untilMs: Type.Number(),
  /** Of the last hit: its score where the order is by relevance, its instant and its key. */
  score: Type.Union([Type.Number(), Type.Null()]),
  atMs: Type.Number(),
  key: Type.Array(Type.String(), { maxItems: 2 }),
});
export type PageCursor = Static<typeof CursorContent>;

export const encodeCursor = (cursor: PageCursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined for what is no cursor, or belongs to another search. */
export function decodeCursor(text: string, of: string): PageCursor | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Value.Check(CursorContent, content) && content.of === of ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Names a search without repeating what was typed. */
export const digestOfSearch = (parts: readonly unknown[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 16);

import type { UserId } from '@countinghouse/protocol';
import { linkify, type TextPart } from '../../shared/linkify.ts';

export interface Mentionable {
  id: UserId;
  name: string;
  /** Other words by which they are found: login, title, the name in the other language. */
  words: string;
  /** Title or department, shown beside the name. */
  note: string;
}

/** The piece after `@` that is being typed at the caret, or null. */
export function mentionQueryAt(text: string, caret: number): { start: number; query: string } | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  if (start < 0) return null;
  const previous = before[start - 1];
  if (previous !== undefined && /[A-Za-z0-9._-]/.test(previous)) return null;
  const query = before.slice(start + 1);
  return query.length <= 20 && !/[\s@]/.test(query) ? { start, query } : null;
}

export function matchMentionables(people: readonly Mentionable[], query: string, limit = 8): Mentionable[] {
  const needle = query.toLocaleLowerCase();
  const starts = people.filter((p) => p.name.toLocaleLowerCase().startsWith(needle));
  const holds = people.filter(
    (p) => !starts.includes(p) && `${p.name} ${p.words}`.toLocaleLowerCase().includes(needle),
  );
  return [...starts, ...holds].slice(0, limit);
}

export function insertMention(
  text: string,
  { start, caret, name }: { start: number; caret: number; name: string },
): { text: string; caret: number } {
  const inserted = `@${name} `;
  return {
    text: text.slice(0, start) + inserted + text.slice(caret).replace(/^ /, ''),
    caret: start + inserted.length,
  };
}

/** Who is mentioned in the text; a longer name wins over one that it begins with. */
export function mentionsIn(text: string, people: readonly Mentionable[]): UserId[] {
  const found = splitMentions(text, people).flatMap((part) => (part.kind === 'mention' ? [part.id] : []));
  return [...new Set(found)];
}

type MentionPart = { kind: 'text'; text: string } | { kind: 'mention'; text: string; id: UserId };
export type MessagePart = TextPart | MentionPart;

function splitMentions(text: string, people: readonly Pick<Mentionable, 'id' | 'name'>[]): MentionPart[] {
  const longestFirst = people.filter((p) => p.name !== '').sort((a, b) => b.name.length - a.name.length);
  const parts: MentionPart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const person = text[at] === '@' ? longestFirst.find((p) => text.startsWith(p.name, at + 1)) : undefined;
    if (!person) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push({ kind: 'mention', text: `@${person.name}`, id: person.id });
    at += person.name.length + 1;
  }
  if (plain) parts.push({ kind: 'text', text: plain });
  return parts;
}

/** Text as it is drawn: mentions of the mentioned, links, and plain text. */
export function messageParts(text: string, mentioned: readonly Pick<Mentionable, 'id' | 'name'>[]): MessagePart[] {
  return splitMentions(text, mentioned).flatMap<MessagePart>((part) =>
    part.kind === 'mention' ? [part] : linkify(part.text),
  );
}

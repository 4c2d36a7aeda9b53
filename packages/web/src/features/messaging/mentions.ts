import type { MentionGroup, UserId } from '@countinghouse/protocol';
import { linkify, type TextPart } from '../../shared/linkify.ts';

export type MentionTarget = { kind: 'person'; id: UserId } | { kind: 'group'; group: MentionGroup };

export interface Mentionable {
  target: MentionTarget;
  name: string;
  /** Other words by which they are found: login, title, the name in the other language. */
  words: string;
  /** Title or department, shown beside the name. */
  note: string;
}

/** A name as it may stand in a text, and whom it means. */
export type Named = Pick<Mentionable, 'target' | 'name'>;

const queryLengthMax = 20;

/** The piece after `@` that is being typed at the caret, or null. */
export function mentionQueryAt(text: string, caret: number): { start: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - queryLengthMax - 2), caret);
  const found = before.lastIndexOf('@');
  if (found < 0) return null;
  const start = caret - before.length + found;
  const previous = text[start - 1];
  if (previous !== undefined && /[A-Za-z0-9._-]/.test(previous)) return null;
  const query = before.slice(found + 1);
  return query.length <= queryLengthMax && !/[\s@]/.test(query) ? { start, query } : null;
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

export interface Mentioned {
  mentions: UserId[];
  mentionGroups: MentionGroup[];
}

/** Who is mentioned in the text; a longer name wins over one that it begins with. */
export function mentionsIn(text: string, people: readonly Named[]): Mentioned {
  const mentions = new Set<UserId>();
  const groups = new Set<MentionGroup>();
  if (text.includes('@')) {
    for (const part of splitMentions(text, people)) {
      if (part.kind !== 'mention') continue;
      if (part.target.kind === 'person') mentions.add(part.target.id);
      else groups.add(part.target.group);
    }
  }
  return { mentions: [...mentions], mentionGroups: [...groups] };
}

type MentionPart = { kind: 'text'; text: string } | { kind: 'mention'; text: string; target: MentionTarget };
export type MessagePart = TextPart | MentionPart;

/** Beyond this many, names of one text stay plain: a wall of them says no more, and each costs the page a piece. */
const chipsMax = 1_000;

/** By first character and longest first, so that 10,000 `@` among 400 names cost a look each. */
function indexNames(people: readonly Named[]): Map<string, Named[]> {
  const index = new Map<string, Named[]>();
  for (const person of people) {
    const first = person.name[0];
    if (first === undefined) continue;
    const row = index.get(first);
    if (row) row.push(person);
    else index.set(first, [person]);
  }
  for (const row of index.values()) row.sort((a, b) => b.name.length - a.name.length);
  return index;
}

function splitMentions(text: string, people: readonly Named[]): MentionPart[] {
  const index = indexNames(people);
  const parts: MentionPart[] = [];
  let from = 0;
  let chips = 0;
  for (let at = text.indexOf('@'); at >= 0 && chips < chipsMax; at = text.indexOf('@', at + 1)) {
    const person = index.get(text[at + 1] ?? '')?.find((p) => text.startsWith(p.name, at + 1));
    if (!person) continue;
    if (at > from) parts.push({ kind: 'text', text: text.slice(from, at) });
    parts.push({ kind: 'mention', text: `@${person.name}`, target: person.target });
    chips += 1;
    from = at + person.name.length + 1;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** Text as it is drawn: mentions of the mentioned, links, and plain text. */
export function messageParts(text: string, mentioned: readonly Named[]): MessagePart[] {
  return splitMentions(text, mentioned).flatMap<MessagePart>((part) =>
    part.kind === 'mention' ? [part] : linkify(part.text),
  );
}

import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { insertMention, type Mentionable, matchMentionables, mentionQueryAt } from '../mentions.ts';

interface MentionInput {
  field: { current: HTMLTextAreaElement | null };
  text: string;
  setText(text: string): void;
  mentionables: readonly Mentionable[];
}

/** Names behind an `@` at the caret. Focus stays in the text; the keys of the list are taken from there. */
export function useMentionPicker({ field, text, setText, mentionables }: MentionInput) {
  const listId = useId();
  const [typed, setTyped] = useState<{ start: number; query: string } | null>(null);
  const [active, setActive] = useState(0);
  const matches = typed ? matchMentionables(mentionables, typed.query) : [];
  const isOpen = matches.length > 0;
  const update = (value: string, caret: number) => {
    const next = mentionQueryAt(value, caret);
    if (next === null && typed === null) return;
    setTyped(next);
    setActive(0);
  };
  // With the new text, and not a frame later: the next key may be there before it.
  const caretTo = useRef<number | null>(null);
  useLayoutEffect(() => {
    const caret = caretTo.current;
    if (caret === null) return;
    caretTo.current = null;
    field.current?.focus();
    field.current?.setSelectionRange(caret, caret);
  });
  const choose = (person: Mentionable) => {
    if (!typed) return;
    const caret = typed.start + typed.query.length + 1;
    const next = insertMention(text, { start: typed.start, caret, name: person.name });
    caretTo.current = next.caret;
    setText(next.text);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const current = matches[active];
    if (!isOpen || !current) return false;
    if (event.key === 'ArrowDown') setActive((active + 1) % matches.length);
    else if (event.key === 'ArrowUp') setActive((active + matches.length - 1) % matches.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(current);
    else if (event.key === 'Escape') setTyped(null);
    else return false;
    event.preventDefault();
    return true;
  };
  const start = () => {
    const caret = field.current?.selectionStart ?? text.length;
    const lead = /[A-Za-z0-9._-]$/.test(text.slice(0, caret)) ? ' @' : '@';
    const next = text.slice(0, caret) + lead + text.slice(caret);
    caretTo.current = caret + lead.length;
    setText(next);
    update(next, caret + lead.length);
  };
  return {
    update,
    start,
    onKeyDown,
    close: () => setTyped(null),
    picker: { listId, matches, active, onChoose: choose },
    fieldProps: {
      'aria-controls': isOpen ? listId : undefined,
      'aria-autocomplete': 'list' as const,
      'aria-activedescendant': isOpen ? `${listId}-${active}` : undefined,
    },
  };
}

/** What to put in place of a piece of the text, and what is selected afterwards. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
  selectFrom: number;
  selectTo: number;
}

export interface Selected {
  from: number;
  to: number;
}

/** Puts a mark around what is selected, or takes it away where it stands already. */
export function toggleMark(text: string, { from, to }: Selected, mark: string): TextEdit {
  const size = mark.length;
  const inner = text.slice(from, to);
  const isAround =
    text.slice(from - size, from) === mark &&
    text.slice(to, to + size) === mark &&
    // `*a*` within `**a**` is not its own mark.
    text[from - size - 1] !== mark[0];
  if (isAround) {
    return { from: from - size, to: to + size, insert: inner, selectFrom: from - size, selectTo: to - size };
  }
  if (inner.length >= size * 2 && inner.startsWith(mark) && inner.endsWith(mark)) {
    const bare = inner.slice(size, -size);
    return { from, to, insert: bare, selectFrom: from, selectTo: from + bare.length };
  }
  // Blanks at the ends would keep the mark from being one.
  const lead = /^\s*/.exec(inner)?.[0] ?? '';
  const bare = inner.trim();
  const tail = inner.slice(lead.length + bare.length);
  const start = from + lead.length + size;
  return {
    from,
    to,
    insert: `${lead}${mark}${bare}${mark}${tail}`,
    selectFrom: start,
    selectTo: start + bare.length,
  };
}

/** What is selected becomes a block of code on lines of its own. */
export function fence(text: string, { from, to }: Selected): TextEdit {
  const before = from > 0 && text[from - 1] !== '\n' ? '\n' : '';
  const after = text[to] !== undefined && text[to] !== '\n' ? '\n' : '';
  const insert = `${before}\`\`\`\n${text.slice(from, to)}\n\`\`\`${after}`;
  const start = from + before.length + 4;
  return { from, to, insert, selectFrom: start, selectTo: start + (to - from) };
}

/** Puts a block in place of what is selected, on lines of its own; the caret stands below it. */
export function onOwnLines(text: string, { from, to }: Selected, block: string): TextEdit {
  const before = from > 0 && text[from - 1] !== '\n' ? '\n' : '';
  const insert = `${before}${block}\n`;
  const end = from + insert.length;
  return { from, to, insert, selectFrom: end, selectTo: end };
}

/** Puts a mark at the beginning of each selected line, or takes it away where all have it. */
export function toggleLines(text: string, { from, to }: Selected, mark: string): TextEdit {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const found = text.indexOf('\n', to);
  const end = found < 0 ? text.length : found;
  const lines = text.slice(start, end).split('\n');
  const hasAll = lines.every((line) => line.startsWith(mark));
  const insert = lines.map((line) => (hasAll ? line.slice(mark.length) : mark + line)).join('\n');
  return {
    from: start,
    to: end,
    insert,
    selectFrom: start + (from === to ? insert.length : 0),
    selectTo: start + insert.length,
  };
}

const listLine = /^(\s*)([-*+] \[[ xX]\] |[-*+] |(\d{1,8})([.)]) |> )(.*)$/;

/** A new line within a list goes on with it; on an item without words it ends the list. Null outside of lists. */
export function continueList(text: string, caret: number): TextEdit | null {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const match = listLine.exec(text.slice(start, caret));
  if (!match) return null;
  const [, indent = '', marker = '', number, dot = '.', words = ''] = match;
  if (words.trim() === '') return { from: start, to: caret, insert: '', selectFrom: start, selectTo: start };
  const next = number ? `${Number(number) + 1}${dot} ` : marker.replace(/\[[xX]\]/, '[ ]');
  const insert = `\n${indent}${next}`;
  return { from: caret, to: caret, insert, selectFrom: caret + insert.length, selectTo: caret + insert.length };
}

/** Whether the caret stands in a block of code that is not closed yet, where Enter is a new line. */
export function isInFence(text: string, caret: number): boolean {
  return (text.slice(0, caret).match(/^```/gm)?.length ?? 0) % 2 === 1;
}

export const applied = (text: string, edit: TextEdit): string =>
  text.slice(0, edit.from) + edit.insert + text.slice(edit.to);

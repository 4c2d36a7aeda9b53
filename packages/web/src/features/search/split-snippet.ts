import type { SearchSnippet } from '@countinghouse/protocol';

export interface SnippetPart {
  text: string;
  isMarked: boolean;
}

/** The text cut at its marks; marks that do not fit the text are left out. */
export function splitSnippet({ text, marks }: Pick<SearchSnippet, 'text' | 'marks'>): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) parts.push({ text: text.slice(at, start), isMarked: false });
    parts.push({ text: text.slice(start, end), isMarked: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMarked: false });
  return parts;
}

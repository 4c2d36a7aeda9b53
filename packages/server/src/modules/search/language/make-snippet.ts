import { type SearchSnippet, searchSnippetLengthMax } from '@countinghouse/protocol';
import { foldWithPlaces } from './fold-text.ts';
import { matchAnyTerm, matchText, type Span } from './match-text.ts';
import type { ParsedQuery } from './parse-query.ts';

/** Units before the first mark, so that it is read with what leads to it. */
const leadLength = 40;

/** The part of a text around what was found; undefined where a term is missing in it. */
export function makeSnippet(query: Pick<ParsedQuery, 'terms'>, text: string): SearchSnippet | undefined {
  const source = text.normalize('NFC');
  const folded = foldWithPlaces(source);
  const matched = matchText(query, folded.text);
  return matched && cut(source, toSource(matched.flat(), folded));
}

/** The same for one of several texts that match together: terms that stand elsewhere are no fault. */
export function makePartialSnippet(query: Pick<ParsedQuery, 'terms'>, text: string): SearchSnippet {
  const source = text.normalize('NFC');
  const folded = foldWithPlaces(source);
  return cut(source, toSource(matchAnyTerm(query, folded.text), folded));
}

/** The same for a text that is kept beside its folded form, unit for unit; undefined where no term stands in it. */
export function makeAlignedSnippet(
  query: Pick<ParsedQuery, 'terms'>,
  { shown, folded }: { shown: string; folded: string },
): SearchSnippet | undefined {
  const spans = matchAnyTerm(query, folded);
  return spans.length === 0 ? undefined : cut(shown, spans);
}

/** A whole short text, such as the name of a file, with what of the query stands in it. */
export function markWhole(query: Pick<ParsedQuery, 'terms'>, text: string): SearchSnippet {
  const source = text.normalize('NFC');
  const folded = foldWithPlaces(source);
  return wholeSnippet(source, toSource(matchAnyTerm(query, folded.text), folded));
}

/** A whole short text, such as a name, with marks at the given places of it. */
export const wholeSnippet = (text: string, marks: readonly Span[]): SearchSnippet => ({
  text,
  marks: merge(marks),
  isCutBefore: false,
  isCutAfter: false,
});

function toSource(spans: readonly Span[], folded: ReturnType<typeof foldWithPlaces>): Span[] {
  return spans.map(([start, end]) => [folded.starts[start] ?? 0, folded.ends[end - 1] ?? 0]);
}

function merge(spans: readonly Span[]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort((left, right) => left[0] - right[0] || left[1] - right[1])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function cut(source: string, spans: readonly Span[]): SearchSnippet {
  const marks = merge(spans);
  if (source.length <= searchSnippetLengthMax)
    return oneLine({ text: source, marks, isCutBefore: false, isCutAfter: false });
  const first = bestStart(marks);
  const from = wholeCharacter(
    source,
    Math.max(0, Math.min(first - leadLength, source.length - searchSnippetLengthMax)),
  );
  const to = wholeCharacter(source, Math.min(source.length, from + searchSnippetLengthMax));
  const inside = marks.flatMap(([start, end]): [number, number][] =>
    end <= from || start >= to ? [] : [[Math.max(start, from) - from, Math.min(end, to) - from]],
  );
  return oneLine({
    text: source.slice(from, to),
    marks: inside,
    isCutBefore: from > 0,
    isCutAfter: to < source.length,
  });
}

/** The mark from which on most others lie near. */
function bestStart(marks: readonly (readonly [number, number])[]): number {
  let best = { start: marks[0]?.[0] ?? 0, count: 0 };
  for (const [start] of marks) {
    const near = marks.filter(([other]) => other >= start && other < start + searchSnippetLengthMax - leadLength);
    if (near.length > best.count) best = { start, count: near.length };
  }
  return best.start;
}

/** Never between the halves of a character. */
const wholeCharacter = (source: string, at: number): number => {
  const unit = source.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff && at > 0 ? at - 1 : at;
};

/** Line breaks take one unit each, so that marks stay where they are. */
const oneLine = (snippet: SearchSnippet): SearchSnippet => ({
  ...snippet,
  text: snippet.text.replace(/[\r\n\t]/g, ' '),
});

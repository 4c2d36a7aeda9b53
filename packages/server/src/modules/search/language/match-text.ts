import { findNumbers } from './numbers.ts';
import { type Alternative, isDigitsAnywhere, type ParsedQuery } from './parse-query.ts';
import { isIdeograph } from './tokens.ts';

/** `[start, end)` in units of the folded text. */
export type Span = readonly [number, number];

/** More places of one term are not looked for; a page shows a few. */
const spansPerTermMax = 50;

/** Where each term stands in a folded text, in the order of the terms; undefined where one is missing. */
export function matchText(query: Pick<ParsedQuery, 'terms'>, folded: string): Span[][] | undefined {
  const numbers = once(() => findNumbers(folded));
  const all: Span[][] = [];
  for (const { alternatives } of query.terms) {
    const spans = alternatives.flatMap((alternative) => spansOf(alternative, folded, numbers));
    if (spans.length === 0) return undefined;
    all.push(spans);
  }
  return all;
}

/** Places of any of the terms, also where others are missing. */
export function matchAnyTerm(query: Pick<ParsedQuery, 'terms'>, folded: string): Span[] {
  const numbers = once(() => findNumbers(folded));
  return query.terms.flatMap(({ alternatives }) =>
    alternatives.flatMap((alternative) => spansOf(alternative, folded, numbers)),
  );
}

function spansOf(alternative: Alternative, folded: string, numbers: () => ReturnType<typeof findNumbers>): Span[] {
  if (alternative.kind === 'number') {
    return numbers()
      .filter((found) => found.value === alternative.value)
      .slice(0, spansPerTermMax)
      .map(({ start, end }) => [start, end]);
  }
  const { literal } = alternative;
  const anywhere = isDigitsAnywhere(literal);
  const spans: Span[] = [];
  for (
    let at = folded.indexOf(literal);
    at >= 0 && spans.length < spansPerTermMax;
    at = folded.indexOf(literal, at + 1)
  ) {
    if (anywhere || beginsThere(folded, at)) spans.push([at, at + literal.length]);
  }
  return spans;
}

const partOfWord = /[\p{L}\p{N}\p{M}]/u;

/** Ideographs begin anywhere; letters and digits where a word begins. */
function beginsThere(folded: string, at: number): boolean {
  const first = String.fromCodePoint(folded.codePointAt(at) ?? 0);
  if (isIdeograph(first) || at === 0) return true;
  const before = folded.slice(Math.max(0, at - 2), at);
  const previous = [...before].at(-1) ?? '';
  return isIdeograph(previous) || !partOfWord.test(previous);
}

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

import { searchQueryLengthMax, searchTermsMax } from '@countinghouse/protocol';
import { fold } from './fold-text.ts';
import { readNumber } from './numbers.ts';
import { digitGramLength, numberToken, requiredTokens, runsOf, type Token } from './tokens.ts';

/** One way in which a text can have what a term asks for. */
export type Alternative = { kind: 'literal'; literal: string } | { kind: 'number'; value: string };

/** A word, an amount, or words in quotes. A text matches where any of the alternatives stands in it. */
export interface Term {
  alternatives: readonly Alternative[];
}

export interface ParsedQuery {
  terms: readonly Term[];
  /** What was typed without its operators, folded and with its spaces, for names. */
  text: string;
  hasFile: boolean;
}

export type QueryFault = 'search_query_blank' | 'search_query_too_long';

const hasFileOperator = /(?:^|\s)(?:has:file|has:files|含文件)(?=\s|$)/giu;
const pieces = /"([^"]+)"|“([^”]+)”|(\S+)/gu;
const edges = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu;

/** Where nothing is typed but an operator the terms are empty; the caller decides whether that is enough. */
export function parseQuery(typed: string): ParsedQuery | QueryFault {
  if (typed.length > searchQueryLengthMax) return 'search_query_too_long';
  const normal = typed.normalize('NFKC');
  const withoutOperators = normal.replace(hasFileOperator, ' ');
  const hasFile = withoutOperators !== normal;
  const terms: Term[] = [];
  for (const [, straight, curved, bare] of withoutOperators.matchAll(pieces)) {
    const term = termOf(straight ?? curved ?? bare ?? '', bare === undefined);
    if (term) terms.push(term);
  }
  if (terms.length > searchTermsMax) return 'search_query_too_long';
  if (terms.length === 0) return 'search_query_blank';
  return { terms, text: fold(withoutOperators).trim(), hasFile };
}

function termOf(piece: string, isQuoted: boolean): Term | undefined {
  const folded = fold(piece).trim();
  const literal = folded.replace(edges, '');
  const value = isQuoted ? undefined : readNumber(folded);
  const alternatives: Alternative[] = [];
  if (value !== undefined) alternatives.push({ kind: 'number', value });
  // `53,000.00` stands for its value alone; digits may also be the beginning of a number or a part of a long one.
  const isAmountOnly = value !== undefined && !/^\d+$/.test(literal);
  if (literal !== '' && !isAmountOnly) alternatives.push({ kind: 'literal', literal });
  return alternatives.length > 0 && (value !== undefined || !runsOf(literal).next().done)
    ? { alternatives }
    : undefined;
}

export const tokensOfAlternative = (alternative: Alternative): Token[] =>
  alternative.kind === 'number' ? [numberToken(alternative.value)] : requiredTokens(alternative.literal);

/** Whether a row of digits is sought that may stand inside of a longer one. */
export const isDigitsAnywhere = (literal: string): boolean =>
  /^\d+$/.test(literal) && literal.length >= digitGramLength;

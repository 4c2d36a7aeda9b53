/**
 * Characters that turn the direction of what follows, or that are drawn as nothing: with them a name or a sentence can
 * look like another one. They are shown by their numbers.
 */
const hiddenCharacter = /(?![\t\n\r])\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
const hiddenCharacters = new RegExp(hiddenCharacter.source, 'gu');

/** More marks on one letter than any script needs only run over the lines around it. */
const marksPerLetterMax = 4;
const markPile = new RegExp(`(\\p{Mark}{${marksPerLetterMax}})\\p{Mark}+`, 'gu');
const anyMark = /\p{Mark}{5}/u;

export type TextPiece = { kind: 'text'; text: string } | { kind: 'hidden'; code: string };

/** Whether the text can be drawn as it is, which nearly all texts can. */
export const isPlainlyVisible = (text: string): boolean => !hiddenCharacter.test(text) && !anyMark.test(text);

/** The text with piles of marks cut down, in pieces where something hidden stands. */
export function visiblePieces(text: string): TextPiece[] {
  const calm = text.replace(markPile, '$1');
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of calm.matchAll(hiddenCharacters)) {
    if (match.index > at) pieces.push({ kind: 'text', text: calm.slice(at, match.index) });
    pieces.push({ kind: 'hidden', code: codeOf(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < calm.length) pieces.push({ kind: 'text', text: calm.slice(at) });
  return pieces;
}

/** For attributes and lists, where no mark can be drawn: what is hidden stands there by its number. */
export function visibleText(text: string): string {
  if (isPlainlyVisible(text)) return text;
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.code}]`))
    .join('');
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

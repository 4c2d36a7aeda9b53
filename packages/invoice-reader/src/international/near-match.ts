/** Errors that recognition may have made in a word of this length; short words must be exact. */
function errorsAllowed(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/** True where the text holds the word, or something that recognition makes of it. */
export function mentions(text: string, word: string, isRecognised: boolean): boolean {
  if (text.includes(word)) return true;
  const allowed = isRecognised ? errorsAllowed(word.length) : 0;
  return allowed > 0 && text.length >= word.length - allowed && leastErrors(text, word) <= allowed;
}

/** Fewest insertions, losses and changes that turn some stretch of the text into the word (Sellers' algorithm). */
function leastErrors(text: string, word: string): number {
  let column = Array.from({ length: word.length + 1 }, (_, i) => i);
  let best = word.length;
  for (const character of text) {
    const next = [0];
    for (let i = 1; i <= word.length; i++) {
      const changed = (column[i - 1] ?? 0) + (word[i - 1] === character ? 0 : 1);
      next.push(Math.min(changed, (column[i] ?? 0) + 1, (next[i - 1] ?? 0) + 1));
    }
    column = next;
    best = Math.min(best, column[word.length] ?? best);
  }
  return best;
}

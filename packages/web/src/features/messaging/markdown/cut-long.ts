/** About two screens; more than that of one message stands between the reader and the others. */
const charactersMax = 3_000;
const linesMax = 40;

/** The beginning of a text that is too long to stand there as a whole; null where it is not. */
export function cutLong(text: string): string | null {
  let end = text.length > charactersMax * 1.2 ? charactersMax : text.length;
  let at = -1;
  for (let line = 0; line < linesMax; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) break;
  }
  if (at >= 0) end = Math.min(end, at);
  if (end >= text.length) return null;
  // Not through the middle of a pair, nor of a code block.
  const last = text.charCodeAt(end - 1);
  const beginning = text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
  const isInFence = (beginning.match(/^```/gm)?.length ?? 0) % 2 === 1;
  return isInFence ? `${beginning}\n\`\`\`` : beginning;
}

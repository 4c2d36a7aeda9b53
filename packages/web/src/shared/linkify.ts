export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const addressPattern = /https?:\/\/[^\s<>"'`，。；：！？、（）《》「」『』【】\u2026]+/giu;
const trailing = /[.,;:!?)\]}]+$/;

/** Finds addresses in plain text. Only http and https become links; everything else stays text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(addressPattern)) {
    const shown = trimAddress(match[0]);
    const href = safeHref(shown);
    if (!href) continue;
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: 'link', text: shown, href });
    at = match.index + shown.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** A sentence's full stop and an unopened bracket do not belong to the address. */
function trimAddress(address: string): string {
  let shown = address;
  for (;;) {
    const end = trailing.exec(shown)?.[0];
    if (!end) return shown;
    const last = shown.at(-1);
    if (last === ')' && count(shown, '(') >= count(shown, ')')) return shown;
    shown = shown.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The address where it may be opened: http or https, without a name and password, which hide where a link leads. */
export function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : null;
}

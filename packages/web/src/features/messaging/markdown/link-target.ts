import { safeHref } from '../../../shared/linkify.ts';

export interface LinkTarget {
  href: string;
  /** Where it leads, where the words do not say so: the host in the letters that the network uses. */
  shownHost: string | null;
}

const mailAddress = /^mailto:[^\s@?]+@[^\s@?]+$/i;

/** Where a link may lead: http, https, or to a mail address; null for everything else, which stays text. */
export function linkTarget(href: string, words: string): LinkTarget | null {
  if (mailAddress.test(href)) {
    const address = href.slice('mailto:'.length);
    return { href, shownHost: words.includes(address) ? null : address };
  }
  const safe = safeHref(href);
  if (safe === null) return null;
  const { host } = new URL(safe);
  return { href: safe, shownHost: saysHost(words, host) ? null : host };
}

/** The words begin as the address does, so that nothing that looks like another host stands there. */
function saysHost(words: string, host: string): boolean {
  const said = words
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '');
  return said === host || said.startsWith(`${host}/`) || said.startsWith(`${host}?`) || said.startsWith(`${host}#`);
}

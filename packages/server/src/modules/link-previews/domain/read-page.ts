import { linkDescriptionLengthMax, linkTitleLengthMax, linkUrlLengthMax } from '@countinghouse/protocol';
import { Parser } from 'htmlparser2';

export interface PageFacts {
  title: string;
  description: string;
  siteName: string;
  /** As the page writes it, relative or not; empty where it names none. */
  pictureAddress: string;
}

/** The head of a page is flat; a hostile one nests to make the parser slow. */
const depthMax = 100;
const titleCharsMax = 2000;

/** What the head of a page says; an empty title where it says nothing. */
export function readPage(html: string): PageFacts {
  const meta = new Map<string, string>();
  let title: string | undefined;
  let depth = 0;
  let isInTitle = false;
  let isOver = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      depth++;
      if (name === 'body' || depth > depthMax) isOver = true;
      if (isOver) return;
      isInTitle = name === 'title' && title === undefined;
      if (isInTitle) title = '';
      if (name === 'meta') note(meta, attributes);
    },
    ontext: (text) => {
      if (isInTitle && title !== undefined && title.length < titleCharsMax) title += text;
    },
    onclosetag: (name) => {
      depth--;
      isInTitle = false;
      if (name === 'head') isOver = true;
    },
  });
  for (let at = 0; at < html.length && !isOver; at += pieceChars) parser.write(html.slice(at, at + pieceChars));
  // Without `end`: what would follow is not of interest.
  const find = (...names: string[]) =>
    names.map((name) => meta.get(name) ?? '').find((text) => text.trim() !== '') ?? '';
  return {
    title: cleanText(find('og:title', 'twitter:title') || title || '', linkTitleLengthMax),
    description: cleanText(find('og:description', 'twitter:description', 'description'), linkDescriptionLengthMax),
    siteName: cleanText(find('og:site_name', 'application-name'), linkTitleLengthMax),
    pictureAddress: addressOf(find('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image')),
  };
}

const addressOf = (text: string): string => {
  const address = text.trim();
  return address.length <= linkUrlLengthMax ? address : '';
};

/** So much is parsed before the parser is asked whether it has seen enough. */
const pieceChars = 4096;

/** The first of each name counts. */
function note(meta: Map<string, string>, attributes: Record<string, string>): void {
  const name = (attributes.property ?? attributes.name ?? '').trim().toLowerCase();
  if (name !== '' && !meta.has(name)) meta.set(name, attributes.content ?? '');
}

/** Without control characters, invisible ones and those that turn the direction of writing; in one line, cut with an ellipsis. */
export function cleanText(text: string, charsMax: number): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain.length <= charsMax) return plain;
  // Not through the middle of a character of two halves.
  return `${plain.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

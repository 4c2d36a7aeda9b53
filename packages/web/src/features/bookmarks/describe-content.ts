import type { Bookmark, FileRef, Poll, Voice } from '@countinghouse/protocol';
import { bareLines } from '../../shared/bare-words.ts';
import type { bookmarkTexts } from './texts.ts';

interface Content {
  text: string;
  files: readonly Pick<FileRef, 'name'>[];
  poll?: Poll | undefined;
  voice?: Voice | undefined;
  forwardedCount: number;
}

/** A message in words: its text, and what else it brings. */
export function describeContent(content: Content, texts: typeof bookmarkTexts.en): string {
  const parts = [
    bareLines(content.text),
    content.poll && texts.poll(content.poll.question),
    content.forwardedCount > 0 && texts.forwarded(content.forwardedCount),
    content.voice
      ? texts.voice
      : content.files.length > 0 && texts.files(content.files.map(({ name }) => name).join('、')),
  ];
  return parts.filter(Boolean).join('\n');
}

/** What a bookmarked message says now; null where it can no longer be seen, `recalled` where it was taken back. */
export function bookmarkedText(bookmark: Bookmark, texts: typeof bookmarkTexts.en): string | null | 'recalled' {
  if (!bookmark.message) return null;
  if (bookmark.amendments.some(({ kind }) => kind === 'message.recalled')) return 'recalled';
  const edited = bookmark.amendments.find((each) => each.kind === 'message.edited');
  const { content } = bookmark.message;
  return describeContent(
    {
      text: edited?.text ?? content.text,
      files: content.files,
      poll: content.poll,
      voice: content.voice,
      forwardedCount: content.forward?.items.length ?? 0,
    },
    texts,
  );
}

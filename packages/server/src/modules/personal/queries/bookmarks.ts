import { type Bookmark, bookmarkPageMax, type ConversationId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { PersonalContext } from '../context.ts';
import { listBookmarks, type StoredBookmark } from '../store/bookmark-store.ts';

/** The subject's own, with what they may still see of the messages. */
export async function getBookmarks(
  context: Pick<PersonalContext, 'database' | 'sealer' | 'messaging'>,
  subject: Subject,
  { beforePlace, conversationId, seq }: { beforePlace?: number; conversationId?: ConversationId; seq?: number },
): Promise<{ bookmarks: Bookmark[]; hasMore: boolean }> {
  const found = await listBookmarks(context.database, context.sealer, {
    userId: subject.userId,
    ...(beforePlace === undefined ? {} : { beforePlace }),
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(seq === undefined ? {} : { seq }),
    limit: bookmarkPageMax + 1,
  });
  const page = found.slice(0, bookmarkPageMax);
  return { bookmarks: await present(context, subject, page), hasMore: found.length > page.length };
}

/** One reading for each conversation of the page. */
async function present(
  { messaging }: Pick<PersonalContext, 'messaging'>,
  subject: Subject,
  page: readonly StoredBookmark[],
): Promise<Bookmark[]> {
  const seen = new Map<ConversationId, Awaited<ReturnType<typeof messaging.readForSubject>>>();
  for (const [conversationId, marks] of Map.groupBy(page, (mark) => mark.conversationId)) {
    const seqs = marks.map((mark) => mark.seq);
    seen.set(conversationId, await messaging.readForSubject(subject, { conversationId, seqs }));
  }
  return page.map(({ at, ...mark }) => {
    const { events = [], amendments = [] } = seen.get(mark.conversationId) ?? {};
    const message = events.find((event) => event.seq === mark.seq) ?? null;
    const own = amendments.filter((event) => messageOf(event) === mark.seq);
    return { ...mark, at: at.toISOString(), message, amendments: message ? own : [] };
  });
}

/** A message of a thread is the newest word on the thread's first message. */
const messageOf = (event: Bookmark['amendments'][number]): number | undefined =>
  'messageSeq' in event ? event.messageSeq : event.content.threadSeq;

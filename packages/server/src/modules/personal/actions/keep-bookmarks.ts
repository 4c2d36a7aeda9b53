import { bookmarksMax, type ConversationId, Refusal } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { PersonalContext } from '../context.ts';
import { countBookmarks, deleteBookmark, findBookmark, upsertBookmark } from '../store/bookmark-store.ts';

interface MessagePlace {
  conversationId: ConversationId;
  seq: number;
}

/** Keeps a message that the subject sees, or changes the note; the same again changes nothing. */
export async function putBookmark(
  { database, clock, sealer, messaging }: PersonalContext,
  subject: Subject,
  { conversationId, seq, note }: MessagePlace & { note?: string },
): Promise<void> {
  const { userId } = subject;
  const mark = { userId, conversationId, seq };
  const seen = await messaging.readForSubject(subject, { conversationId, seqs: [seq] });
  if (!seen?.events.some((event) => event.seq === seq)) throw new Refusal('object_missing', 'no such message');
  await database.transaction(async (tx) => {
    const before = await findBookmark(tx, sealer, mark);
    if (before && (note === undefined || before.note === note)) return;
    if (!before && (await countBookmarks(tx, userId)) >= bookmarksMax) {
      throw new Refusal('bookmarks_full', 'take some away first');
    }
    await upsertBookmark(tx, sealer, { mark, at: clock.now(), note: note ?? '' });
    await messaging.announceListChanged(tx, { userId, list: 'bookmarks' });
  });
}

export const removeBookmark = (
  { database, messaging }: PersonalContext,
  { userId }: Subject,
  place: MessagePlace,
): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await deleteBookmark(tx, { userId, ...place }))) return;
    await messaging.announceListChanged(tx, { userId, list: 'bookmarks' });
  });

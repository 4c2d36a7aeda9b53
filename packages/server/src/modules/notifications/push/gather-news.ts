import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Recipient } from '../../identity/index.ts';
import { type MessageRange, readMessages } from '../../messaging/index.ts';
import type { NotificationsContext } from '../deps.ts';
import { type News, pickNews } from '../domain/news.ts';
import { emptyProfile, type Profile } from '../domain/profile.ts';
import { findProfiles } from '../store/person-store.ts';
import { listWaitingPlaces, subjectOf } from '../store/waiting-store.ts';

/** Older messages are not pushed: whoever was unreachable so long finds them in the list. */
const horizonMs = 3_600_000;
// Whoever is told of fifty messages is told of enough.
const messagesMax = 50;

export interface PushNews {
  news: News;
  recipient: Recipient;
  profile: Profile;
}

export interface NewsRequest {
  userIds: readonly UserId[];
  ranges: readonly Pick<MessageRange, 'conversationId' | 'afterSeq' | 'toSeq'>[];
}

/** Who of these people is to be told what of these ranges, by what is true now: rights, read positions, rules, recalls. */
export async function gatherNews(
  context: Pick<NotificationsContext, 'sealer' | 'clock' | 'findRecipients'>,
  db: Queryable,
  { userIds, ranges }: NewsRequest,
): Promise<PushNews[]> {
  const recipients = await context.findRecipients(db, userIds);
  if (recipients.length === 0) return [];
  const byId = new Map(recipients.map((recipient) => [recipient.userId, recipient]));
  const conversationIds = ranges.map((range) => range.conversationId);
  const places = await listWaitingPlaces(db, recipients.map(subjectOf), { conversationIds });
  if (places.length === 0) return [];
  const wanted = new Set(places.map((place) => place.conversationId));
  const messages = await readMessages(
    context,
    db,
    ranges.filter((range) => wanted.has(range.conversationId)).map((range) => ({ ...range, limit: messagesMax })),
  );
  const now = context.clock.now();
  const fresh = messages.filter((message) => now.getTime() - message.at.getTime() < horizonMs);
  const byConversation = Map.groupBy(fresh, (message) => message.conversationId);
  const afterSeqs = new Map<ConversationId, number>(ranges.map((range) => [range.conversationId, range.afterSeq]));
  const profiles = await findProfiles(context.sealer, db, [...new Set(places.map((place) => place.userId))]);
  return places.flatMap((place) => {
    const recipient = byId.get(place.userId);
    const profile = profiles.get(place.userId) ?? emptyProfile;
    const news = pickNews(place, byConversation.get(place.conversationId) ?? [], {
      settings: profile.settings,
      now,
      afterSeq: afterSeqs.get(place.conversationId) ?? 0,
    });
    return news && recipient ? [{ news, recipient, profile }] : [];
  });
}

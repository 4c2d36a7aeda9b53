import type { ConversationId, MessageHit } from '@countinghouse/protocol';
import type { Bind } from '../../../platform/rights/index.ts';
import { type MessageNow, type ReadablePlace, readMessages } from '../../messaging/index.ts';
import { rangeOf } from '../indexing/index-batch.ts';
import { searchableText } from '../indexing/make-documents.ts';
import { makeSnippet } from '../language/make-snippet.ts';
import { placeTokens, type Token } from '../language/tokens.ts';
import { type Candidate, messageTable } from '../store/candidate-store.ts';
import { findPage, judgeText } from './find-page.ts';
import { type FoundPage, isWorthLookingUp, placesOf, type SearchScope } from './scope.ts';

export async function searchMessages(scope: SearchScope): Promise<FoundPage<MessageHit>> {
  const places = placesOf(scope);
  if (places.length === 0) return { kind: 'message', hits: [], next: null };
  const tokens: Token[] = [];
  if (scope.actorId) tokens.push(placeTokens.actor(scope.actorId));
  if (scope.hasFile) tokens.push(placeTokens.hasFile);
  const isLookedUp = places.length > 1 && (await isWorthLookingUp(scope, places));
  const placesTokens = places.map((place) => placeTokens.conversation(place.conversationId));
  return findPage(scope, {
    kind: 'message',
    table: messageTable,
    tokens: places.length === 1 ? [...tokens, ...placesTokens] : tokens,
    ...(isLookedUp ? { anyTokens: placesTokens } : {}),
    condition: (bind) => isInPlaces(places, bind),
    judge: judgeText(scope),
    load: (candidates) => loadMessages(scope, candidates),
  });
}

/** Members who joined late may see only what came after. */
function isInPlaces(places: readonly ReadablePlace[], bind: Bind): string {
  const inside = `d.conversation_id = any(${bind(places.map((place) => place.conversationId))}::uuid[])`;
  const late = places.filter((place) => place.visibleFromSeq > 1);
  if (late.length === 0) return inside;
  const lateIds = bind(late.map((place) => place.conversationId));
  const firsts = bind(late.map((place) => place.visibleFromSeq));
  return `${inside} and (d.conversation_id <> all(${lateIds}::uuid[]) or exists (
    select 1 from unnest(${lateIds}::uuid[], ${firsts}::bigint[]) as v(id, first)
    where v.id = d.conversation_id and d.seq >= v.first))`;
}

const placeOf = ({ key: [conversationId, seq] }: Candidate) => ({
  conversationId: String(conversationId) as ConversationId, // the key of a message document begins with this id
  seq: Number(seq),
});

/** From the log, so that what was edited or recalled this very moment is shown as it is now or not at all. */
async function loadMessages(
  scope: SearchScope,
  candidates: readonly Candidate[],
): Promise<readonly (MessageHit | undefined)[]> {
  const messages = await readMessages(scope.context, scope.db, candidates.map(placeOf).map(rangeOf));
  const byKey = new Map(messages.map((message) => [`${message.conversationId} ${message.seq}`, message]));
  return candidates.map(({ key }) => {
    const message = byKey.get(key.join(' '));
    return message && presentMessage(scope, message);
  });
}

function presentMessage(scope: SearchScope, message: MessageNow): MessageHit | undefined {
  const snippet = makeSnippet(scope.parsed, searchableText(message.content));
  if (!snippet) return undefined;
  return {
    kind: 'message',
    place: { conversationId: message.conversationId, seq: message.seq },
    actorId: message.actorId,
    at: message.at.toISOString(),
    snippet,
    fileCount: message.content.files.length,
  };
}

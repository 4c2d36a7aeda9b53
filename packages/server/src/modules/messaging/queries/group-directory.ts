import {
  type ConversationId,
  type JoinRequest,
  joinRequestsMax,
  type OpenGroup,
  type OwnerlessGroup,
  openGroupPageMax,
  type UserId,
} from '@countinghouse/protocol';
import { demand, parameters, type Subject, where } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { listJoinRequests, listOpenGroups, listOwnerlessGroups, listSharedGroups } from '../store/group-store.ts';

/** Groups that the subject may join or ask to join. Guests have no directory of them. */
export async function getOpenGroups(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { text, beforeId }: { text?: string; beforeId?: ConversationId },
): Promise<{ groups: OpenGroup[]; hasMore: boolean }> {
  demand(subject, 'read', 'directory');
  const { bind, values } = parameters();
  const mayFind = where(subject, 'find', 'conversation', { alias: 'c', bind });
  const found = await listOpenGroups(database, { userId: subject.userId, text, beforeId, mayFind, bind, values });
  return { groups: found.slice(0, openGroupPageMax), hasMore: found.length > openGroupPageMax };
}

/** In one statement, however many groups the subject is in. */
export function getSharedGroups(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { userId: otherId }: { userId: UserId },
): Promise<{ groups: { id: ConversationId; title: string }[]; count: number }> {
  const { bind, values } = parameters();
  const mayRead = where(subject, 'read', 'conversation', { alias: 'c', bind });
  return listSharedGroups(database, { userId: subject.userId, otherId, mayRead, bind, values });
}

/** For administrators, who give them to somebody: titles and numbers, nothing of what is said. */
export async function getOwnerlessGroups(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { beforeId }: { beforeId?: ConversationId },
): Promise<{ groups: OwnerlessGroup[]; hasMore: boolean }> {
  demand(subject, 'appoint', 'ownerless-group');
  const found = await listOwnerlessGroups(database, beforeId);
  return { groups: found.slice(0, openGroupPageMax), hasMore: found.length > openGroupPageMax };
}

/** Those that wait for the subject, of all groups that they govern. */
export async function getJoinRequests(
  { database, sealer }: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
): Promise<{ requests: JoinRequest[] }> {
  const { bind, values } = parameters();
  const mayGovern = where(subject, 'govern', 'conversation', { alias: 'c', bind });
  const request = { userId: subject.userId, limit: joinRequestsMax, mayGovern, bind, values };
  return { requests: await listJoinRequests(database, sealer, request) };
}

import { defaultMessagingPolicy, type MessagingPolicy, policies } from '@countinghouse/protocol';
import { useEffect, useRef } from 'react';
import { useQuery } from '../../shared/use-query.ts';

/** The firm hardly ever changes it, so that it is not asked for with each conversation; the server minds it anyway. */
const freshMs = 60_000;

/** How long the firm lets people change their words; until the answer is here, what a new firm begins with. */
export function usePolicy(conversationId: string): MessagingPolicy {
  const query = useQuery(policies.getMessaging, {});
  const { reload } = query;
  const askedAt = useRef(performance.now());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is the occasion to look.
  useEffect(() => {
    if (performance.now() - askedAt.current < freshMs) return;
    askedAt.current = performance.now();
    reload();
  }, [conversationId, reload]);
  return query.status === 'ready' ? query.data : defaultMessagingPolicy;
}

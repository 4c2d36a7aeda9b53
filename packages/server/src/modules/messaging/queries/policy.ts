import type { MessagingPolicy } from '@countinghouse/protocol';
import type { MessagingContext } from '../context.ts';
import { getMessagingPolicy } from '../store/policy-store.ts';

export const getPolicy = ({ database }: Pick<MessagingContext, 'database'>): Promise<MessagingPolicy> =>
  getMessagingPolicy(database);

import { Refusal, type UserId } from '@countinghouse/protocol';
import { Counter, type Registry } from '../metrics.ts';
import type { Platform } from '../platform.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** Takes one of a person's turns. Refuses with `rate_exceeded`, which says after how many seconds there is one again. */
export type DemandTurn = (userId: UserId) => void;

/** People who have done nothing for long have their full burst again and need no entry. */
const peopleMax = 10_000;

/**
 * How often each person may do what `name` says, in this process: with several processes so many times as much, which
 * keeps a flood away from the database all the same.
 */
export function createRateLimit(
  { clock, metrics }: Pick<Platform, 'clock' | 'metrics'>,
  { name, ...rate }: Rate & { name: string },
): DemandTurn {
  const buckets = new Map<UserId, TokenBucket>();
  const limited = counterOf(metrics);
  limited.inc({ limit: name }, 0);
  return (userId) => {
    const nowMs = clock.now().getTime();
    const bucket = buckets.get(userId) ?? new TokenBucket(rate, nowMs);
    // Behind all others: the one that was not needed longest gives way first.
    buckets.delete(userId);
    buckets.set(userId, bucket);
    const [longestAgo] = buckets.keys();
    if (buckets.size > peopleMax && longestAgo !== undefined) buckets.delete(longestAgo);
    const waitMs = bucket.take(nowMs);
    if (waitMs === 0) return;
    limited.inc({ limit: name });
    const retryAfterSeconds = String(Math.ceil(waitMs / 1000));
    throw new Refusal('rate_exceeded', `too often: ${name}`, { retryAfterSeconds });
  };
}

const counters = new WeakMap<Registry, Counter<'limit'>>();

function counterOf(registry: Registry): Counter<'limit'> {
  const known = counters.get(registry);
  if (known) return known;
  const made = new Counter({
    name: 'countinghouse_rate_limited_total',
    help: 'Requests refused because one person made too many of them, by the name of the limit.',
    labelNames: ['limit'],
    registers: [registry],
  });
  counters.set(registry, made);
  return made;
}

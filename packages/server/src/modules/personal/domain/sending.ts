import type { ClientId, RefusalName, ScheduledMessageId } from '@countinghouse/protocol';

export const sendScheduledJob = 'send-scheduled-message';

/** The same for every attempt, so that a message that was written before a crash is not written again. */
export const postClientIdOf = (id: ScheduledMessageId): ClientId => `scheduled-${id}` as ClientId; // of the right form

/** What passes by itself; anything else is told to the writer. */
export const isPassing = (refusal: RefusalName): boolean =>
  refusal === 'server_busy' || refusal === 'rate_exceeded' || refusal === 'server_fault';

/** A message that comes hours after its time is not what its writer wanted: they decide anew. */
export const sendForMs = 3_600_000;
export const isGivenUp = (sendAt: Date, now: Date): boolean => now.getTime() - sendAt.getTime() >= sendForMs;

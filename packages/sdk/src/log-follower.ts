import type { ConversationEvent } from '@countinghouse/protocol';

/** Shows something of a conversation beside its live end, and is kept current by what the live end hears. */
export interface LogFollower {
  /** In any order, some of them twice. */
  applyEvents(events: readonly ConversationEvent[]): void;
  /** More was missed than the live end caught up with: what is shown has to be read anew. */
  reload(): void;
  /** The message at `seq` looks different to the viewer. */
  drawAnew(seq: number): void;
  /** The caller may not see the conversation any more. */
  empty(): void;
}

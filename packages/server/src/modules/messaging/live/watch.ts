import type { ConversationId, UserId } from '@countinghouse/protocol';

/** What one line watches. */
export interface Watch {
  /** What the client named; what of it may be seen is asked again when rights change. */
  conversationIds: ReadonlySet<ConversationId>;
  userIds: ReadonlySet<UserId>;
  /** People whom the caller may see. */
  visible: ReadonlySet<UserId>;
  /** What the line was told of them; those of whom there is nothing to tell are absent. */
  told: Map<UserId, Standing>;
}

/** How others see somebody, in bits, because each of thousands of lines keeps it for each on its screen. */
export type Standing = number;
export const standingBits = { online: 1, away: 2, quiet: 4 } as const;

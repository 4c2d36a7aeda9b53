import type { UserId } from '@countinghouse/protocol';
import type { LiveSession } from './live-session.ts';
import type { PresenceBoard } from './presence-board.ts';

export interface ActivityParts {
  board: Pick<PresenceBoard, 'setAway'>;
  linesOf(userId: UserId): Iterable<LiveSession>;
}

/** Whether a person touches any of their devices at this process: a word of each line, kept as long as the line. */
export class Activity {
  private readonly parts: ActivityParts;

  constructor(parts: ActivityParts) {
    this.parts = parts;
  }

  say(session: LiveSession, isActive: boolean): void {
    if (session.isIdle === !isActive) return;
    session.isIdle = !isActive;
    this.count(session.userId);
  }

  /** Also called when a line came or went. */
  count(userId: UserId): void {
    const lines = [...this.parts.linesOf(userId)];
    // While the last line is gone the person counts as they were, until they are offline.
    if (lines.length === 0) return;
    const isAway = lines.every((line) => line.isIdle);
    this.parts.board.setAway(userId, isAway);
  }
}

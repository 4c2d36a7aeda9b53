import { awayAfterMs } from '@countinghouse/protocol';

/** What the clock of activity needs of a page; tests have their own. */
export interface ActivitySurroundings {
  now(): number;
  /** Returns what cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/**
 * Whether somebody touches the page. Says so when it changes and not before: a touch costs no more than reading the clock,
 * and of when it was nothing is kept but the last one.
 */
export class ActivityClock {
  private readonly surroundings: ActivitySurroundings;
  private readonly tell: (isActive: boolean) => void;
  private touchedAtMs: number;
  private isActive = true;
  private cancel: () => void;

  constructor(surroundings: ActivitySurroundings, tell: (isActive: boolean) => void) {
    this.surroundings = surroundings;
    this.tell = tell;
    this.touchedAtMs = surroundings.now();
    this.cancel = this.waitFor(awayAfterMs);
  }

  touch(): void {
    this.touchedAtMs = this.surroundings.now();
    if (this.isActive) return;
    this.isActive = true;
    this.tell(true);
    this.cancel = this.waitFor(awayAfterMs);
  }

  private waitFor(delayMs: number): () => void {
    return this.surroundings.after(delayMs, () => {
      const leftMs = this.touchedAtMs + awayAfterMs - this.surroundings.now();
      if (leftMs > 0) {
        this.cancel = this.waitFor(leftMs);
        return;
      }
      this.isActive = false;
      this.tell(false);
    });
  }

  stop(): void {
    this.cancel();
  }
}

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Until the returned function is called. */
export function followActivity(tell: (isActive: boolean) => void): () => void {
  const clock = new ActivityClock(
    {
      now: () => Date.now(),
      after: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
    },
    tell,
  );
  const touch = () => clock.touch();
  for (const name of touches) window.addEventListener(name, touch, { passive: true, capture: true });
  return () => {
    clock.stop();
    for (const name of touches) window.removeEventListener(name, touch, { capture: true });
  };
}

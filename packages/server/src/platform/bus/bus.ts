/** A kind of hint: what it is called, and how it crosses the wire between processes. */
export interface BusTopic<Message> {
  readonly name: string;
  /** Between processes a message is JSON; this makes again what JSON forgets, such as dates. */
  revive?(message: Message): Message;
  /**
   * Asked where a message is too big for the wire: smaller ones that say the same or, where there is nothing to divide,
   * one that says only where to look. Those that are still too big are divided again.
   */
  divide?(message: Message): readonly Message[];
}

/**
 * Hints between server processes (and inside one) that something is on disk. Losing one costs a pull, never data. What
 * one process publishes arrives in its order; there is no order between processes.
 */
export interface Bus {
  /** To the listeners of this process before it returns, to those of other processes soon after. Never throws. */
  publish<Message>(topic: BusTopic<Message>, message: Message): void;
  /** To the listeners of this process only. */
  deliver<Message>(topic: BusTopic<Message>, message: Message): void;
  /** Returns the function that ends the subscription. */
  subscribe<Message>(topic: BusTopic<Message>, listener: (message: Message) => void): () => void;
  /**
   * Called when hints of other processes may have been lost: after every interruption, when a process fell silent or one
   * of its hints is missing, and every `awayGapEveryMs` while this process is cut off. Returns the function that ends it.
   */
  onGap(listener: () => void): () => void;
  /** Whether hints go to other processes and come from them; a bus inside one process always is. */
  readonly isConnected: boolean;
  /** Whether there may be other processes at all. */
  readonly isShared: boolean;
  /** Resolves when what was published has left; afterwards nothing is published or delivered any more. */
  close(): Promise<void>;
}

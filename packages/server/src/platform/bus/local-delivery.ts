import type { BusTopic } from './bus.ts';

type Listener = (message: unknown) => void;

/** The listeners of this process, by topic. One that throws is reported and harms nobody else. */
export class LocalDelivery {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly revivers = new Map<string, (parsed: unknown) => unknown>();
  private readonly onError: (error: unknown, topic: string) => void;

  constructor(onError: (error: unknown, topic: string) => void) {
    this.onError = onError;
  }

  subscribe<Message>(topic: BusTopic<Message>, listener: (message: Message) => void): () => void {
    const own = this.listeners.get(topic.name) ?? new Set();
    this.listeners.set(topic.name, own);
    // Whatever comes below one name is of one type: only this topic publishes there, sealed with our key.
    const taken = listener as Listener;
    const revive = topic.revive as ((parsed: unknown) => unknown) | undefined; // see above
    this.revivers.set(topic.name, revive ?? ((parsed) => parsed));
    own.add(taken);
    return () => own.delete(taken);
  }

  deliver<Message>(topic: BusTopic<Message>, message: Message): void {
    this.pass(topic.name, message);
  }

  /** A message that came as JSON. One that nobody here listens to is left alone. */
  deliverParsed(name: string, parsed: unknown): void {
    const revive = this.revivers.get(name);
    if (revive === undefined) return;
    try {
      this.pass(name, revive(parsed));
    } catch (error) {
      this.onError(error, name);
    }
  }

  clear(): void {
    this.listeners.clear();
    this.revivers.clear();
  }

  private pass(name: string, message: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(message);
      } catch (error) {
        this.onError(error, name);
      }
    }
  }
}

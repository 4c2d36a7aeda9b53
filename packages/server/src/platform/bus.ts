/** Hints between server processes (and inside one) that something is on disk. Losing one costs a pull, never data. */
export interface Bus {
  publish(topic: string, message: unknown): void;
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
}

export function createInProcessBus(): Bus {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  return {
    publish: (topic, message) => {
      for (const listener of listeners.get(topic) ?? []) listener(message);
    },
    subscribe: (topic, listener) => {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

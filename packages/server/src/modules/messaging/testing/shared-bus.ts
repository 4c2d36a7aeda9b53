import type { Bus, BusTopic } from '../../../platform/bus/bus.ts';
import { createInProcessBus } from '../../../platform/bus/in-process-bus.ts';
import { createLogger } from '../../../platform/log.ts';

/** A bus that tests can make late, lossy and aware of it, as one between processes is. */
export interface SharedBus extends Bus {
  /** Hints of this topic wait in the list that is returned; `undefined` lets everything through again. */
  hold<Message>(topic: BusTopic<Message> | undefined): Message[];
  gap(): void;
}

export function createSharedBus(): SharedBus {
  const inner = createInProcessBus({ log: createLogger('silent') });
  const gapListeners = new Set<() => void>();
  let heldTopic: string | undefined;
  let held: unknown[] = [];
  return {
    ...inner,
    isShared: true,
    publish: (topic, message) => {
      if (topic.name === heldTopic) held.push(message);
      else inner.publish(topic, message);
    },
    onGap: (listener) => {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },
    hold: <Message>(topic: BusTopic<Message> | undefined) => {
      heldTopic = topic?.name;
      held = [];
      return held as Message[]; // only hints of this topic come in
    },
    gap: () => {
      for (const listener of gapListeners) listener();
    },
  };
}

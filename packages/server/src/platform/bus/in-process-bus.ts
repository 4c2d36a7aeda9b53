import type { Logger } from '../log.ts';
import type { Bus } from './bus.ts';
import { LocalDelivery } from './local-delivery.ts';

/** For a single server process: nothing can get lost, so no gap is ever told. */
export function createInProcessBus({ log }: { log: Logger }): Bus {
  const local = new LocalDelivery((error, topic) => log.error({ err: error, topic }, 'a listener of the bus failed'));
  return {
    publish: (topic, message) => local.deliver(topic, message),
    deliver: (topic, message) => local.deliver(topic, message),
    subscribe: (topic, listener) => local.subscribe(topic, listener),
    onGap: () => () => undefined,
    isConnected: true,
    isShared: false,
    close: async () => local.clear(),
  };
}

import { type ClientStore, memoryStorage } from '../client-store.ts';
import { type CountingMessenger, createMessenger, type MessengerOptions } from '../messenger.ts';
import type { OpenConversation } from '../types.ts';
import { conversationId, type FakeServer } from './fake-server.ts';
import { type ManualClock, settle } from './manual-clock.ts';

export interface Surroundings {
  server: FakeServer;
  clock: ManualClock;
  /** One device; a new one where absent. */
  storage?: ClientStore;
}

/** Clients of a fake server, in time that stands still. */
export class Clients {
  private readonly running: CountingMessenger[] = [];

  make(
    { server, clock, storage = memoryStorage() }: Surroundings,
    options: Partial<MessengerOptions> = {},
  ): CountingMessenger {
    const { fetch, transport } = server;
    const base = { baseUrl: 'http://server', clock, random: () => 0.5, storage, fetch, transports: [transport] };
    const messenger = createMessenger({ ...base, ...options });
    this.running.push(messenger);
    return messenger;
  }

  /** One that has started, with the server's conversation in view. */
  async start(
    surroundings: Surroundings,
    options: Partial<MessengerOptions> = {},
  ): Promise<{ messenger: CountingMessenger; open: OpenConversation }> {
    const messenger = this.make(surroundings, options);
    await messenger.start();
    const open = messenger.open(conversationId);
    await settle();
    return { messenger, open };
  }

  stopAll(): void {
    for (const messenger of this.running.splice(0)) messenger.stop();
  }
}

import type { ClientId, UserId } from '@countinghouse/protocol';
import { type ClientStore, GatheredWrites } from './client-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { parseOutboxEntry } from './parse-outbox-entry.ts';

/** The part of the store that holds what is not sent, by person. */
export class OutboxEntries {
  private readonly store: ClientStore;
  private readonly writes: GatheredWrites;
  private readonly onDamaged: () => void;

  constructor(store: ClientStore, onDamaged: () => void) {
    this.store = store;
    this.onDamaged = onDamaged;
    this.writes = new GatheredWrites(store);
  }

  /** In the order in which they were written. Damaged ones are left out, and left where they are. */
  async list(userId: UserId): Promise<OutboxEntry[]> {
    const prefix = `outbox/${userId}/`;
    const entries = (await this.store.list(prefix)).flatMap(({ key, value }) => {
      const entry = parseOutboxEntry(value, { userId, clientId: key.slice(prefix.length) });
      if (!entry) this.onDamaged();
      return entry ?? [];
    });
    return entries.sort((left, right) => left.order - right.order);
  }

  put(entry: OutboxEntry): Promise<void> {
    return this.writes.write([{ key: keyOf(entry), value: entry }]);
  }

  remove(entries: readonly OutboxEntry[]): Promise<void> {
    return this.writes.write(entries.map((entry) => ({ key: keyOf(entry) })));
  }

  /** Those that are still to be sent; the others were sent or discarded in another window. */
  async findPending(entries: readonly OutboxEntry[]): Promise<ReadonlySet<ClientId>> {
    const keys = await this.store.findKeys(entries.map(keyOf));
    return new Set(entries.filter((entry) => keys.has(keyOf(entry))).map(({ clientId }) => clientId));
  }
}

const keyOf = ({ userId, clientId }: OutboxEntry): string => `outbox/${userId}/${clientId}`;

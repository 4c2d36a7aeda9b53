/** One thing that is kept. Values are what `structuredClone` takes, files among them. */
export interface StoreRecord {
  key: string;
  value: unknown;
}

/** Without a value the record is removed. */
export interface StoreChange {
  key: string;
  value?: unknown;
}

/**
 * What a client keeps on its device: records under keys. Keys below `outbox/` hold what is not sent, those below
 * `state/` what can be loaded again, those below `fence/` the people whose state may not be written. Every method may reject where the device has no room or the store is damaged; the
 * client then goes on from memory.
 */
export interface ClientStore {
  /** The records whose keys begin with `prefix`, in the order of their keys. */
  list(prefix: string): Promise<StoreRecord[]>;
  /** Which of these keys have a record. */
  findKeys(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * All of them or none. What was written survives a reload, and later calls are written later. Where there is a record
   * under `unless` by then, nothing is written and the promise rejects.
   */
  write(changes: readonly StoreChange[], unless?: string): Promise<void>;
  /**
   * Runs `work` while no other window of this browser runs one of the same name. A window that stands still is not
   * waited for without end, so that two may run after all; what they do must bear that.
   */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/** The write was not wanted any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError';

  constructor(key: string) {
    super(`there is a record under ${key}`);
  }
}

/** Lasts as long as the object; two messengers that share one are like two windows of a browser. */
export function memoryStorage(): ClientStore {
  const records = new Map<string, unknown>();
  return {
    list: async (prefix) => listRecords(records, prefix),
    findKeys: async (keys) => new Set(keys.filter((key) => records.has(key))),
    write: async (changes, unless) => {
      if (unless !== undefined && records.has(unless)) throw new FencedError(unless);
      for (const { key, value } of changes) {
        if (value === undefined) records.delete(key);
        else records.set(key, value);
      }
    },
    exclusively: oneAfterAnother(),
  };
}

export const listRecords = (records: ReadonlyMap<string, unknown>, prefix: string): StoreRecord[] =>
  [...records]
    .filter(([key]) => key.startsWith(prefix))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => ({ key, value }));

/** `exclusively` for a store that only this process has. */
export function oneAfterAnother(): ClientStore['exclusively'] {
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = tails.get(name) ?? Promise.resolve();
    const run = before.then(work, work);
    tails.set(name, run);
    const forget = () => {
      if (tails.get(name) === run) tails.delete(name);
    };
    run.then(forget, forget);
    return run;
  };
}

/**
 * Gathers what is written in one breath, or while a write is under way, into one write. The promise resolves once the
 * caller's changes are kept.
 */
export class GatheredWrites {
  private readonly store: ClientStore;
  private waiting: { changes: StoreChange[]; done: Promise<void> } | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(store: ClientStore) {
    this.store = store;
  }

  write(changes: readonly StoreChange[]): Promise<void> {
    if (this.waiting) {
      for (const change of changes) this.waiting.changes.push(change);
      return this.waiting.done;
    }
    const gathered = [...changes];
    const done = this.last.then(() => {
      this.waiting = undefined;
      return this.store.write(gathered);
    });
    this.last = done.catch(() => undefined);
    this.waiting = { changes: gathered, done };
    return done;
  }
}

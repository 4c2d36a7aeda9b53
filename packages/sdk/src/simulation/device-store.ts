import { type ClientStore, FencedError, type StoreChange, type StoreRecord } from '../client-store.ts';

export interface StorePlace {
  now(): number;
  /** Waits on behalf of one window; never comes back once the window is gone. */
  after(delayMs: number, action: () => void): void;
  /** How long an operation takes, and whether it fails. */
  chooseDelayMs(): number;
  mustFail(): boolean;
}

interface Write {
  atMs: number;
  changes: readonly StoreChange[];
}

interface Lock {
  holder: { release(): void; windowName: string };
  waiting: { windowName: string; begin(): void }[];
}

// The machine may lose power before what was written last is on its disk.
const unsyncedMs = 2000;
const lockPatienceMs = 5000;

/** What one browser keeps on one device: shared by its windows, and damaged when the power fails. */
export class DeviceStore {
  private synced = new Map<string, unknown>();
  private unsynced: Write[] = [];
  /** Every key that was ever written, and not lost by a failure of the power: nothing of it may vanish by itself. */
  private readonly kept = new Set<string>();
  private busyUntilMs = 0;
  /** Something that was to be written is not there. */
  hasForgotten = false;
  private readonly locks = new Map<string, Lock>();

  /** The store as one window sees it. */
  openFor(windowName: string, place: StorePlace): ClientStore {
    return {
      list: (prefix) => this.operate(place, () => this.list(prefix)),
      findKeys: (keys) =>
        this.operate(place, () => {
          const records = this.current();
          return new Set(keys.filter((key) => records.has(key)));
        }),
      write: (changes, unless) => this.operate(place, () => this.write(changes, { unless, atMs: place.now() })),
      exclusively: (name, work) => this.exclusively({ name, windowName, place }, work),
    };
  }

  /** IndexedDB runs transactions of one store in the order in which they were begun; it takes effect at the end. */
  private operate<Result>(place: StorePlace, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.busyUntilMs = Math.max(this.busyUntilMs, place.now() + place.chooseDelayMs());
      place.after(this.busyUntilMs - place.now(), () => {
        if (place.mustFail()) {
          this.hasForgotten = true;
          reject(new Error('QuotaExceededError'));
          return;
        }
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  private current(): Map<string, unknown> {
    const records = new Map(this.synced);
    for (const { changes } of this.unsynced) apply(records, changes);
    return records;
  }

  list(prefix: string): StoreRecord[] {
    return [...this.current()]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => ({ key, value: structuredClone(value) }));
  }

  private write(changes: readonly StoreChange[], { unless, atMs }: { unless: string | undefined; atMs: number }): void {
    if (unless !== undefined && this.has(unless)) throw new FencedError(unless);
    this.unsynced.push({ atMs, changes: structuredClone(changes) });
    for (const { key, value } of changes) if (value !== undefined) this.kept.add(key);
    while (this.unsynced[0] && this.unsynced[0].atMs <= atMs - unsyncedMs) {
      apply(this.synced, this.unsynced.shift()?.changes ?? []);
    }
  }

  wasKept(key: string): boolean {
    return this.kept.has(key);
  }

  has(key: string): boolean {
    return this.current().has(key);
  }

  /** The power fails: what was written in the last moments is lost from some point on. */
  losePower(nowMs: number, keepShare: number): void {
    const older = this.unsynced.filter(({ atMs }) => atMs <= nowMs - unsyncedMs);
    const lately = this.unsynced.length - older.length;
    this.hasForgotten = true;
    const lost = this.unsynced.splice(older.length + Math.floor(lately * keepShare));
    for (const { changes } of this.unsynced) apply(this.synced, changes);
    this.unsynced = [];
    for (const { changes } of lost) for (const { key } of changes) if (!this.synced.has(key)) this.kept.delete(key);
    this.locks.clear();
  }

  /** Records become something else than was written; where `spoil` gives nothing they stay as they are. */
  damage(spoil: (key: string, value: unknown) => { value: unknown } | undefined): void {
    this.synced = this.current();
    this.unsynced = [];
    this.hasForgotten = true;
    for (const key of [...this.synced.keys()]) {
      const spoilt = spoil(key, this.synced.get(key));
      if (!spoilt) continue;
      this.synced.set(key, spoilt.value);
      this.kept.delete(key);
    }
  }

  private exclusively<Result>(
    { name, windowName, place }: { name: string; windowName: string; place: StorePlace },
    work: () => Promise<Result>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        const release = () => this.release(name, holder);
        const holder = { windowName, release };
        const waiting = this.locks.get(name)?.waiting ?? [];
        this.locks.set(name, { holder, waiting });
        work().then(resolve, reject).finally(release);
      };
      const lock = this.locks.get(name);
      if (!lock) return begin();
      let isBegun = false;
      const waiter = {
        windowName,
        begin: () => {
          isBegun = true;
          begin();
        },
      };
      lock.waiting.push(waiter);
      place.after(lockPatienceMs, () => {
        if (isBegun) return;
        const now = this.locks.get(name);
        if (now) now.waiting = now.waiting.filter((each) => each !== waiter);
        waiter.begin();
      });
    });
  }

  private release(name: string, holder: object): void {
    const lock = this.locks.get(name);
    if (lock?.holder !== holder) return;
    const next = lock.waiting.shift();
    if (!next) this.locks.delete(name);
    else next.begin();
  }

  /** The browser gives back what a closed window held. */
  closeWindow(windowName: string): void {
    for (const lock of this.locks.values()) {
      lock.waiting = lock.waiting.filter((waiter) => waiter.windowName !== windowName);
    }
    for (const lock of [...this.locks.values()]) if (lock.holder.windowName === windowName) lock.holder.release();
  }
}

function apply(records: Map<string, unknown>, changes: readonly StoreChange[]): void {
  for (const { key, value } of changes) {
    if (value === undefined) records.delete(key);
    else records.set(key, value);
  }
}

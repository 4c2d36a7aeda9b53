const key = 'countinghouse.notifications-later';
const dayMs = 24 * 3_600_000;
/** After the first "later" a week of quiet, then a month; after the third the question is not asked again. */
const pausesMs = [7 * dayMs, 30 * dayMs];

interface Later {
  count: number;
  atMs: number;
}

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

function read(storage: Kept): Later | undefined {
  const [count, atMs] = (storage.getItem(key) ?? '').split(' ').map(Number);
  return count !== undefined && atMs !== undefined && count > 0 && atMs > 0 ? { count, atMs } : undefined;
}

/** Whether this device may be asked again. */
export function mayAsk(storage: Kept, nowMs: number): boolean {
  const later = read(storage);
  if (!later) return true;
  const pauseMs = pausesMs[later.count - 1];
  return pauseMs !== undefined && nowMs - later.atMs >= pauseMs;
}

export function rememberLater(storage: Kept, nowMs: number): void {
  storage.setItem(key, `${(read(storage)?.count ?? 0) + 1} ${nowMs}`);
}

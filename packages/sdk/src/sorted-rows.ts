import type { ConversationId, ConversationSummary } from '@countinghouse/protocol';

interface Place {
  row: ConversationSummary;
  atMs: number;
}

// Placing rows one by one moves what stands behind them; beyond this share of the list sorting it whole is cheaper.
const changedShareMax = 0.1;

/**
 * Rows with the newest activity first. A conversation without messages counts from its making, which its id (UUID
 * version 7) tells. A row that changes finds its new place without the others being compared.
 */
export class SortedRows {
  private readonly rowOf: (id: ConversationId) => ConversationSummary | undefined;
  private places: Place[] = [];
  private readonly known = new Map<ConversationId, Place>();
  private readonly changed = new Set<ConversationId>();
  private listed: readonly ConversationSummary[] | undefined = [];

  /** `rowOf` gives a row as it is to be shown. */
  constructor(rowOf: (id: ConversationId) => ConversationSummary | undefined) {
    this.rowOf = rowOf;
  }

  touch(id: ConversationId): void {
    this.changed.add(id);
    this.listed = undefined;
  }

  touchAll(ids: Iterable<ConversationId>): void {
    for (const id of this.known.keys()) this.changed.add(id);
    for (const id of ids) this.changed.add(id);
    this.listed = undefined;
  }

  /** The same array until a row was touched. */
  list(): readonly ConversationSummary[] {
    if (this.listed) return this.listed;
    if (this.changed.size > 8 && this.changed.size > this.places.length * changedShareMax) this.sortAll();
    else for (const id of this.changed) this.place(id);
    this.changed.clear();
    this.listed = this.places.map(({ row }) => row);
    return this.listed;
  }

  private place(id: ConversationId): void {
    const before = this.known.get(id);
    const row = this.rowOf(id);
    const next = row && placeOf(row);
    if (before && next && before.atMs === next.atMs) {
      before.row = next.row;
      return;
    }
    if (before) this.places.splice(this.indexOf(before), 1);
    this.known.delete(id);
    if (!next) return;
    this.places.splice(this.indexOf(next), 0, next);
    this.known.set(id, next);
  }

  private sortAll(): void {
    for (const id of this.changed) {
      const row = this.rowOf(id);
      if (row) this.known.set(id, placeOf(row));
      else this.known.delete(id);
    }
    this.places = [...this.known.values()].sort(compare);
  }

  /** Where it stands, or would stand. */
  private indexOf(place: Place): number {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.places[middle];
      if (other && compare(other, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const placeOf = (row: ConversationSummary): Place => ({
  row,
  atMs: row.lastMessage ? Date.parse(row.lastMessage.at) : madeAtMs(row.id),
});

const compare = (left: Place, right: Place): number =>
  right.atMs - left.atMs || (left.row.id < right.row.id ? 1 : left.row.id > right.row.id ? -1 : 0);

const madeAtMs = (id: ConversationId): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) || 0;

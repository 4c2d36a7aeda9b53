export interface FanOutLimits {
  /** Under load, events that come within this time go out in one frame; the first after a pause goes out at once. */
  coalesceMsMin: number;
  coalesceMsMax: number;
  /** A big room costs more per frame, so its frames carry more. */
  coalesceMsPerLine: number;
  /** Keeps a frame far below what a slow line may have outstanding. */
  eventsPerFrameMax: number;
  /** A room that falls behind by more is told to pull. */
  pendingEventsMax: number;
  /** So long one turn of the event loop may write. */
  sliceMs: number;
}

export const fanOutLimits: FanOutLimits = {
  coalesceMsMin: 20,
  coalesceMsMax: 50,
  coalesceMsPerLine: 0.1,
  eventsPerFrameMax: 100,
  pendingEventsMax: 2_000,
  sliceMs: 5,
};

/** A room with a frame under way. */
export interface Writable {
  writeSome(count: number): boolean;
}

// Between two looks at the clock; about a third of a millisecond.
const linesPerLook = 32;

/** Writes the frames of all rooms in turns, so that a big room holds up neither the others nor anything else. */
export class FanOut {
  readonly limits: FanOutLimits;
  /** A room fell behind, or met an event too big for the bus: everybody there is told to pull. */
  readonly onRoomLoss: () => void;
  private readonly onTurn: (seconds: number) => void;
  private readonly rooms: Writable[] = [];
  private isPlanned = false;

  constructor(limits: FanOutLimits, report: { onTurn(seconds: number): void; onRoomLoss(): void }) {
    this.limits = limits;
    this.onTurn = report.onTurn;
    this.onRoomLoss = report.onRoomLoss;
  }

  add(room: Writable): void {
    this.rooms.push(room);
    // Directly where nothing is under way: most rooms are small.
    if (!this.isPlanned) this.run();
  }

  private run(): void {
    this.isPlanned = true;
    const startedAtMs = performance.now();
    let nowMs = startedAtMs;
    while (nowMs - startedAtMs < this.limits.sliceMs) {
      const room = this.rooms.shift();
      if (!room) break;
      if (!room.writeSome(linesPerLook)) this.rooms.push(room);
      nowMs = performance.now();
    }
    this.onTurn((nowMs - startedAtMs) / 1000);
    if (this.rooms.length > 0) setImmediate(() => this.run());
    else this.isPlanned = false;
  }
}

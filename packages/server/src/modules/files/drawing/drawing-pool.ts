import { type PreviewReason, Refusal } from '@countinghouse/protocol';
import type { Pixels } from '../media/pixels.ts';
import type { DrawingTask, DrawnPicture } from './drawing-messages.ts';
import { LimitedProcess, type Outcome, type ProcessLimits } from './limited-process.ts';

const defaultLimits: ProcessLimits = {
  /** A picture of 100 megapixels takes some two seconds, a dense PDF page three. */
  timeMsMax: 10_000,
  /** An interlaced picture of 120 megapixels with transparency is 480 MB of pixels. */
  memoryBytesMax: 1024 * 1024 * 1024,
};
/** So many wait at most; whoever scrolls on asks again. */
const queueMax = 200;
/** After so long without work a process is ended, and its memory returned. */
const idleMsMax = 60_000;

interface Job {
  isQuick: boolean;
  /** Its bytes come into memory when its turn has come: two hundred that wait would fill it. */
  load(): Promise<DrawingTask>;
  /** For whom; nobody for what an upload waits for. */
  userId: string | undefined;
  settle(outcome: Outcome | PromiseLike<Outcome>): void;
}

interface Slot {
  /** Takes pictures only, so that no document holds them up. */
  isForPictures: boolean;
  process: LimitedProcess | undefined;
  isBusy: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Decodes pictures and documents in processes of their own, within limits of time and memory. */
export class DrawingPool {
  private readonly limits: ProcessLimits;
  private readonly queue: Job[] = [];
  private readonly running = new Set<Job>();
  private readonly slots: Slot[] = [true, false].map((isForPictures) => ({
    isForPictures,
    process: undefined,
    isBusy: false,
    idleTimer: undefined,
  }));
  /** When people were served last, counted in tasks; forgotten when nobody waits. */
  private readonly turns = new Map<string, number>();
  private turn = 0;
  private isClosed = false;

  constructor(limits: Partial<ProcessLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  get processIds(): number[] {
    return this.slots.flatMap(({ process }) => process?.pid ?? []);
  }

  /** Size of a picture by its header; undefined where it does not tell. Never rejects. */
  async measure(bytes: Uint8Array): Promise<Pixels | undefined> {
    if (this.isClosed || this.queue.length >= queueMax) return undefined;
    const outcome = await this.enqueue({
      isQuick: true,
      load: async () => ({ kind: 'measure', bytes }),
      userId: undefined,
    });
    return (outcome.kind === 'measured' && outcome.pixels) || undefined;
  }

  /**
   * Pictures with these longest sides, in their order. `read` is called when its turn has come. Throws
   * `preview_unavailable` with its reason, `server_busy`, and what `read` throws.
   */
  async draw(
    read: () => Promise<Uint8Array>,
    { mediaType, sidesPx, userId }: { mediaType: string; sidesPx: readonly number[]; userId: string },
  ): Promise<DrawnPicture[]> {
    if (this.isClosed || this.queue.length >= queueMax) throw new Refusal('server_busy', 'too many pictures wait');
    const load = async (): Promise<DrawingTask> => ({ kind: 'draw', bytes: await read(), mediaType, sidesPx });
    const outcome = await this.enqueue({ isQuick: isQuick(mediaType), load, userId });
    if (outcome.kind === 'drawn') return outcome.pictures;
    if (outcome.kind === 'refused') throw previewUnavailable(outcome.reason);
    if (this.isClosed) throw new Refusal('server_busy', 'the server stops');
    throw previewUnavailable(outcome.kind === 'exceeded' ? 'effort' : 'damaged');
  }

  close(): void {
    this.isClosed = true;
    for (const slot of this.slots) {
      clearTimeout(slot.idleTimer);
      slot.process?.dispose();
    }
    for (const job of [...this.queue.splice(0), ...this.running]) job.settle({ kind: 'crashed' });
  }

  private enqueue(job: Omit<Job, 'settle'>): Promise<Outcome> {
    return new Promise((settle) => {
      this.queue.push({ ...job, settle });
      this.dispatch();
    });
  }

  /** Measures first; then whoever was served longest ago, so that a hundred files of one person hold up nobody else. */
  private takeNext(slot: Slot): Job | undefined {
    const fitting = this.queue.filter((job) => !slot.isForPictures || job.isQuick);
    const [first, ...rest] = fitting;
    if (!first) return undefined;
    const turnOf = ({ userId }: Job) => (userId === undefined ? -1 : (this.turns.get(userId) ?? 0));
    const job = rest.reduce((best, next) => (turnOf(next) < turnOf(best) ? next : best), first);
    this.queue.splice(this.queue.indexOf(job), 1);
    if (job.userId !== undefined) this.turns.set(job.userId, ++this.turn);
    return job;
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      if (slot.isBusy) continue;
      const job = this.takeNext(slot);
      if (job) void this.work(slot, job);
    }
  }

  private async work(slot: Slot, job: Job): Promise<void> {
    slot.isBusy = true;
    clearTimeout(slot.idleTimer);
    this.running.add(job);
    const process = slot.process?.isUsable ? slot.process : new LimitedProcess(this.limits);
    slot.process = process;
    const outcome = job.load().then((task) => process.run(task));
    await outcome.then(job.settle, () => job.settle(outcome));
    this.running.delete(job);
    slot.isBusy = false;
    if (this.isClosed) return;
    if (this.queue.length === 0) this.turns.clear();
    slot.idleTimer = setTimeout(() => {
      slot.process?.dispose();
      slot.process = undefined;
    }, idleMsMax).unref();
    this.dispatch();
  }
}

/** HEIC is decoded by software and takes seconds. */
const isQuick = (mediaType: string): boolean => /^image\/(?!hei[cf])/.test(mediaType);

export const previewUnavailable = (reason: PreviewReason): Refusal =>
  new Refusal('preview_unavailable', `there is no preview: ${reason}`, { reason });

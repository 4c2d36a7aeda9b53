import { detectFormat } from './detect-format.ts';
import { limits } from './limits.ts';
import type { RenderedPage } from './ofd/render-svg.ts';
import { type Outcome, ReaderProcess } from './reader-process.ts';
import type { Reading, RefusalCode } from './reading.ts';
import { ReadingRefusal } from './refusal.ts';

export interface ReaderPoolOptions {
  /** Processes; the first is kept for structured files where there are two or more. */
  workers?: number;
  timeMsMax?: number;
  memoryBytesMax?: number;
  /** Certificates (DER or PEM) to which OFD signatures must lead to be valid. */
  trustedRoots?: readonly Uint8Array[];
  /** After so long without work a process that has read pictures is ended, and its memory returned. */
  idleMsMax?: number;
  /** Whether the first process starts and loads what it needs before there is a file; without saying so, it does. */
  isKeptWarm?: boolean;
}

type Lane = 'structured' | 'image';

interface Job {
  lane: Lane;
  isWarmUp?: boolean;
  run(process: ReaderProcess): Promise<Outcome>;
  settle(outcome: Outcome): void;
}

interface Slot {
  lanes: readonly Lane[];
  process: ReaderProcess | null;
  isBusy: boolean;
  idleTimer?: NodeJS.Timeout;
}

/** Above this share of its memory limit an idle worker is replaced; OCR engines grow with use. */
const RECYCLE_SHARE = 0.6;
const DEFAULT_WORKERS = 2;
const DEFAULT_IDLE_MS = 60_000;

/** Reads files in worker processes, so that a hostile file can neither stall nor crash the caller. */
export class ReaderPool {
  readonly #options: Required<ReaderPoolOptions>;
  readonly #slots: Slot[];
  readonly #queue: Job[] = [];
  readonly #running = new Set<Job>();
  #isClosed = false;

  constructor(options: ReaderPoolOptions = {}) {
    this.#options = {
      workers: Math.max(1, options.workers ?? DEFAULT_WORKERS),
      timeMsMax: options.timeMsMax ?? limits.timeMsMax,
      memoryBytesMax: options.memoryBytesMax ?? limits.memoryBytesMax,
      trustedRoots: options.trustedRoots ?? [],
      idleMsMax: options.idleMsMax ?? DEFAULT_IDLE_MS,
      isKeptWarm: options.isKeptWarm ?? true,
    };
    this.#slots = Array.from({ length: this.#options.workers }, (_, index) => ({
      // A slow picture never takes the first process, so a PDF that comes after it is not kept waiting.
      lanes: index === 0 && this.#options.workers > 1 ? ['structured'] : ['image', 'structured'],
      process: null,
      isBusy: false,
    }));
    this.#warm();
  }

  /** Ids of the processes that run now. */
  get processIds(): number[] {
    return this.#slots.flatMap((slot) => (slot.process?.isUsable ? [slot.process.pid ?? []] : [])).flat();
  }

  /** Never rejects for what a file does; the reading says it. */
  async read(bytes: Uint8Array, fileName: string): Promise<Reading> {
    const startedAt = performance.now();
    const early = refuseEarly(bytes);
    if (early) return refused(fileName, startedAt, early);
    const first = laneOf(bytes);
    let outcome = await this.#enqueue(first, (process) => this.#read(process, { bytes, fileName, lane: first }));
    if (outcome.kind === 'reply' && outcome.reply.kind === 'scan') {
      outcome = await this.#enqueue('image', (process) => this.#read(process, { bytes, fileName, lane: 'image' }));
    }
    if (outcome.kind === 'killed') return refused(fileName, startedAt, outcome);
    const { reply } = outcome;
    // The worker's own time; waiting for a worker is not part of it.
    if (reply.kind === 'reading') return reply.reading;
    const problem =
      reply.kind === 'refused' ? reply : { code: 'reader_crashed' as const, message: 'The worker gave no reading.' };
    return refused(fileName, startedAt, problem);
  }

  /** One page of an OFD as SVG; null when there is no such page. Throws a `ReadingRefusal` for a file that cannot be drawn. */
  async renderPage(bytes: Uint8Array, pageIndex: number): Promise<RenderedPage | null> {
    const outcome = await this.#enqueue('structured', (process) => process.run({ kind: 'render', bytes, pageIndex }));
    if (outcome.kind === 'killed') throw new ReadingRefusal(outcome.code, outcome.message);
    if (outcome.reply.kind === 'page') return outcome.reply.page;
    if (outcome.reply.kind === 'refused') throw new ReadingRefusal(outcome.reply.code, outcome.reply.message);
    throw new ReadingRefusal('reader_crashed', 'The worker drew nothing.');
  }

  /** A picture as JPEG for viewers that do not know its format; null when there is no such page. Throws like `renderPage`. */
  async renderPicture(bytes: Uint8Array, pageIndex: number): Promise<Uint8Array | null> {
    const task = { kind: 'render-picture', bytes, pageIndex } as const;
    // Pictures of telephones take long to decode, so that they stay off the process for structured files, too.
    const outcome = await this.#enqueue('image', (process) => process.run(task));
    if (outcome.kind === 'killed') throw new ReadingRefusal(outcome.code, outcome.message);
    if (outcome.reply.kind === 'picture') return outcome.reply.jpeg;
    if (outcome.reply.kind === 'refused') throw new ReadingRefusal(outcome.reply.code, outcome.reply.message);
    throw new ReadingRefusal('reader_crashed', 'The worker drew nothing.');
  }

  /** The text in a file, for search; null where there is none to read. Throws like `renderPage`. */
  async readText(bytes: Uint8Array, fileName: string): Promise<string | null> {
    const outcome = await this.#enqueue('structured', (process) => process.run({ kind: 'text', bytes, fileName }));
    if (outcome.kind === 'killed') throw new ReadingRefusal(outcome.code, outcome.message);
    if (outcome.reply.kind === 'text') return outcome.reply.text;
    if (outcome.reply.kind === 'refused') throw new ReadingRefusal(outcome.reply.code, outcome.reply.message);
    throw new ReadingRefusal('reader_crashed', 'The worker read nothing.');
  }

  /** Ends all processes; what was under way is answered with `reader_crashed`. */
  close(): void {
    this.#isClosed = true;
    for (const slot of this.#slots) {
      clearTimeout(slot.idleTimer);
      slot.process?.dispose();
    }
    const closed: Outcome = { kind: 'killed', code: 'reader_crashed', message: 'The reader was closed.' };
    for (const job of [...this.#queue.splice(0), ...this.#running]) job.settle(closed);
  }

  #read(process: ReaderProcess, file: { bytes: Uint8Array; fileName: string; lane: Lane }): Promise<Outcome> {
    return process.run({
      kind: 'read',
      bytes: file.bytes,
      fileName: file.fileName,
      trustedRoots: this.#options.trustedRoots,
      defersScans: file.lane === 'structured',
    });
  }

  /** Starts the first process and lets it load what structured files need. */
  #warm(): void {
    if (!this.#options.isKeptWarm) return;
    this.#queue.push({
      lane: 'structured',
      isWarmUp: true,
      run: (process) => process.run({ kind: 'warm-up' }),
      settle: () => undefined,
    });
    this.#dispatch();
  }

  #enqueue(lane: Lane, run: (process: ReaderProcess) => Promise<Outcome>): Promise<Outcome> {
    if (this.#isClosed) throw new Error('The reader pool is closed.');
    return new Promise((resolve) => {
      this.#queue.push({ lane, run, settle: resolve });
      this.#dispatch();
    });
  }

  /** The first process stays warm for structured files; OCR engines are large and quickly loaded again. */
  #endWhenIdle(slot: Slot): void {
    if (!slot.lanes.includes('image')) return;
    slot.idleTimer = setTimeout(() => {
      slot.process?.dispose();
      slot.process = null;
    }, this.#options.idleMsMax).unref();
  }

  #dispatch(): void {
    for (const slot of this.#slots) {
      if (slot.isBusy) continue;
      const index = this.#queue.findIndex((job) => slot.lanes.includes(job.lane));
      const [job] = index < 0 ? [] : this.#queue.splice(index, 1);
      if (job) void this.#work(slot, job);
    }
  }

  async #work(slot: Slot, job: Job): Promise<void> {
    slot.isBusy = true;
    clearTimeout(slot.idleTimer);
    this.#running.add(job);
    if (!slot.process?.isUsable) slot.process = new ReaderProcess(this.#options);
    const outcome = await job.run(slot.process);
    this.#running.delete(job);
    job.settle(outcome);
    const isGrown = slot.process.rssBytes > RECYCLE_SHARE * this.#options.memoryBytesMax;
    if (isGrown || !slot.process.isUsable) {
      slot.process.dispose();
      slot.process = null;
    }
    slot.isBusy = false;
    if (this.#isClosed) return;
    this.#endWhenIdle(slot);
    const isColdStart = slot.process === null && slot === this.#slots[0] && !job.isWarmUp;
    if (isColdStart) this.#warm();
    this.#dispatch();
  }
}

function laneOf(bytes: Uint8Array): Lane {
  return detectFormat(bytes) === 'image' ? 'image' : 'structured';
}

/** What needs no process: nothing, too much, and unknown content. */
function refuseEarly(bytes: Uint8Array): { code: RefusalCode; message: string } | null {
  if (bytes.length > limits.fileBytesMax) {
    return { code: 'file_too_large', message: `The file is larger than ${limits.fileBytesMax} bytes.` };
  }
  try {
    detectFormat(bytes);
    return null;
  } catch (error) {
    if (error instanceof ReadingRefusal) return { code: error.code, message: error.message };
    throw error;
  }
}

function refused(fileName: string, startedAt: number, problem: { code: RefusalCode; message: string }): Reading {
  return {
    file: fileName,
    format: 'unknown',
    elapsedMs: Math.round(performance.now() - startedAt),
    error: { code: problem.code, message: problem.message },
    pageCount: 0,
    documents: [],
  };
}

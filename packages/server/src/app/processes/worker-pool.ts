import type { Logger } from '../../platform/log.ts';

/** A process that serves; what `node:cluster` gives, as far as it is needed here. */
export interface Worker {
  id: number;
  /** Settles with true once it takes traffic, with false if it ends before. */
  ready: Promise<boolean>;
  ended: Promise<void>;
  stop(): void;
  kill(): void;
}

/** A worker could not start; it has said why itself. */
export class WorkerStartError extends Error {}

export interface WorkerPoolLimits {
  /** A worker that stops finishes its requests first; one that takes longer is killed. */
  stopWithinMs: number;
  /** A new worker that is not ready by then is given up, and a rolling restart with it. */
  readyWithinMs: number;
  /** The first that dies is replaced at once; where they die again and again, ever later, up to this. */
  replaceDelayMsMax: number;
  /** A worker that lived so long died by accident, not by nature. */
  healthyAfterMs: number;
}

export const workerPoolLimits: WorkerPoolLimits = {
  stopWithinMs: 15_000,
  readyWithinMs: 60_000,
  replaceDelayMsMax: 10_000,
  healthyAfterMs: 10_000,
};

const firstReplaceDelayMs = 250;

interface Held {
  worker: Worker;
  startedAtMs: number;
}

/** Keeps the wanted number of workers alive, and exchanges them one after the other. */
export class WorkerPool {
  private readonly size: number;
  private readonly fork: () => Worker;
  private readonly log: Logger;
  private readonly limits: WorkerPoolLimits;
  private readonly held = new Set<Held>();
  private readonly leaving = new Set<Held>();
  private restarting: Promise<void> | undefined;
  private isStopping = false;
  private failuresInARow = 0;

  constructor(input: { size: number; fork: () => Worker; log: Logger; limits?: WorkerPoolLimits }) {
    this.size = input.size;
    this.fork = input.fork;
    this.log = input.log;
    this.limits = input.limits ?? workerPoolLimits;
  }

  /** Resolves when all take traffic. Throws `WorkerStartError`; then call `stop`. */
  async start(): Promise<void> {
    const started = Array.from({ length: this.size }, () => this.add());
    const ready = await Promise.all(started.map(({ worker }) => this.becomesReady(worker)));
    if (ready.includes(false)) throw new WorkerStartError('a server process could not start; its own line says why.');
  }

  /** One after the other: the next old one goes when a new one takes traffic. A new one that fails ends it, and the old ones stay. */
  restart(): Promise<void> {
    this.restarting ??= this.exchangeAll().finally(() => {
      this.restarting = undefined;
    });
    return this.restarting;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.held].map((held) => this.end(held)));
    await Promise.all([...this.leaving].map((held) => held.worker.ended));
  }

  private async exchangeAll(): Promise<void> {
    this.log.info('rolling restart');
    for (const old of [...this.held]) {
      if (this.isStopping) return;
      const fresh = this.add();
      if (!(await this.becomesReady(fresh.worker))) {
        this.log.error('a new server process could not start; the rolling restart stops here and the old ones stay');
        this.held.delete(fresh);
        fresh.worker.kill();
        return;
      }
      await this.end(old);
    }
    this.log.info('rolling restart finished');
  }

  private add(): Held {
    const held: Held = { worker: this.fork(), startedAtMs: performance.now() };
    this.held.add(held);
    void held.worker.ended.then(() => this.handleEnd(held));
    return held;
  }

  private async becomesReady(worker: Worker): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.limits.readyWithinMs);
    });
    const isReady = await Promise.race([worker.ready, late]);
    clearTimeout(timer);
    return isReady;
  }

  private async end(held: Held): Promise<void> {
    this.held.delete(held);
    this.leaving.add(held);
    held.worker.stop();
    const timer = setTimeout(() => {
      this.log.warn({ worker: held.worker.id }, 'a server process does not stop; it is killed');
      held.worker.kill();
    }, this.limits.stopWithinMs);
    await held.worker.ended;
    clearTimeout(timer);
    this.leaving.delete(held);
  }

  /** Whoever is still held did not leave on our word. */
  private handleEnd(held: Held): void {
    if (!this.held.delete(held) || this.isStopping) return;
    const livedMs = performance.now() - held.startedAtMs;
    this.failuresInARow = livedMs >= this.limits.healthyAfterMs ? 0 : this.failuresInARow + 1;
    const delayMs =
      this.failuresInARow < 2
        ? 0
        : Math.min(firstReplaceDelayMs * 2 ** (this.failuresInARow - 2), this.limits.replaceDelayMsMax);
    this.log.error({ worker: held.worker.id, delayMs }, 'a server process died and is replaced');
    setTimeout(() => {
      if (!this.isStopping && this.held.size < this.size) this.add();
    }, delayMs);
  }
}

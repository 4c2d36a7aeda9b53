import cluster, { type Worker as ClusterWorker } from 'node:cluster';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { AggregatorRegistry, type PrometheusContentType, type Registry } from 'prom-client';
import type { Worker } from './worker-pool.ts';

/** What the processes behind one port tell each other; prom-client has messages of its own beside these. */
type Message =
  | { kind: 'countinghouse:ready' }
  | { kind: 'countinghouse:metrics'; id: number }
  | { kind: 'countinghouse:metrics-text'; id: number; text: string | null };

const asMessage = (value: unknown): Message | undefined =>
  typeof value === 'object' && value !== null && 'kind' in value ? (value as Message) : undefined; // only we write `kind`

const metricsWithinMs = 5_000;

/** In the primary: starts this same program once more, as one of `size` workers on the database that is open here. */
export function forkWorker(databaseUrl: string, size: number): Worker {
  cluster.setupPrimary({ execArgv: [...withoutLifeline(process.execArgv), ...sharingCores(size)] });
  const child = cluster.fork({ ...process.env, DATABASE_URL: databaseUrl });
  const ended = once(child, 'exit').then(() => undefined);
  const { promise: becameReady, resolve } = Promise.withResolvers<true>();
  child.on('message', (value) => {
    const message = asMessage(value);
    if (message?.kind === 'countinghouse:ready') resolve(true);
    if (message?.kind === 'countinghouse:metrics') void answerMetrics(child, message.id);
  });
  return {
    id: child.id,
    ready: Promise.race([becameReady, ended.then(() => false)]),
    ended,
    stop: () => void child.process.kill('SIGTERM'),
    kill: () => void child.process.kill('SIGKILL'),
  };
}

/**
 * Where workers leave no core free, threads that collect garbage only wait for each other: without them a message costs
 * three workers on two cores a seventh less processor time (`npm run bench -- messaging --part processes`).
 */
const sharingCores = (size: number): string[] => (size >= availableParallelism() ? ['--single-threaded-gc'] : []);

/** The lifeline of `npm start` hangs on a pipe that only the primary has; what keeps a worker is the primary. */
const withoutLifeline = (args: readonly string[]): string[] =>
  args.filter((arg, index) => !isLifeline(arg) && !(arg === '--import' && isLifeline(args[index + 1])));

const isLifeline = (arg: string | undefined): boolean => arg?.endsWith('lifeline.mjs') === true;

let aggregator: AggregatorRegistry<PrometheusContentType> | undefined;

async function answerMetrics(child: ClusterWorker, id: number): Promise<void> {
  aggregator ??= new AggregatorRegistry();
  const text = await aggregator.clusterMetrics().catch(() => null);
  if (!child.isConnected()) return;
  const answer: Message = { kind: 'countinghouse:metrics-text', id, text };
  child.send(answer);
}

/** In a worker: says that it takes traffic. */
export function announceReady(): void {
  const message: Message = { kind: 'countinghouse:ready' };
  process.send?.(message);
}

let metricsCount = 0;

/**
 * In a worker: the metrics of all workers as one text, gathered by the primary. Where one of them does not answer, as in
 * the moment of its death, only this one's own.
 */
export function createSharedMetrics(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries([own]);
  // Answers the primary's questions from here on.
  new AggregatorRegistry();
  return async () => (await askPrimary()) ?? own.metrics();
}

function askPrimary(): Promise<string | undefined> {
  const id = ++metricsCount;
  return new Promise((resolve) => {
    const finish = (text: string | null) => {
      clearTimeout(timer);
      process.off('message', listen);
      resolve(text ?? undefined);
    };
    const listen = (value: unknown) => {
      const message = asMessage(value);
      if (message?.kind === 'countinghouse:metrics-text' && message.id === id) finish(message.text);
    };
    const timer = setTimeout(() => finish(null), metricsWithinMs);
    process.on('message', listen);
    const question: Message = { kind: 'countinghouse:metrics', id };
    process.send?.(question);
  });
}

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../system/free-port.ts';
import { cpuSecondsOfTree, rssBytes } from '../../system/process-tree.ts';
import { type Child, startChild } from '../system/child.ts';
import { makeFolder } from '../system/leftovers.ts';

const serverMain = join(import.meta.dirname, '../../../../server/src/app/main.ts');
const startWithinMs = 60_000;
const linkWithinMs = 10_000;
const pollMs = 50;

/** Our server in processes of its own, which keeps its address when it is started again. */
export interface OurServer {
  baseUrl: string;
  /** One-time token of the first administrator, where the database was empty. */
  linkToken: string | undefined;
  cpuSeconds(): Promise<number>;
  /** Of the first process, without those that read invoices. */
  rssBytes(): Promise<number>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Resolves once it takes traffic. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface OurServerOptions {
  databaseUrl: string;
  /** Several processes behind one port; they need NATS. */
  processes?: number;
  natsUrl?: string;
  /** Cores that the server may run on, as `taskset` takes them. */
  cores?: string;
  /** Options of Node, such as `--cpu-prof`. */
  nodeOptions?: readonly string[];
}

export async function startOurServer(options: OurServerOptions): Promise<OurServer> {
  const folder = await makeFolder('server');
  const port = await freePort();
  let child: Child | undefined;
  const start = async () => {
    child = startProcess(port, folder.path, options);
    await waitUntilHealthy(port, child);
  };
  const stop = async () => {
    await child?.stop();
    await folder.remove();
  };
  try {
    await start();
    // The link is printed a moment after the server takes traffic, and only where nobody is there yet.
    const link = await child?.waitFor(/sign-in\?token=([\w-]+)/, linkWithinMs).catch(() => undefined);
    return {
      baseUrl: `http://127.0.0.1:${port}`,
      linkToken: link?.[1],
      cpuSeconds: () => cpuSecondsOfTree(child?.pid ?? 0),
      rssBytes: () => rssBytes(child?.pid ?? 0),
      kill: async () => child?.kill(),
      start,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startProcess(port: number, dataDir: string, options: OurServerOptions): Child {
  const { databaseUrl, natsUrl, processes = 1, cores, nodeOptions = optionsFromOutside() } = options;
  return startChild({
    name: 'server',
    command: [process.execPath, ...nodeOptions, serverMain],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PROCESSES: String(processes),
      ...(natsUrl === undefined ? {} : { NATS_URL: natsUrl }),
    },
    ...(cores === undefined ? {} : { cores }),
  });
}

/** For a look at what the processor does: `BENCH_SERVER_OPTIONS="--cpu-prof --cpu-prof-dir=profile"`. */
const optionsFromOutside = (): string[] => process.env.BENCH_SERVER_OPTIONS?.split(' ') ?? [];

async function waitUntilHealthy(port: number, child: Child): Promise<void> {
  const deadline = performance.now() + startWithinMs;
  while (!(await isHealthy(port))) {
    if (child.hasEnded()) throw new Error('the server ended while it started');
    if (performance.now() > deadline) throw new Error(`the server was not ready in ${startWithinMs} ms`);
    await sleep(pollMs);
  }
}

const isHealthy = async (port: number): Promise<boolean> => {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
  await answer?.text();
  return answer?.ok ?? false;
};

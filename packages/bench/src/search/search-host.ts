import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hostMain = join(import.meta.dirname, '../../../server/src/app/testing/search-bench-host.ts');

export interface Reader {
  userId: string;
  token: string;
}

export interface Installation {
  baseUrl: string;
  conversationIds: string[];
  userIds: string[];
  readers: Reader[];
}

/** A server of its own that takes orders to be filled. */
export interface SearchHost {
  order(order: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Its data stands in `kept` afterwards, too; without it they stand in a folder that is removed at the end. */
export async function startSearchHost(kept?: string): Promise<SearchHost> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'countinghouse-search-')));
  if (kept !== undefined) await mkdir(kept, { recursive: true });
  const child = fork(hostMain, [folder], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let settle: { resolve(result: unknown): void; reject(error: Error): void } | undefined;
  child.on('message', (answer: { result?: unknown; error?: string }) => {
    const waiting = settle;
    settle = undefined;
    if (answer.error === undefined) waiting?.resolve(answer.result);
    else waiting?.reject(new Error(answer.error));
  });
  child.on('exit', () => settle?.reject(new Error('the server of the measurement ended')));
  const answered = () =>
    new Promise<unknown>((resolve, reject) => {
      settle = { resolve, reject };
    });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await ended;
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    await answered();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    order: (order) => {
      const answer = answered();
      child.send(order);
      return answer;
    },
    stop,
  };
}

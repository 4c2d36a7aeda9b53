import { type ConversationId, conversations, type Endpoint, type ResponseOf } from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReaderCounts } from './reader-counts.ts';

const room = 'room' as ConversationId; // A test needs an id only to pass it on.

/** A server with one number; `asked` counts what reached it. */
function aServer() {
  const server = { read: 0, unread: 4, isDown: false, asked: 0 };
  const call: Call = <E extends Endpoint>(endpoint: E, input?: { query?: unknown }): Promise<ResponseOf<E>> => {
    expect(endpoint.id).toBe(conversations.readerCounts.id);
    server.asked += 1;
    const query = input?.query as { seqs: string } | undefined; // the endpoint was checked
    if (server.isDown) return Promise.reject(new Error('no server'));
    const counts = (query?.seqs ?? '').split(',').map((seq) => ({
      seq: Number(seq),
      readCount: server.read,
      unreadCount: server.unread,
    }));
    const answer = { counts };
    return Promise.resolve(answer as ResponseOf<E>); // The endpoint was checked above.
  };
  return { server, counts: new ReaderCounts(call, room) };
}

const settle = () => vi.advanceTimersByTimeAsync(1000);

describe('ReaderCounts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells what the server counts, and again after somebody read', async () => {
    const { server, counts } = aServer();
    const listener = vi.fn();
    counts.watch(7, listener);
    await settle();
    expect(counts.get(7)).toEqual({ read: 0, unread: 4 });
    Object.assign(server, { read: 3, unread: 1 });
    counts.refresh();
    await settle();
    expect(counts.get(7)).toEqual({ read: 3, unread: 1 });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('asks once a second however many read, and no more once everybody has', async () => {
    const { server, counts } = aServer();
    counts.watch(7, () => {});
    await settle();
    for (let reader = 0; reader < 50; reader++) counts.refresh();
    await settle();
    for (let reader = 0; reader < 50; reader++) counts.refresh();
    await settle();
    expect(server.asked).toBe(3);
    Object.assign(server, { read: 4, unread: 0 });
    counts.refresh();
    await settle();
    counts.refresh();
    await settle();
    expect(server.asked).toBe(4);
  });

  it('asks once for all that is on screen', async () => {
    const { server, counts } = aServer();
    for (let seq = 1; seq <= 60; seq++) counts.watch(seq, () => {});
    await settle();
    expect(counts.get(60)).toEqual({ read: 0, unread: 4 });
    counts.refresh();
    await settle();
    expect(server.asked).toBe(2);
  });

  it('asks for nothing that is not on screen', async () => {
    const { server, counts } = aServer();
    const stop = counts.watch(7, () => {});
    await settle();
    stop();
    counts.refresh();
    await settle();
    expect(server.asked).toBe(1);
  });

  it('keeps the last count while the server is away', async () => {
    const { server, counts } = aServer();
    counts.watch(7, () => {});
    await settle();
    server.isDown = true;
    counts.refresh();
    await settle();
    expect(counts.get(7)).toEqual({ read: 0, unread: 4 });
  });
});

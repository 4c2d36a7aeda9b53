import type { ClientId, ConversationId, FileId, UserId } from '@countinghouse/protocol';

/** A message that is not on the server yet, with its files. */
export interface OutboxEntry {
  clientId: ClientId;
  conversationId: ConversationId;
  /** The person who wrote it; nobody else's session ever sends it. */
  userId: UserId;
  /** Position among the messages of this client. */
  order: number;
  at: string;
  text: string;
  mentions: readonly UserId[];
  files: readonly OutboxFile[];
  /** Name of the refusal, once the server said no. */
  refusal?: string;
}

export interface OutboxFile {
  name: string;
  sizeBytes: number;
  content: Blob | Uint8Array;
  /** Where the upload goes on after an interruption. */
  uploadUrl?: string;
  /** Set when the upload is complete. */
  fileId?: FileId;
}

/** Keeps what is not sent. What `put` has accepted survives a reload. */
export interface OutboxStorage {
  list(userId: UserId): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(clientId: ClientId): Promise<void>;
  /**
   * Runs `work` if no other window of this browser is at the same message; `work` learns whether the message is still
   * to be sent. Resolves to undefined where another window has it.
   */
  exclusively<Result>(clientId: ClientId, work: (isPending: boolean) => Promise<Result>): Promise<Result | undefined>;
}

export function memoryStorage(): OutboxStorage {
  const entries = new Map<ClientId, OutboxEntry>();
  return {
    list: async (userId) => [...entries.values()].filter((entry) => entry.userId === userId),
    put: async (entry) => void entries.set(entry.clientId, entry),
    remove: async (clientId) => void entries.delete(clientId),
    exclusively: (clientId, work) => work(entries.has(clientId)),
  };
}

const databaseName = 'countinghouse-outbox';
const storeName = 'entries';

export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase> | undefined;
  const run = async <Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    opened ??= openStore();
    const transaction = (await opened).transaction(storeName, mode);
    const request = work(transaction.objectStore(storeName));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the outbox could not be written'));
    });
  };
  const isPending = async (clientId: ClientId) => (await run('readonly', (store) => store.count(clientId))) > 0;
  return {
    list: async (userId) => {
      // Only `put` writes here.
      const entries = (await run('readonly', (store) => store.getAll())) as OutboxEntry[];
      return entries.filter((entry) => entry.userId === userId);
    },
    put: async (entry) => void (await run('readwrite', (store) => store.put(entry))),
    remove: async (clientId) => void (await run('readwrite', (store) => store.delete(clientId))),
    exclusively: async (clientId, work) => {
      // Absent on pages without TLS; there the client id alone keeps two windows from doubling a message.
      if (!('locks' in navigator)) return work(await isPending(clientId));
      return navigator.locks.request(`${databaseName}-${clientId}`, { ifAvailable: true }, async (lock) =>
        lock ? await work(await isPending(clientId)) : undefined,
      );
    },
  };
}

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'clientId' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the outbox could not be opened'));
  });
}

export const defaultStorage = (): OutboxStorage =>
  typeof indexedDB === 'undefined' ? memoryStorage() : indexedDbStorage();

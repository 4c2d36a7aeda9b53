import type { ClientStore, StoreRecord } from './client-store.ts';
import { withWebLock } from './web-lock.ts';

const databaseName = 'countinghouse-outbox';
const storeName = 'records';
const storeOfVersion1 = 'entries';
// Sorts behind everything that a key can go on with.
const lastCharacter = '\uffff';

/** Keeps everything in one object store of the browser; windows of one browser share it. */
export function indexedDbStorage(): ClientStore {
  let opened: Promise<IDBDatabase> | undefined;
  const run = async <Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => () => Result,
  ): Promise<Result> => {
    opened ??= openDatabase().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    const transaction = (await opened).transaction(storeName, mode);
    return new Promise((resolve, reject) => {
      const read = work(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(read());
      transaction.onabort = () => reject(transaction.error ?? new Error('the store could not be written'));
    });
  };
  return {
    list: (prefix) =>
      run('readonly', (store) => {
        const range = IDBKeyRange.bound(prefix, prefix + lastCharacter);
        const keys = store.getAllKeys(range);
        const values = store.getAll(range);
        return () => keys.result.map((key, index): StoreRecord => ({ key: String(key), value: values.result[index] }));
      }),
    findKeys: (keys) =>
      run('readonly', (store) => {
        const counts = keys.map((key) => ({ key, request: store.count(key) }));
        return () => new Set(counts.filter(({ request }) => request.result > 0).map(({ key }) => key));
      }),
    write: (changes, unless) =>
      run('readwrite', (store) => {
        if (unless !== undefined) {
          // Adding fails where the key is there, which takes everything back; looking first would need an answer, and
          // the page may go before it comes.
          store.add(true, unless);
          store.delete(unless);
        }
        for (const { key, value } of changes) {
          if (value === undefined) store.delete(key);
          else store.put(value, key);
        }
        // Without it the browser takes the write back where the page goes before it is done.
        store.transaction.commit();
        return () => undefined;
      }),
    exclusively: (name, work) => withWebLock(`countinghouse ${name}`, work),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 2);
    request.onupgradeneeded = () => upgrade(request);
    request.onsuccess = () => {
      const database = request.result;
      // Another window runs a newer version of the page.
      database.onversionchange = () => database.close();
      resolve(database);
    };
    request.onerror = () => reject(request.error ?? new Error('the store could not be opened'));
  });
}

/** Version 1 held the outbox only, by client id; what waits in it is taken over. */
function upgrade({ result: database, transaction }: IDBOpenDBRequest): void {
  const records = database.createObjectStore(storeName);
  if (!transaction || !database.objectStoreNames.contains(storeOfVersion1)) return;
  const entries = transaction.objectStore(storeOfVersion1).getAll();
  entries.onsuccess = () => {
    for (const entry of entries.result) records.put(entry, `outbox/${entry.userId}/${entry.clientId}`);
    database.deleteObjectStore(storeOfVersion1);
  };
}

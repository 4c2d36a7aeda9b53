import { type ClientStore, memoryStorage } from './client-store.ts';
import { indexedDbStorage } from './indexed-db-store.ts';

export const defaultStore = (): ClientStore =>
  typeof indexedDB === 'undefined' ? memoryStorage() : indexedDbStorage();

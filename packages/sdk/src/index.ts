export { OfflineError } from './call.ts';
export { type ClientStore, memoryStorage, type StoreChange, type StoreRecord } from './client-store.ts';
export type { Clock, Random } from './clock.ts';
export type { MessengerCounts } from './counts.ts';
export type { LiveHandlers, LiveLine, LiveTransport } from './live-line.ts';
export { type CountingMessenger, createMessenger, type MessengerOptions } from './messenger.ts';
export type { OutboxFile } from './outbox-entry.ts';
export * from './types.ts';
export type { Uploader, UploadHandlers } from './uploads.ts';

export { OfflineError } from './call.ts';
export type { Clock, Random } from './clock.ts';
export type { MessengerCounts } from './counts.ts';
export type { LiveHandlers, LiveTransport } from './live-transport.ts';
export { type CountingMessenger, createMessenger, type MessengerOptions } from './messenger.ts';
export { memoryStorage, type OutboxEntry, type OutboxFile, type OutboxStorage } from './outbox-storage.ts';
export * from './types.ts';
export type { Uploader, UploadHandlers } from './uploads.ts';

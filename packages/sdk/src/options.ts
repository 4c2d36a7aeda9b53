import type { ClientId } from '@countinghouse/protocol';
import type { ClientStore } from './client-store.ts';
import type { Clock, Random } from './clock.ts';
import type { LiveTransport } from './live-line.ts';
import type { Uploader } from './uploads.ts';

export interface MessengerOptions {
  /** Origin of the server, or of several that share one installation: where one fails, the next is asked. */
  baseUrl: string | readonly string[];
  /** A session token, for programs; browsers use their cookie. */
  token?: string;
  clock?: Clock;
  random?: Random;
  /** Must never give the same id twice. */
  newClientId?: () => ClientId;
  /** Where the client keeps what survives a reload: the browser's database, else memory. */
  storage?: ClientStore;
  fetch?: typeof globalThis.fetch;
  transports?: readonly LiveTransport[];
  upload?: Uploader;
  /** Listeners are told at most so often, in milliseconds; 0 is at the end of each task. A frame of the screen in browsers. */
  publishPauseMs?: number;
}

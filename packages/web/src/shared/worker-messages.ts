/** A notification as it is shown: by a page that is open, or by a push. The newest of a conversation takes the others' place. */
export interface ShownNote {
  conversationId: string;
  seq: number;
  title: string;
  body: string;
}

/** What a page says to the service worker. */
export type ToWorker =
  /** Shown unless somebody looks at one of our pages on this device. */
  | { kind: 'note'; note: ShownNote; isSilent: boolean }
  /** Read up to here, on any device: what told of it goes away. */
  | { kind: 'read'; conversationId: string; seq: number };

/** What the service worker says to a page: somebody clicked a notification. */
export interface FromWorker {
  kind: 'open';
  path: string;
}

import type { TimelineMessage } from '@countinghouse/sdk';

/** What the text in the field becomes: a new message, an answer that quotes one, or new words of an old one. */
export type ComposerMode =
  | { kind: 'new' }
  | { kind: 'reply'; message: TimelineMessage }
  | { kind: 'edit'; message: TimelineMessage };

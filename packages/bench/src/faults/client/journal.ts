import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { ClientId, ConversationId } from '@countinghouse/protocol';

/** What a client wrote down for good, in its order. Times are those of the machine, in milliseconds. */
export type JournalLine =
  /** Written by a person; from here on the client may send it. */
  | { kind: 'posted'; clientId: ClientId; conversationId: ConversationId; text: string; files: readonly string[] }
  /** The store of the client has it: it goes out even when the process dies now. */
  | { kind: 'kept'; clientId: ClientId }
  | { kind: 'acked'; clientId: ClientId; conversationId: ConversationId; seq: number; digest: string }
  | { kind: 'refused'; clientId: ClientId; refusal: string }
  | { kind: 'made'; clientId: ClientId; conversationId: ConversationId; title: string }
  /** The stores were damaged before this start: what was only kept may be gone. */
  | { kind: 'damaged' };

export class Journal {
  private readonly descriptor: number;

  constructor(file: string) {
    this.descriptor = openSync(file, 'a');
  }

  /** On disk when it returns: nothing counts as acknowledged before. */
  write(...lines: readonly JournalLine[]): void {
    if (lines.length === 0) return;
    writeSync(this.descriptor, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** A last line that was cut by a kill was never counted by anybody. */
export function readJournal(file: string): JournalLine[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // Only `Journal` writes here.
  return lines
    .slice(0, -1)
    .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as JournalLine] : []));
}

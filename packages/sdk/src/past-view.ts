import type { ConversationEvent } from '@countinghouse/protocol';
import { ConversationLog } from './conversation-log.ts';
import type { Viewer } from './fold-message.ts';
import type { HistoryReader } from './history-reader.ts';

export interface PastViewOptions {
  viewer: Viewer;
  reader: HistoryReader;
  onChanged(): void;
  onFailure(error: unknown): void;
  /** Unless the messenger is stopped by then. */
  retryLater(action: () => void): void;
}

/**
 * A gapless part of the past around one message, shown instead of the live end; it grows in both directions until it
 * meets that end.
 */
export class PastView {
  /** What is shown; undefined where the live end is. */
  log: ConversationLog | undefined;
  anchorSeq: number | undefined;
  isLoadingOlder = false;
  isLoadingNewer = false;
  private readonly options: PastViewOptions;
  /** What is being read, while something else is still shown. */
  private next: ConversationLog | undefined;

  constructor(options: PastViewOptions) {
    this.options = options;
  }

  get isShown(): boolean {
    return this.log !== undefined;
  }

  /** False where another call has overtaken this one. */
  async show(seq: number): Promise<boolean> {
    const { viewer, reader, onFailure } = this.options;
    const next = new ConversationLog(viewer);
    this.next = next;
    try {
      await reader.readAround(next, seq);
    } catch (error) {
      if (this.next === next) this.next = undefined;
      onFailure(error);
      throw error;
    }
    if (this.next !== next) return false;
    this.next = undefined;
    this.log = next;
    return true;
  }

  /** The same place once more, with what was missed. */
  reload(): void {
    const seq = this.anchorSeq;
    if (!this.log || this.next || seq === undefined) return;
    this.show(seq)
      .then(() => this.options.onChanged())
      .catch(() => this.options.retryLater(() => this.reload()));
  }

  leave(): void {
    this.log = undefined;
    this.next = undefined;
    this.anchorSeq = undefined;
  }

  /** The live end has taken over what was shown here. */
  handleJoined(): void {
    this.log = undefined;
  }

  clear(): void {
    this.leave();
    this.isLoadingOlder = false;
    this.isLoadingNewer = false;
  }

  async loadOlder(): Promise<void> {
    const { log } = this;
    if (!log?.hasOlder || this.isLoadingOlder) return;
    this.isLoadingOlder = true;
    this.options.onChanged();
    try {
      await this.options.reader.readOlder(log);
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.isLoadingOlder = false;
      this.options.onChanged();
    }
  }

  async loadNewer(): Promise<void> {
    const { log } = this;
    if (!log || this.isLoadingNewer) return;
    this.isLoadingNewer = true;
    this.options.onChanged();
    try {
      await this.options.reader.readNewer(log);
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.isLoadingNewer = false;
      this.options.onChanged();
    }
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    for (const log of [this.log, this.next]) if (log?.applyAmendments(events)) this.options.onChanged();
  }
}

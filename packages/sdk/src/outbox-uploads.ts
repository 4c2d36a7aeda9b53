import type { ConversationId } from '@countinghouse/protocol';
import type { OutboxFile } from './outbox-entry.ts';
import { needsUpload, type OutboxItem } from './outbox-item.ts';
import type { Uploader } from './uploads.ts';

// More at once would not be faster on the lines that need patience, and would hold up everything else on them.
const uploadsAtOnceMax = 3;

export interface OutboxUploadsOptions {
  upload: Uploader;
  /** While no other window is at the same message. */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Still to be sent, by this person, with the messenger running. */
  isWanted(item: OutboxItem): boolean;
  onFile(item: OutboxItem, index: number, change: Partial<OutboxFile>): void;
  onProgress(item: OutboxItem): void;
  /** True if the message is settled by it, false if the upload is to be tried again after a pause. */
  onFailure(item: OutboxItem, error: unknown): boolean;
  sleep(attempt: number): Promise<void>;
  /** Something may be ready to be sent. */
  onDone(): void;
}

/** Brings the files of messages to the server, one message of a conversation at a time. */
export class OutboxUploads {
  private readonly options: OutboxUploadsOptions;
  private readonly underWay = new Set<ConversationId>();

  constructor(options: OutboxUploadsOptions) {
    this.options = options;
  }

  /** Calls for what is under way, or for more than may be at once, do nothing; `onDone` leads to the next. */
  begin(item: OutboxItem): void {
    const { conversationId } = item.entry;
    if (this.underWay.has(conversationId) || this.underWay.size >= uploadsAtOnceMax) return;
    this.underWay.add(conversationId);
    void this.run(item).then(() => {
      this.underWay.delete(conversationId);
      this.options.onDone();
    });
  }

  private async run(item: OutboxItem): Promise<void> {
    for (let attempt = 0; this.options.isWanted(item) && needsUpload(item); attempt++) {
      try {
        await this.options.exclusively(`upload ${item.entry.clientId}`, () => this.bring(item));
      } catch (error) {
        if (item.stopped.signal.aborted || this.options.onFailure(item, error)) return;
        await this.options.sleep(attempt);
      }
    }
  }

  private async bring(item: OutboxItem): Promise<void> {
    for (const [index, file] of item.entry.files.entries()) {
      if (file.fileId !== undefined) continue;
      item.activity = 'uploading';
      this.options.onProgress(item);
      const fileId = await this.options.upload(item.entry.files[index] ?? file, {
        onUrl: (uploadUrl) => this.options.onFile(item, index, { uploadUrl }),
        onProgress: (sentBytes) => {
          item.sentBytes[index] = sentBytes;
          this.options.onProgress(item);
        },
        signal: item.stopped.signal,
      });
      item.sentBytes[index] = file.sizeBytes;
      this.options.onFile(item, index, { fileId });
    }
  }
}

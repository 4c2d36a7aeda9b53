import { type ConversationId, conversations, historyPageMax } from '@countinghouse/protocol';
import type { ConversationLog, HistoryPage } from './conversation-log.ts';
import type { Call } from './types.ts';

export const pageSize = 50;
// A dropped photo of many receipts changes its cards a hundred times without a word in between.
export const shownOnOpeningMin = 12;
const pagesInSearchMax = 50;

/** Reads pages of one conversation's log. */
export class HistoryReader {
  private readonly call: Call;
  private readonly conversationId: ConversationId;

  constructor(call: Call, conversationId: ConversationId) {
    this.call = call;
    this.conversationId = conversationId;
  }

  read(query: { beforeSeq?: number; afterSeq?: number; limit: number }): Promise<HistoryPage> {
    return this.call(conversations.history, { params: { conversationId: this.conversationId }, query });
  }

  /** One page back, and more where a view that got nothing new to show would not ask again. */
  async readOlder(log: ConversationLog): Promise<void> {
    const shownBefore = log.shownCount;
    await this.readPageBefore(log, pageSize);
    await this.readBack(log, shownBefore + 1);
  }

  /** Reads older pages until so many entries are known, or there is no more. */
  async readBack(log: ConversationLog, shownMin: number): Promise<void> {
    for (let page = 0; page < pagesInSearchMax; page++) {
      if (!log.hasOlder || log.shownCount >= shownMin) return;
      await this.readPageBefore(log, historyPageMax);
    }
  }

  private async readPageBefore(log: ConversationLog, limit: number): Promise<void> {
    const beforeSeq = log.knownFrom;
    log.applyOlder(await this.read({ beforeSeq, limit }), limit, beforeSeq);
  }

  /** One page on, and more as above; true where that reached the end of the log. */
  async readNewer(log: ConversationLog): Promise<boolean> {
    const shownBefore = log.shownCount;
    for (let page = 0; page < pagesInSearchMax; page++) {
      const limit = page === 0 ? pageSize : historyPageMax;
      const afterSeq = log.knownTo;
      if (log.applyLater(await this.read({ afterSeq, limit }), limit, afterSeq)) return true;
      if (log.shownCount > shownBefore) return false;
    }
    return false;
  }

  /** The pages before and behind a position, in a log that knows nothing yet. */
  async readAround(log: ConversationLog, seq: number): Promise<void> {
    const [before, after] = await Promise.all([
      this.read({ beforeSeq: seq + 1, limit: pageSize }),
      this.read({ afterSeq: seq, limit: pageSize }),
    ]);
    log.applyAround(before, after, pageSize);
    await this.readBack(log, shownOnOpeningMin);
  }
}

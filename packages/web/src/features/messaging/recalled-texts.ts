import type { ConversationId } from '@countinghouse/protocol';

const keptMax = 50;
const kept = new Map<string, string>();

/** What this window has recalled, for as long as it is open: nobody else has the words any more. */
export const recalledTexts = {
  get: (conversationId: ConversationId, seq: number): string | undefined => kept.get(`${conversationId} ${seq}`),
  keep(conversationId: ConversationId, seq: number, text: string): void {
    kept.set(`${conversationId} ${seq}`, text);
    if (kept.size > keptMax) kept.delete(kept.keys().next().value ?? '');
  },
};

import { type Amendment, amendmentSlot, type ConversationEvent, type MessagePosted } from '@countinghouse/protocol';

const recallSlot = '/recall';
// A thread goes on though its first message was recalled.
const threadSlot = '/thread';

const outlivesRecall = (slot: string): boolean => slot === recallSlot || slot === threadSlot;

export const isAmendment = (event: ConversationEvent): event is Amendment => amendmentSlot(event) !== undefined;

/** Where it stands is all that is left of a message that was recalled. */
export function withoutContent(event: MessagePosted): MessagePosted {
  const { threadSeq } = event.content;
  const place = threadSeq === undefined ? {} : { threadSeq };
  return { ...event, content: { text: '', mentions: [], files: [], ...place } };
}

/** The newest word on each part of each message, in whatever order it came. */
export class Amendments {
  private readonly bySeq = new Map<number, Map<string, Amendment>>();

  /** The number of the message that looks different now; undefined where nothing does. */
  keep(event: ConversationEvent): number | undefined {
    const place = amendmentSlot(event);
    if (!place || !isAmendment(event)) return undefined;
    const { messageSeq, slot } = place;
    const slots = this.bySeq.get(messageSeq) ?? new Map<string, Amendment>();
    if (slots.has(recallSlot) && !outlivesRecall(slot)) return undefined;
    const known = slots.get(slot);
    if (known && event.seq <= known.seq) return undefined;
    if (slot === recallSlot) for (const other of slots.keys()) if (!outlivesRecall(other)) slots.delete(other);
    // What the thread says stands in its messages; a copy here would outlive a recall.
    slots.set(slot, event.kind === 'message.posted' ? withoutContent(event) : event);
    this.bySeq.set(messageSeq, slots);
    return messageSeq;
  }

  of(messageSeq: number): Iterable<Amendment> {
    return this.bySeq.get(messageSeq)?.values() ?? [];
  }

  isRecalled(messageSeq: number): boolean {
    return this.bySeq.get(messageSeq)?.has(recallSlot) ?? false;
  }

  /** Those of messages before `seq` are forgotten. */
  dropBefore(seq: number): void {
    for (const messageSeq of this.bySeq.keys()) if (messageSeq < seq) this.bySeq.delete(messageSeq);
  }

  drop(messageSeq: number): void {
    this.bySeq.delete(messageSeq);
  }

  /** Of how many messages something is kept. */
  get size(): number {
    return this.bySeq.size;
  }

  *all(): Iterable<Amendment> {
    for (const slots of this.bySeq.values()) yield* slots.values();
  }
}

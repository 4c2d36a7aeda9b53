import type { ConversationId, InvoiceId } from '@countinghouse/protocol';
import { useSyncExternalStore } from 'react';

const nothing: ReadonlySet<InvoiceId> = new Set();

/** Invoices picked to go into one claim, per conversation; cards and panel of a conversation share it. */
export class Selection {
  #picked = new Map<ConversationId, ReadonlySet<InvoiceId>>();
  #listeners = new Set<() => void>();

  of(conversationId: ConversationId): ReadonlySet<InvoiceId> {
    return this.#picked.get(conversationId) ?? nothing;
  }

  toggle(conversationId: ConversationId, invoiceId: InvoiceId): void {
    const next = new Set(this.of(conversationId));
    if (!next.delete(invoiceId)) next.add(invoiceId);
    this.#picked.set(conversationId, next);
    this.#tell();
  }

  /** Several at once, in or out. */
  pick(conversationId: ConversationId, invoiceIds: readonly InvoiceId[], isPicked: boolean): void {
    const next = new Set(this.of(conversationId));
    for (const id of invoiceIds) {
      if (isPicked) next.add(id);
      else next.delete(id);
    }
    this.#picked.set(conversationId, next);
    this.#tell();
  }

  /** Takes out what went into a claim, whichever conversation it was picked in. */
  drop(invoiceIds: readonly InvoiceId[]): void {
    for (const [conversationId, picked] of this.#picked) {
      this.#picked.set(conversationId, new Set([...picked].filter((id) => !invoiceIds.includes(id))));
    }
    this.#tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** One for the whole window, so that a selection survives scrolling and switching conversations. */
export const selection = new Selection();

export const useSelected = (conversationId: ConversationId) =>
  useSyncExternalStore(selection.subscribe, () => selection.of(conversationId));

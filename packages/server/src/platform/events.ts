import type { Transaction } from './database/database.ts';

/** A fact that one module announces and others react to, inside the transaction that made it true. */
export interface DomainEvent<Payload> {
  name: string;
  /** Only carries the type. */
  readonly payload?: Payload;
}

export const defineEvent = <Payload>(name: string): DomainEvent<Payload> => ({ name });

type Handler<Payload> = (tx: Transaction, payload: Payload) => Promise<void>;

/**
 * Handlers run in the order in which they were added, before commit: either the fact and all reactions are on disk, or
 * none. Work that may take long or fail on its own belongs in a job that the handler adds.
 */
export class DomainEvents {
  private readonly handlers = new Map<string, Handler<never>[]>();

  on<Payload>(event: DomainEvent<Payload>, handler: Handler<Payload>): void {
    const list = this.handlers.get(event.name) ?? [];
    list.push(handler as Handler<never>); // Payload type is restored by `emit`, which takes the same event object type.
    this.handlers.set(event.name, list);
  }

  async emit<Payload>(tx: Transaction, event: DomainEvent<Payload>, payload: Payload): Promise<void> {
    for (const handler of this.handlers.get(event.name) ?? []) await (handler as Handler<Payload>)(tx, payload); // see `on`
  }
}

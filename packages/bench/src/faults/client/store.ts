import type { ClientId } from '@countinghouse/protocol';
import type { ClientStore } from '@countinghouse/sdk';
import { fileStorage } from '@countinghouse/sdk/file-store';
import type { JournalLine } from './journal.ts';

const outboxPrefix = 'outbox/';

/** What a device keeps between starts. `tell` hears what is safe from the death of the process now, and what was refused. */
export function openStore(folder: string, tell: (lines: readonly JournalLine[]) => void): ClientStore {
  const store = fileStorage(folder);
  return {
    list: (prefix) => store.list(prefix),
    findKeys: (keys) => store.findKeys(keys),
    exclusively: (name, work) => store.exclusively(name, work),
    write: async (changes) => {
      await store.write(changes);
      tell(
        changes.flatMap(({ key, value }) =>
          key.startsWith(outboxPrefix) && value !== undefined ? [lineOf(key, value)] : [],
        ),
      );
    },
  };
}

/** A refusal also comes for a conversation that is no longer open, where no view shows it. */
function lineOf(key: string, value: unknown): JournalLine {
  // The key of an unsent message ends in its client id.
  const clientId = key.split('/').at(-1) as ClientId;
  const refusal = typeof value === 'object' && value !== null && 'refusal' in value ? value.refusal : undefined;
  return typeof refusal === 'string' ? { kind: 'refused', clientId, refusal } : { kind: 'kept', clientId };
}

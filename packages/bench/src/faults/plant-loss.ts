import { join } from 'node:path';
import { readJournal } from './client/journal.ts';
import type { Stage } from './stage/stage.ts';

/** Deletes an acknowledged message from the database as no part of the product can; returns where it stood. */
export async function plantLoss({ clients, database }: Stage): Promise<string> {
  const acked = clients.flatMap((client) =>
    client.devices.flatMap(({ name }) =>
      readJournal(join(client.folder, `${name}.jsonl`)).flatMap((line) => (line.kind === 'acked' ? [line] : [])),
    ),
  );
  const victim = acked[Math.floor(acked.length / 2)];
  if (!victim) throw new Error('nothing was acknowledged, so nothing can be lost');
  const { conversationId, seq } = victim;
  await database.query(
    'set session_replication_role = replica',
    `delete from conversation_events where conversation_id = '${conversationId}' and seq = ${seq}`,
  );
  return `${conversationId} ${seq}`;
}

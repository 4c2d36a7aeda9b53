import { createHash } from 'node:crypto';
import {
  type ConversationEvent,
  type ConversationId,
  conversations,
  fileContentPath,
  historyPageMax,
  sync,
} from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';
import { rowOf } from '../client/row.ts';
import { callAt, type FirmPerson } from '../stage/firm.ts';
import type { PersonTruth, ServerTruth } from './evidence.ts';

/** Reads everything anew over HTTP, with sessions that no device has used. */
export async function readTruth(baseUrl: string, people: readonly FirmPerson[]): Promise<ServerTruth> {
  const truths = new Map<string, PersonTruth>();
  const histories = new Map<ConversationId, readonly ConversationEvent[]>();
  const damagedFiles: string[] = [];
  for (const { userId, tokens } of people) {
    const token = tokens.at(-1) ?? '';
    const call = callAt(baseUrl, token);
    const { conversations: rows, inbox } = await call(sync.snapshot);
    const members = new Map<ConversationId, readonly string[]>();
    for (const { id } of rows) {
      members.set(id, await readMembers(call, id));
      if (histories.has(id)) continue;
      const events = await readHistory(call, id);
      histories.set(id, events);
      damagedFiles.push(...(await findDamagedFiles(events, { baseUrl, token })));
    }
    truths.set(userId, { rows: rows.map(rowOf), inbox: { ...inbox }, members });
  }
  return { histories, people: truths, damagedFiles };
}

async function readMembers(call: Call, conversationId: ConversationId): Promise<string[]> {
  const { members } = await call(conversations.get, { params: { conversationId } });
  return members.map((member) => `${member.userId} ${member.role}`).sort();
}

async function readHistory(call: Call, conversationId: ConversationId): Promise<ConversationEvent[]> {
  const events: ConversationEvent[] = [];
  for (;;) {
    const query = { afterSeq: events.at(-1)?.seq ?? 0, limit: historyPageMax };
    const page = await call(conversations.history, { params: { conversationId }, query });
    events.push(...page.events);
    if (page.events.length === 0 || (events.at(-1)?.seq ?? 0) >= page.headSeq) return events;
  }
}

/** Devices name a file after the digest of its bytes. */
async function findDamagedFiles(
  events: readonly ConversationEvent[],
  { baseUrl, token }: { baseUrl: string; token: string },
): Promise<string[]> {
  const damaged: string[] = [];
  for (const event of events) {
    if (event.kind !== 'message.posted') continue;
    for (const { fileId, name } of event.content.files) {
      const answer = await fetch(`${baseUrl}${fileContentPath(fileId)}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const digest = createHash('sha256')
        .update(new Uint8Array(await answer.arrayBuffer()))
        .digest('hex');
      if (`${digest}.bin` !== name) damaged.push(`${event.conversationId} ${event.seq}`);
    }
  }
  return damaged;
}

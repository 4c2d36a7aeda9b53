import { registerHooks } from 'node:module';

export interface PlantedDefect {
  name: string;
  /** Relative to the SDK's `src/`. */
  file: string;
  /** Stands in the file exactly once. */
  text: string;
  instead: string;
  /** Where the search begins, so that it does not take long: of the seeds that find it, one with a short run. */
  foundBySeed: number;
}

/** Faults that somebody could make. The simulation is worth something as long as it finds each of them. */
export const plantedDefects: readonly PlantedDefect[] = [
  {
    name: 'a message leaves the outbox before it is acknowledged',
    file: 'outbox.ts',
    text: "    this.show(batch, 'sending');\n",
    instead: "    this.show(batch, 'sending');\n    this.forget(batch);\n",
    foundBySeed: 6,
  },
  {
    name: 'a message leaves the store before it is acknowledged',
    file: 'outbox.ts',
    text: "    this.show(batch, 'sending');\n",
    instead:
      "    this.show(batch, 'sending');\n    await this.entries.remove(batch.map(({ entry }) => entry)).catch(() => undefined);\n",
    foundBySeed: 7,
  },
  {
    name: 'each attempt has its own client id',
    file: 'outbox-item.ts',
    text: '  clientId: entry.clientId,\n  text: entry.text,\n  mentions: [',
    instead:
      '  clientId: (entry.clientId + Math.trunc(performance.now())) as never,\n  text: entry.text,\n  mentions: [',
    foundBySeed: 5,
  },
  {
    name: 'what is heard beyond a gap is shown',
    file: 'conversation-log.ts',
    text: '    if (event.seq > this.toSeq) this.beyond.add(event.seq);\n',
    instead: '    this.toSeq = Math.max(this.toSeq, event.seq);\n',
    foundBySeed: 3,
  },
  {
    name: 'a gap in the log of the person is passed over',
    file: 'user-sync.ts',
    text: 'if (event.seq !== this.state.userSeq + 1) continue;',
    instead: 'if (event.seq <= this.state.userSeq) continue;',
    foundBySeed: 14,
  },
  {
    name: 'a read position moves back where events come late',
    file: 'user-state.ts',
    text: 'if (row && row.cursor.seq < cursor.seq) this.setRow(readUpTo(row, cursor));',
    instead: 'if (row) this.setRow(readUpTo(row, cursor));',
    foundBySeed: 99,
  },
  {
    name: 'an answer of the server is written over a newer draft',
    file: 'latest-sender.ts',
    text: 'if (isSettled && isLatest) this.drop(key);',
    instead: 'if (isSettled) this.drop(key);',
    foundBySeed: 17,
  },
  {
    name: 'what is begun in one thread takes the place of what is begun in others',
    file: 'drafts.ts',
    text: 'threadDrafts.filter((each) => each.threadSeq !== threadSeq);',
    instead: 'threadDrafts.filter((each) => each.threadSeq === -1);',
    foundBySeed: 14,
  },
  {
    name: 'a mark of unread outlives its end on the other devices',
    file: 'user-state.ts',
    text: 'if (row && row.mark?.seq !== mark?.seq) this.setRow(withMark(row, mark));',
    instead: 'if (row && mark) this.setRow(withMark(row, mark));',
    foundBySeed: 13,
  },
  {
    name: 'a conversation that was left stays open',
    file: 'engine.ts',
    text: '        this.parts.stores.drop(event.conversationId);\n',
    instead: '',
    foundBySeed: 11,
  },
  {
    name: 'what was kept of one person is shown to the next',
    file: 'kept-state.ts',
    text: "      const records = await store.list('state/');\n",
    instead: "      const records = await store.list('nothing/');\n",
    foundBySeed: 20,
  },
  {
    name: 'the server takes a repeated message for a new one',
    file: 'simulation/reference-database.ts',
    text: 'const known = conversation.findMessage(userId, clientId);',
    instead: 'const known = conversation.findMessage(userId, `nobody`);',
    foundBySeed: 5,
  },
  {
    name: 'the server acknowledges a message that it does not keep',
    file: 'simulation/reference-conversation.ts',
    text: '    this.events.push(event);\n',
    instead: "    if (event.kind !== 'message.posted' || event.seq % 50) this.events.push(event);\n",
    foundBySeed: 3,
  },
  {
    name: 'the hub sends to people who have left',
    file: 'simulation/server-node.ts',
    text: 'events.filter((event) => member && isVisible(event, member.visibleFromSeq))',
    instead: 'events.filter((event) => isVisible(event, member?.visibleFromSeq ?? 1))',
    foundBySeed: 5,
  },
  {
    name: 'a guest reads back to before the joining',
    file: 'simulation/reference-conversation.ts',
    text: 'this.events.filter((event) => isVisible(event, visibleFromSeq))',
    instead: 'this.events.filter((event) => isVisible(event, 1))',
    foundBySeed: 28,
  },
  {
    name: 'the read position of the server moves back',
    file: 'simulation/reference-database.ts',
    text: 'if (seq > member.cursor.seq) {',
    instead: 'if (seq !== member.cursor.seq) {',
    foundBySeed: 21,
  },
  {
    name: 'an older edit is written over a newer one',
    file: 'amendments.ts',
    text: '    if (known && event.seq <= known.seq) return undefined;\n',
    instead: '',
    foundBySeed: 12,
  },
  {
    name: 'a mention outlives its recall in the list',
    file: 'moving-row.ts',
    text: '    this.moved.mentionSeqs = this.moved.mentionSeqs.filter((other) => other !== messageSeq);\n',
    instead: '',
    foundBySeed: 26,
  },
  {
    name: 'the past is joined to the live end over a hole',
    file: 'conversation-log.ts',
    text: '    if (older.toSeq < this.fromSeq - 1) return false;\n',
    instead: '',
    foundBySeed: 30,
  },
  {
    name: 'a gap in a row of the list is passed over',
    file: 'moving-row.ts',
    text: '      if (event.seq > this.moved.headSeq + 1) this.noteGap(event.seq);\n',
    instead: '',
    foundBySeed: 20,
  },
];

/** Changes the text of one file when it is loaded. To be called before anything that imports it. */
export function plantDefect(name: string): void {
  const defect = plantedDefects.find((each) => each.name === name);
  if (!defect) throw new Error(`no defect is called "${name}"`);
  const address = new URL(`../${defect.file}`, import.meta.url).href;
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (url !== address) return loaded;
      const parts = String(loaded.source).split(defect.text);
      if (parts.length !== 2) throw new Error(`${defect.file} does not hold the text of "${name}" exactly once`);
      return { ...loaded, source: parts.join(defect.instead) };
    },
  });
}

import type { ClientId, ConversationEvent, ConversationId, MessagePosted, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { contentDigest, eventLine } from '../client/digest.ts';
import type { JournalLine } from '../client/journal.ts';
import type { DeviceReport, ReportedRow } from '../client/orders.ts';
import { checkDevices } from './check-devices.ts';
import { checkMessages } from './check-messages.ts';
import type { DeviceEvidence, ServerTruth } from './evidence.ts';

// Only their difference counts here.
const conversationId = 'conversation' as ConversationId;
const userId = 'person' as UserId;
const idOf = (number: number) => `client-id-${number}` as ClientId;

const aMessage = (seq: number, number = seq): MessagePosted => ({
  ...{ kind: 'message.posted', conversationId, seq, messageCount: seq, at: '2026-11-22T00:00:00.000Z' },
  ...{ actorId: userId, clientId: idOf(number) },
  content: { text: `device-0 0 ${number} text`, mentions: [], files: [] },
});

const acked = (event: MessagePosted): JournalLine => ({
  ...{ kind: 'acked', clientId: event.clientId, conversationId, seq: event.seq },
  digest: contentDigest(event.content),
});

const aRow = (change: Partial<ReportedRow> = {}): ReportedRow => ({
  ...{ conversationId, title: 'Group', headSeq: 3, messageCount: 3, readSeq: 3, unread: 0 },
  ...{ memberCount: 1, role: 'owner', draft: null, lastSeq: 3, ...change },
});

const honest = [aMessage(1), aMessage(2), aMessage(3)];

function aTruth(events: readonly ConversationEvent[] = honest): ServerTruth {
  const members = new Map([[conversationId, ['person owner']]]);
  return {
    histories: new Map([[conversationId, events]]),
    people: new Map([[userId, { rows: [aRow()], inbox: { approvals: 0 }, members }]]),
    damagedFiles: [],
  };
}

function aDevice(change: { journal?: JournalLine[]; report?: Partial<DeviceReport> } = {}): DeviceEvidence {
  const entries = honest.map(eventLine);
  return {
    ...{ name: 'device-0', userId, journal: change.journal ?? honest.map(acked) },
    report: {
      ...{ name: 'device-0', userId, rows: [aRow()], inbox: { approvals: 0 }, unsent: [], counts: {} },
      conversations: [{ conversationId, entries, members: ['person owner'] }],
      ...change.report,
    },
  };
}

const kindsOf = (truth: ServerTruth, device: DeviceEvidence) =>
  [...checkMessages(truth, [device]), ...checkDevices(truth, [device])].map((finding) => finding.kind);

describe('the comparison after a fault run', () => {
  it('finds nothing where everything is as it was told', () => {
    expect(kindsOf(aTruth(), aDevice())).toEqual([]);
  });

  it('calls an acknowledged message lost that no history has, or has with other content', () => {
    const gone = aDevice({ journal: [...honest.map(acked), acked(aMessage(4))] });
    expect(kindsOf(aTruth(), gone)).toEqual(['lost']);
    const changed = { ...aMessage(3), content: { text: 'device-0 0 3 another', mentions: [], files: [] } };
    expect(kindsOf(aTruth([aMessage(1), aMessage(2), changed]), aDevice())).toContain('lost');
  });

  it('calls a message lost that a store had kept, unless it was refused or the store was damaged', () => {
    const kept: JournalLine = { kind: 'kept', clientId: idOf(9) };
    expect(kindsOf(aTruth(), aDevice({ journal: [kept] }))).toEqual(['lost']);
    const refused: JournalLine = { kind: 'refused', clientId: idOf(9), refusal: 'object_missing' };
    expect(kindsOf(aTruth(), aDevice({ journal: [refused, kept] }))).toEqual([]);
    expect(kindsOf(aTruth(), aDevice({ journal: [kept, { kind: 'damaged' }] }))).toEqual([]);
    expect(kindsOf(aTruth(), aDevice({ journal: [{ kind: 'damaged' }, kept] }))).toEqual(['lost']);
  });

  it('calls a message lost that is still unsent, a group that does not exist, and a file that changed', () => {
    expect(kindsOf(aTruth(), aDevice({ report: { unsent: ['one'] } }))).toEqual(['lost']);
    // Another conversation than the one that there is.
    const made: JournalLine = { kind: 'made', clientId: idOf(8), conversationId: 'x' as ConversationId, title: 'x' };
    expect(kindsOf(aTruth(), aDevice({ journal: [made] }))).toEqual(['lost']);
    expect(kindsOf({ ...aTruth(), damagedFiles: ['conversation 1'] }, aDevice())).toEqual(['lost']);
  });

  it('calls one client id at two places doubled, and one text under two client ids', () => {
    const twice = { ...aMessage(3), clientId: idOf(2) };
    expect(kindsOf(aTruth([aMessage(1), aMessage(2), twice]), aDevice({ journal: [] }))).toContain('duplicated');
    const again = { ...aMessage(3), content: aMessage(2).content };
    expect(kindsOf(aTruth([aMessage(1), aMessage(2), again]), aDevice({ journal: [] }))).toContain('duplicated');
  });

  it('calls a log with a gap, a sender’s messages out of order, and a moved message reordered', () => {
    const gap = aTruth([aMessage(1), aMessage(3)]);
    expect(kindsOf(gap, aDevice({ journal: [] }))).toContain('reordered');
    const swapped = aTruth([aMessage(1), aMessage(2, 3), aMessage(3, 2)]);
    expect(kindsOf(swapped, aDevice({ journal: [] }))).toContain('reordered');
    const elsewhere = aDevice({ journal: [acked({ ...aMessage(2), seq: 1 })] });
    expect(kindsOf(aTruth(), elsewhere)).toEqual(['reordered']);
  });

  it.each<[string, Partial<DeviceReport>]>([
    ['an unread count', { rows: [aRow({ unread: 1 })] }],
    ['a draft', { rows: [aRow({ draft: 'begun' })] }],
    ['a row that is missing', { rows: [] }],
    ['the inbox', { inbox: { approvals: 1 } }],
    ['an entry that is missing', { conversations: [{ conversationId, entries: [], members: ['person owner'] }] }],
    ['members', { conversations: [{ conversationId, entries: honest.map(eventLine), members: [] }] }],
    ['a conversation that is not open', { conversations: [] }],
  ])('calls a device diverged that differs in %s', (_what, report) => {
    expect(new Set(kindsOf(aTruth(), aDevice({ report })))).toEqual(new Set(['diverged']));
  });

  it('calls a device diverged that does not report', () => {
    expect(kindsOf(aTruth(), { ...aDevice(), report: undefined })).toEqual(['diverged']);
  });
});
